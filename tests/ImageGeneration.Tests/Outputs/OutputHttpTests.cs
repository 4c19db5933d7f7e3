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
    [InlineData("http://127.0.0.1./a", false, true, OutputHttp.GuardedClient)]
    [InlineData("http://2852039166./a", false, true, OutputHttp.GuardedClient)]
    [InlineData("http://0x7f.1./a", false, true, OutputHttp.GuardedClient)]
    [InlineData("http://localhost./a", false, true, OutputHttp.GuardedClient)]
    [InlineData("http://metadata.google.internal/a", false, true, OutputHttp.GuardedClient)]
    [InlineData("http://printer/a", false, true, OutputHttp.GuardedClient)]
    public void ClientFor_UrlAndProxy_KeepsLiteralPrivateAddressesGuarded(string url, bool allowPrivate, bool proxied, string expected) =>
        Assert.Equal(expected, OutputHttp.ClientFor(new Uri(url), allowPrivate, proxied ? _proxy : _noProxy));
}
