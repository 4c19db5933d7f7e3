using System.Net;
using System.Text;
using System.Text.Json;
using ImageGeneration.Outputs;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>The pictures of one response, through the public face: one bad one never takes the others along.</summary>
public sealed class OutputFetcherTests : IDisposable
{
    private readonly FakeProvider _provider = new() { Capabilities = _ => new() { ModelId = "fake/sdxl", MaxImagesPerJob = 4 } };
    private readonly MockHttpMessageHandler _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("//")]
    [InlineData("https://")]
    [InlineData("http://[")]
    public async Task Download_OneRedirectsToNowhere_TheOtherIsDelivered(string location)
    {
        _http.When("https://cdn.example/bad").Respond(_ => Redirect(location));
        _http.When("https://cdn.example/good").Respond("image/png", new MemoryStream(TestImages.Png()));

        var response = await DownloadAsync("https://cdn.example/bad", "https://cdn.example/good");

        Assert.Null(response.Images[0].Bytes);
        Assert.Equal(new Uri("https://cdn.example/bad"), response.Images[0].Url);
        Assert.Equal(TestImages.Png(), response.Images[1].Bytes!.Value.ToArray());
        Assert.Contains("Image 1 could not be fetched", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a\u0301.example.\ud800/1")]
    [InlineData("https://-/1")]
    [InlineData("https://xn--0/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("out-0.png")]
    public async Task Download_OneHasALinkThatCannotBeAsked_TheOtherIsDelivered(string link)
    {
        _http.When("https://cdn.example/good").Respond("image/png", new MemoryStream(TestImages.Png()));
        _http.Fallback.Throw(new HttpRequestException(HttpRequestError.NameResolutionError));

        var response = await DownloadAsync(link, "https://cdn.example/good");

        Assert.Equal(2, response.Images.Count);
        Assert.NotNull(response.Images[1].Bytes);
    }

    [Fact]
    public async Task Download_FileStaysCut_TheLinkIsDeliveredWithAWarning()
    {
        _http.When("https://cdn.example/cut").Respond(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent(TestImages.Png()[..^20]) });

        var response = await DownloadAsync("https://cdn.example/cut");

        Assert.Null(Assert.Single(response.Images).Bytes);
        Assert.NotNull(response.ImageUrl);
        Assert.Contains("ended after", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_DeadlineComesWhileItIsTriedAgain_TheLinkIsDelivered()
    {
        _http.When("https://cdn.example/late").Respond(HttpStatusCode.Forbidden);

        var response = await DownloadAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(2) }, "https://cdn.example/late");

        Assert.NotNull(response.ImageUrl);
        Assert.InRange(response.GenerationTime, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Download_UnknownFormat_IsDeliveredWithAWarning()
    {
        _http.When("https://cdn.example/new").Respond("image/x-new", new MemoryStream([0xC0, 1, 2, 3, 0, 0, 0, 7]));

        var response = await DownloadAsync("https://cdn.example/new");

        Assert.Equal("image/x-new", Assert.Single(response.Images).MediaType);
        Assert.Contains("unknown format (image/x-new)", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_CutInTheReply_AreDeliveredWithAWarning()
    {
        _provider.OnSubmit = (fake, request, _) =>
            Task.FromResult(fake.Done(request) with { Images = [new GeneratedImage { Bytes = TestImages.Jpeg().AsMemory()[..^2] }] });
        await using var app = App();

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.NotNull(Assert.Single(response.Images).Bytes);
        Assert.Contains("cut off", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_OfAResponse_NamesItsProvider()
    {
        await using var app = App();

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Equal("fake", Assert.Single(response.Images).Provider);
    }

    /// <summary>The label is a stranger's text, and ends up in headers, logs and terminals.</summary>
    [Theory]
    [InlineData("image/x-new\\u001b[31m\\u0007", "image/x-new")]
    [InlineData("image/x-new\\r\\nSet-Cookie: a=b", "image/x-new")]
    [InlineData("image/x-new\\u202egnp", "image/x-new")]
    [InlineData("IMAGE/X-NEW ", "image/x-new")]
    public void DataUri_LabelWithControls_IsCleaned(string label, string expected)
    {
        using var document = JsonDocument.Parse($"\"data:{label};base64,{Convert.ToBase64String([0xC0, 1, 2, 3, 0, 0, 0, 7])}\"");

        Assert.Equal(expected, ImageText.Read(document.RootElement)?.MediaType);
    }

    [Theory]
    [InlineData("<html>sign in</html>")]
    [InlineData("{\"error\":\"out of memory\"}")]
    [InlineData("Internal Server Error")]
    public void DataUri_CalledAnImageAndIsWords_IsNone(string text)
    {
        using var document = JsonDocument.Parse($"\"data:image/png;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\"");

        Assert.Null(ImageText.Read(document.RootElement));
    }

    private static HttpResponseMessage Redirect(string location)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.Found);
        answer.Headers.TryAddWithoutValidation("Location", location);
        return answer;
    }

    private Task<ImageGenerationResponse> DownloadAsync(params string[] links) => DownloadAsync(TestApplication.Request(), links);

    private async Task<ImageGenerationResponse> DownloadAsync(ImageGenerationRequest request, params string[] links)
    {
        _provider.OnSubmit = (fake, asked, _) => Task.FromResult(fake.Done(asked) with
        {
            Images = [.. links.Select(link => new GeneratedImage { Url = new Uri(link, UriKind.RelativeOrAbsolute) })],
        });
        await using var app = App();
        return await app.RunAsync(app.Images.GenerateImageAsync(request with { Count = links.Length }, "fake"));
    }

    private TestApplication App() => new(
        [_provider],
        options => options.Outputs.Download = true,
        services => services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => _http)),
        build: builder =>
        {
            foreach (var name in new[] { OutputHttp.GuardedClient, OutputHttp.PrivateClient })
            {
                builder.Services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => _http);
            }
        });
}
