using ImageGeneration.Configuration;

namespace ImageGeneration.Tests.Docs;

public sealed class SettingsPageTests
{
    [Fact]
    public void WhatIsFixedAtStart_EachSetting_IsNamed()
    {
        var section = Page.Of("docs/settings.md").Section("## Changes at run time");
        var members = typeof(ImageGenerationServiceOptions).Assembly.GetTypes().SelectMany(type => type.GetProperties())
            .Where(property => property.IsDefined(typeof(FixedAtStartAttribute), inherit: false))
            .Select(property => property.Name)
            .ToHashSet();

        Assert.True(members.Count > 10);
        Assert.All(members, member => Assert.Contains($"`{member}`", section, StringComparison.Ordinal));
    }
}
