using System.Net;
using ImageGeneration.Outputs;

namespace ImageGeneration.Tests.Outputs;

public sealed class OutputHttpTests
{
    private static readonly WebProxy _proxy = new("http://proxy.example:3128");
    private static readonly WebProxy _noProxy = new();

    [Theory]
    [InlineData("https://replicate.delivery/a", false, false, OutputHttp.GuardedClient)]
    [InlineData("https://replicate.delivery/a", true, false, OutputHttp.PrivateClient)]
    [InlineData("https://replicate.delivery/a", false, true, OutputHttp.PrivateClient)]
    [InlineData("http://169.254.169.254/a", false, true, OutputHttp.GuardedClient)]
    [InlineData("http://localhost/a", false, true, OutputHttp.GuardedClient)]
    public void ClientFor_UrlAndProxy_KeepsLiteralPrivateAddressesGuarded(string url, bool allowPrivate, bool proxied, string expected) =>
        Assert.Equal(expected, OutputHttp.ClientFor(new Uri(url), allowPrivate, proxied ? _proxy : _noProxy));

    [Theory]
    [InlineData("http://127.0.0.1:5000/v1", "http://127.0.0.1:6000/a.png", true)]
    [InlineData("http://localhost:5000/v1", "http://192.168.1.7/a.png", true)]
    [InlineData("http://simulator:5000/v1", "http://simulator:6000/a.png", true)]
    [InlineData("http://simulator:5000/v1", "http://127.0.0.1/a.png", false)]
    [InlineData("https://api.replicate.com/v1", "http://127.0.0.1/a.png", false)]
    [InlineData("http://127.0.0.1:5000/v1", "https://replicate.delivery/a.png", false)]
    public void IsTrusted_BaseUrlAndUrl_VouchesForItsOwnKindOnly(string baseUrl, string url, bool expected) =>
        Assert.Equal(expected, OutputRegistration.IsTrusted(new Uri(url), [new Uri(baseUrl)]));
}
