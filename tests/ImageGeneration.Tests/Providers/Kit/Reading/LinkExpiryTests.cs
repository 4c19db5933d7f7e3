using System.Globalization;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Tests.Providers.Kit.Reading;

public sealed class LinkExpiryTests
{
    [Theory]
    [InlineData("https://b.test/a.png?X-Amz-Date=20261122T115900Z&X-Amz-Expires=604800", "2026-11-29T11:59:00Z")]
    [InlineData("https://b.test/a.png?x-amz-expires=60&x=1&x-amz-date=20261122T115900Z", "2026-11-22T12:00:00Z")]
    [InlineData("https://b.test/a.png?X-Goog-Date=20261122T115900Z&X-Goog-Expires=3600", "2026-11-22T12:59:00Z")]
    [InlineData("https://b.test/a.png", null)]
    [InlineData("https://b.test/a.png?X-Amz-Expires=604800", null)]
    [InlineData("https://b.test/a.png?X-Amz-Date=yesterday&X-Amz-Expires=604800", null)]
    [InlineData("https://b.test/a.png?X-Amz-Date=20261122T115900Z&X-Amz-Expires=-1", null)]
    [InlineData("https://b.test/a.png?X-Amz-Date=99991231T235959Z&X-Amz-Expires=604800", null)]
    [InlineData("https://b.test/a.png?X-Amz-Date=20261122T115900Z&X-Amz-Expires=99999999999999", null)]
    public void Of_SignedLink_IsWhatItSays(string url, string? expiresAt) =>
        Assert.Equal(
            expiresAt is null ? null : DateTimeOffset.Parse(expiresAt, CultureInfo.InvariantCulture), LinkExpiry.GetExpiry(new Uri(url)));

    [Fact]
    public void Add_ClockAtTheEndOfTime_LosesNoImage()
    {
        var images = new List<GeneratedImage> { new() { Url = new Uri("https://images.test/a.png") } };

        LinkExpiry.Add(images, DateTimeOffset.MaxValue.AddHours(-1), TimeSpan.FromDays(7));

        Assert.Equal(DateTimeOffset.MaxValue, images[0].ExpiresAt);
    }
}
