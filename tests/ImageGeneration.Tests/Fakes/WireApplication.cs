using System.Net;
using System.Text;
using ImageGeneration.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Fakes;

/// <summary>The library as an application has it, with one of its own providers over a wire that the test plays.</summary>
internal sealed class WireApplication : HttpMessageHandler
{
    private readonly string _provider;
    private readonly TestApplication _app;

    public WireApplication(string provider, Action<ImageGenerationServiceOptions>? configure = null)
    {
        _provider = provider;
        _app = new(
            [],
            options =>
            {
                options.Replicate.ApiKey = options.RunPod.ApiKey = options.Modal.ApiKey = ProviderTestBed.Key;
                options.Modal.BaseUrl = new Uri("https://acme--flux-generate.modal.run/");
                configure?.Invoke(options);
            },
            build: builder =>
            {
                _ = provider switch
                {
                    "replicate" => builder.AddReplicate(),
                    "runpod" => builder.AddRunPod(),
                    _ => builder.AddModal(),
                };
                builder.Services.AddHttpClient("ImageGeneration:" + provider).ConfigurePrimaryHttpMessageHandler(() => this);
            });
    }

    /// <summary>Answers each call, at once; it is already in <see cref="Sent"/>.</summary>
    public required Func<SentRequest, HttpResponseMessage> Answer { get; init; }

    public List<SentRequest> Sent { get; } = [];

    public TimeSpan Elapsed => _app.Time.Elapsed;

    public IEnumerable<SentRequest> SentTo(string method, string pathEnd) =>
        Sent.Where(sent => sent.Method.Method == method && sent.Uri.AbsolutePath.EndsWith(pathEnd, StringComparison.Ordinal));

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body.Replace("PNG", ProviderTestBed.Png, StringComparison.Ordinal), Encoding.UTF8, "application/json") };

    public async Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest? request = null) =>
        await _app.RunAsync(_app.Images.GenerateImageAsync(request ?? TestApplication.Request(), _provider));

    public async Task<ImageGenerationException> FailAsync(ImageGenerationRequest? request = null) =>
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync(request));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add(await SentRequest.ReadAsync(request));
        var response = Answer(Sent[^1]);
        response.RequestMessage = request;
        return response;
    }
}
