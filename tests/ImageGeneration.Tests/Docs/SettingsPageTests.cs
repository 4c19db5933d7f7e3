using System.Reflection;
using System.Text.RegularExpressions;
using ImageGeneration.Configuration;

namespace ImageGeneration.Tests.Docs;

public sealed partial class SettingsPageTests
{
    private static readonly Page _page = Page.Load("docs/settings.md");
    private static readonly HashSet<PropertyInfo> _settings = Settings(typeof(ImageGenerationServiceOptions), []);

    // Places of names, and names that the page gives as examples.
    private static readonly string[] _names = ["*", "n", "flux1", "sdxl", "Name", "Providers"];

    private static readonly string[] _sections =
    [
        "## General", "## Routing", "## Prompts", "## Prices", "## Budget", "## Outputs", "### Every provider", "### Replicate", "### RunPod", "### Modal",
    ];

    [Fact]
    public void Settings_EachMemberOfTheOptions_IsOnThePage()
    {
        var words = Page.Quoted(_page.Prose).SelectMany(quoted => Word().Matches(quoted).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);

        Assert.True(_settings.Count > 60, $"{_settings.Count} settings.");
        Assert.Empty(_settings.Select(setting => setting.Name).Where(name => !words.Contains(name)).Distinct());
    }

    [Fact]
    public void Rows_OfThePage_AreSettings()
    {
        var known = _settings.Select(setting => setting.Name).Concat(_names).ToHashSet(StringComparer.Ordinal);
        var paths = _sections
            .SelectMany(_page.Rows)
            .SelectMany(row => Page.Quoted(row[0]))
            .ToList();

        Assert.True(paths.Count > 60, $"{paths.Count} settings.");
        Assert.DoesNotContain(paths, path => path.Split(':', StringSplitOptions.RemoveEmptyEntries).Any(name => !known.Contains(name)));
    }

    [Fact]
    public void WhatIsFixedAtStart_EachSetting_IsNamed()
    {
        var section = _page.Section("## Changes at run time");
        var members = typeof(ImageGenerationServiceOptions).Assembly.GetTypes().SelectMany(type => type.GetProperties())
            .Where(property => property.IsDefined(typeof(FixedAtStartAttribute)))
            .Select(property => property.Name)
            .ToHashSet();

        Assert.True(members.Count > 10);
        Assert.All(members, member => Assert.Contains($"`{member}`", section, StringComparison.Ordinal));
    }

    private static HashSet<PropertyInfo> Settings(Type options, HashSet<PropertyInfo> found)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(found.Add))
        {
            foreach (var type in property.PropertyType.GenericTypeArguments.Append(property.PropertyType))
            {
                if (type.IsClass && type.Assembly == options.Assembly)
                {
                    Settings(type, found);
                }
            }
        }

        return found;
    }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
