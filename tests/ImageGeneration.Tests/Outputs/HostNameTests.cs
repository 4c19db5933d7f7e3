using ImageGeneration.Outputs;

namespace ImageGeneration.Tests.Outputs;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("http://localhost:5000/a")]
    [InlineData("http://localhost./a")]
    [InlineData("http://LOCALHOST/a")]
    [InlineData("http://api.localhost/a")]
    [InlineData("http://api.localhost./a")]
    [InlineData("http://127.0.0.1/a")]
    [InlineData("http://127.0.0.1./a")]
    [InlineData("http://127.1/a")]
    [InlineData("http://127.1./a")]
    [InlineData("http://2130706433/a")]
    [InlineData("http://2852039166/a")]
    [InlineData("http://2852039166./a")]
    [InlineData("http://0x7f000001/a")]
    [InlineData("http://0x7f000001./a")]
    [InlineData("http://0x7f.0.0x0.1./a")]
    [InlineData("http://0177.0.0.1/a")]
    [InlineData("http://0251.0376.0251.0376./a")]
    [InlineData("http://10.1/a")]
    [InlineData("http://１２７.0.0.1/a")]
    [InlineData("http://１２７.0.0.1./a")]
    [InlineData("http://127。0。0。1/a")]
    [InlineData("http://127｡0｡0｡1｡/a")]
    [InlineData("http://127.0.0.1\u200b/a")]
    [InlineData("http://\u00ad127.0.0.1/a")]
    [InlineData("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/a")]
    [InlineData("http://127.0.0.1.5/a")]
    [InlineData("http://256.256.256.256/a")]
    [InlineData("http://4294967296/a")]
    [InlineData("http://example.0x7f/a")]
    [InlineData("http://[::1]/a")]
    [InlineData("http://[::ffff:127.0.0.1]/a")]
    [InlineData("http://[::ffff:a9fe:a9fe]/a")]
    [InlineData("http://[::127.0.0.1]/a")]
    [InlineData("http://[64:ff9b::127.0.0.1]/a")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/a")]
    [InlineData("http://[2002:7f00:1::]/a")]
    [InlineData("http://[fe80::1%25eth0]/a")]
    [InlineData("http://[fd00::1]/a")]
    [InlineData("http://user:secret@127.0.0.1./a")]
    [InlineData("http://metadata.google.internal/a")]
    [InlineData("http://printer/a")]
    [InlineData("http://nas.local/a")]
    [InlineData("http://router.home.arpa./a")]
    public void IsPrivate_HoweverItIsSpelled_IsSeen(string url) => Assert.True(HostName.IsPrivate(new Uri(url)));

    [Theory]
    [InlineData("https://replicate.delivery/a")]
    [InlineData("https://replicate.delivery./a")]
    [InlineData("https://localhost.example/a")]
    [InlineData("https://127.0.0.1.example/a")]
    [InlineData("https://internal.example/a")]
    [InlineData("https://bücher.example/a")]
    [InlineData("https://bilder.日本/a")]
    [InlineData("http://8.8.8.8/a")]
    [InlineData("http://8.8.8.8./a")]
    [InlineData("http://[2606:4700::1111]/a")]
    [InlineData("http://[::ffff:8.8.8.8]/a")]
    [InlineData("http://[64:ff9b::8.8.8.8]/a")]
    public void IsPrivate_PublicHost_IsNot(string url) => Assert.False(HostName.IsPrivate(new Uri(url)));

    [Theory]
    [InlineData("http://127.0.0.1:5000/v1", "http://127.0.0.1:5000/a.png", true)]
    [InlineData("http://127.0.0.1:5000/v1", "http://127.0.0.1.:5000/a.png", true)]
    [InlineData("http://127.0.0.1:5000/v1", "http://2130706433:5000/a.png", true)]
    [InlineData("http://Simulator:5000/v1", "http://simulator:5000/a.png", true)]
    [InlineData("http://simulator/v1", "http://simulator:80/a.png", true)]
    [InlineData("http://127.0.0.1:5000/v1", "http://127.0.0.1:6000/a.png", false)]
    [InlineData("http://127.0.0.1:5000/v1", "http://127.0.0.2:5000/a.png", false)]
    [InlineData("http://127.0.0.1:5000/v1", "http://localhost:5000/a.png", false)]
    [InlineData("http://127.0.0.1:5000/v1", "https://127.0.0.1:5000/a.png", false)]
    [InlineData("http://simulator:5000/v1", "http://simulator:6000/a.png", false)]
    [InlineData("http://simulator:5000/v1", "http://127.0.0.1:5000/a.png", false)]
    [InlineData("http://10.0.0.1:5000/v1", "http://192.168.1.7/a.png", false)]
    [InlineData("https://api.replicate.com/v1", "http://127.0.0.1/a.png", false)]
    public void IsOwn_BaseUrlAndUrl_VouchesForItsOwnOriginOnly(string baseUrl, string url, bool expected)
    {
        var origins = new OutputOrigins(name => string.Equals(name, "modal", StringComparison.OrdinalIgnoreCase) ? new Uri(baseUrl) : null);

        Assert.Equal(expected, origins.IsOwn("Modal", new Uri(url)));
        Assert.False(origins.IsOwn("replicate", new Uri(url)));
        Assert.False(origins.IsOwn(null, new Uri(url)));
    }
}
