using System.Net;
using ImageGeneration.Outputs;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

public sealed class ImageReaderRedirectTests
{
    private readonly OutputTestHost _host = new();

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task ReadAsync_Redirect_IsFollowed(HttpStatusCode status)
    {
        Redirect("https://api.example/files/1", "https://cdn.example/1.png", status);
        _host.Http.When("https://cdn.example/1.png").Respond("image/png", new MemoryStream(TestImages.Png()));

        var image = await _host.ReadAsync("https://api.example/files/1");

        Assert.NotNull(image.Bytes);
    }

    [Fact]
    public async Task ReadAsync_RelativeRedirect_StaysOnTheHost()
    {
        Redirect("https://api.example/files/1", "/stored/1.png");
        _host.Http.When("https://api.example/stored/1.png").Respond("image/png", new MemoryStream(TestImages.Png()));

        var image = await _host.ReadAsync("https://api.example/files/1");

        Assert.NotNull(image.Bytes);
    }

    [Fact]
    public async Task ReadAsync_FromHttpsToHttp_IsRefused()
    {
        Redirect("https://api.example/1", "http://cdn.example/1.png");

        var error = await _host.FailAsync("https://api.example/1");

        Assert.Contains("from https to http", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ToAnotherScheme_IsRefused()
    {
        Redirect("https://api.example/1", "file:///etc/passwd");

        var error = await _host.FailAsync("https://api.example/1");

        Assert.Contains("only http and https", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_EndlessRedirects_StopAfterFive()
    {
        var hops = _host.Http.When("https://api.example/*").Respond(request =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.Found);
            answer.Headers.Location = new Uri("https://api.example/" + Guid.NewGuid());
            return answer;
        });

        var error = await _host.FailAsync("https://api.example/1");

        Assert.Contains("5 redirects", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, _host.Http.GetMatchCount(hops));
    }

    [Fact]
    public async Task ReadAsync_TrustedHost_UsesThePrivateClientUntilTheFirstUntrustedHop()
    {
        _host.BaseUrl = new Uri("http://127.0.0.1:1/");
        Redirect("http://127.0.0.1:1/a", "http://127.0.0.1:1/b");
        Redirect("http://127.0.0.1:1/b", "http://cdn.example/c");
        Redirect("http://cdn.example/c", "http://127.0.0.1:1/d");
        _host.Http.When("http://127.0.0.1:1/d").Respond("image/png", new MemoryStream(TestImages.Png()));

        await _host.ReadAsync("http://127.0.0.1:1/a");

        Assert.Equal(
            [OutputHttp.PrivateClient, OutputHttp.PrivateClient, OutputHttp.GuardedClient, OutputHttp.GuardedClient],
            _host.ClientsUsed);
    }

    [Fact]
    public async Task ReadAsync_PrivateNetworksAllowed_UsesThePrivateClient()
    {
        _host.Options.AllowPrivateNetworks = true;
        _host.Http.When("http://10.0.0.1/a").Respond("image/png", new MemoryStream(TestImages.Png()));

        await _host.ReadAsync("http://10.0.0.1/a");

        Assert.Equal([OutputHttp.PrivateClient], _host.ClientsUsed);
    }

    private void Redirect(string from, string to, HttpStatusCode status = HttpStatusCode.Found) =>
        _host.Http.When(from).Respond(_ =>
        {
            var answer = new HttpResponseMessage(status);
            answer.Headers.Location = new Uri(to, UriKind.RelativeOrAbsolute);
            return answer;
        });
}
