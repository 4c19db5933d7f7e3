using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Transport;

namespace ImageGeneration.Tests.Outputs;

public sealed partial class ForeignLinkTests
{
    private static readonly Uri _from = new("https://api.example/v1/files/1?x=1");

    [Theory]
    [InlineData("https://s3.example/a%2Fb/%7Euser/%41.png?X-Amz-Signature=a%2Bb%7E")]
    [InlineData("https://s3.example/bucket/../key/./x.png?sig=1")]
    [InlineData("https://s3.example/a/%2e%2e/b?sig=%41")]
    [InlineData("https://s3.example/a//b/%2E?sig=1")]
    [InlineData("https://s3.example?sig=%7E")]
    public void Parse_PathThatUriRewrites_IsKeptToTheLetter(string link)
    {
        var url = ForeignLink.Parse(link)!;

        var path = link["https://s3.example".Length..];
        Assert.Equal(path[0] == '?' ? "/" + path : path, url.PathAndQuery);
        Assert.Equal("s3.example", url.IdnHost);
    }

    [Theory]
    [InlineData("https://r.example/a/b.png?x=1#part")]
    [InlineData("https://R.Example:443/a")]
    [InlineData("https://r.example/a b/ü.png")]
    [InlineData("https://r.example/a\\b")]
    [InlineData("https://r.example/a\r\nHost: evil/%41")]
    [InlineData("https://r.example")]
    [InlineData("ftp://r.example/%41")]
    public void Parse_WhateverNeedsNoKeepingOrCannotBeSent_IsAnOrdinaryUri(string link) =>
        Assert.Equal(new Uri(link), ForeignLink.Parse(link));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("https://")]
    [InlineData("https://[::1")]
    [InlineData("https://a..b/")]
    [InlineData("out.png")]
    public void Parse_NoLink_IsNone(string? text) => Assert.Null(ForeignLink.Parse(text));

    [Theory]
    [InlineData("/stored/1.png", "https://api.example/stored/1.png")]
    [InlineData("//cdn.example/1.png", "https://cdn.example/1.png")]
    [InlineData("?page=2", "https://api.example/v1/files/1?page=2")]
    [InlineData("2.png", "https://api.example/v1/files/2.png")]
    [InlineData("../2.png", "https://api.example/v1/2.png")]
    [InlineData("/a%2Fb/%7Ec", "https://api.example/a%2Fb/%7Ec")]
    [InlineData("a%2Fb/%7Ec", "https://api.example/v1/files/a%2Fb/%7Ec")]
    [InlineData("https://cdn.example/%41?sig=%7E", "https://cdn.example/%41?sig=%7E")]
    public void Resolve_Location_IsFollowedToTheLetter(string location, string expected) =>
        Assert.Equal(expected, ForeignLink.Resolve(_from, location)!.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("//:80")]
    [InlineData("//[")]
    [InlineData("https://")]
    [InlineData("http://a..b/")]
    public void Resolve_NothingToFollow_IsNone(string? location) => Assert.Null(ForeignLink.Resolve(_from, location));

    [Fact]
    public void Url_ThroughJson_IsKeptToTheLetter()
    {
        const string link = "https://s3.example/a%2Fb/%7Euser/../%41.png?sig=a%2Bb";
        var json = JsonSerializer.Serialize(new GeneratedImage { Url = ForeignLink.Parse(link) }, ImageContext.Default.GeneratedImage);

        var image = JsonSerializer.Deserialize(json, ImageContext.Default.GeneratedImage)!;

        Assert.Equal(link, image.Url!.AbsoluteUri);
    }

    [JsonSerializable(typeof(GeneratedImage))]
    private sealed partial class ImageContext : JsonSerializerContext;
}
