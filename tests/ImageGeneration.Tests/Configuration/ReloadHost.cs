using System.Net;
using System.Text;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace ImageGeneration.Tests.Configuration;

/// <summary>The library over Replicate's wire with a configuration that can change.</summary>
internal sealed class ReloadHost : HttpMessageHandler
{
    private readonly IConfigurationRoot _configuration;

    public ReloadHost(IEnumerable<(string Setting, string Value)> settings, Action<IImageGenerationBuilder>? build = null, string name = "replicate")
    {
        _configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("ImageGeneration:" + setting.Setting, (string?)setting.Value)))
            .Build();
        var collection = new ServiceCollection();
        Logs.AddTo(collection);
        collection.AddSingleton<TimeProvider>(Time);
        var builder = collection.AddImageGeneration(_configuration.GetSection("ImageGeneration"));
        build?.Invoke(builder);
        collection.AddHttpClient("ImageGeneration:" + name).ConfigurePrimaryHttpMessageHandler(() => this);
        Services = collection.BuildServiceProvider();
        Images = Services.GetRequiredService<IImageGenerationService>();
        Routes = Services.GetRequiredService<IImageRoutePlanner>();
        Monitor = Services.GetRequiredService<IImageProviderMonitor>();
    }

    public StepClock Time { get; } = new();

    public FakeLogCollector Logs { get; } = new();

    public ServiceProvider Services { get; }

    public IImageGenerationService Images { get; }

    public IImageRoutePlanner Routes { get; }

    public IImageProviderMonitor Monitor { get; }

    /// <summary>What a call gets: by default a finished picture.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; set; }

    /// <summary>The key and the path of each call.</summary>
    public List<(string? Key, string Path)> Calls { get; } = [];

    public HttpResponseMessage Succeeded() =>
        Reply(201, $$"""{ "id": "job{{Calls.Count}}", "status": "succeeded", "output": ["https://files.test/a.png"] }""");

    public HttpResponseMessage Starting() => Reply(201, $$"""{ "id": "job{{Calls.Count}}", "status": "starting", "output": null }""");

    public static HttpResponseMessage Reply(int status, string json) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public void Reload(params (string Setting, string? Value)[] settings)
    {
        foreach (var (setting, value) in settings)
        {
            _configuration["ImageGeneration:" + setting] = value;
        }

        _configuration.Reload();
    }

    public async Task<ImageGenerationResponse> GenerateAsync(string provider = "replicate")
    {
        TestThread.LeaveContext();
        var call = Images.GenerateImageAsync(new() { Prompt = "a cat", Model = "flux1" }, provider, CancellationToken.None);
        await Time.StepUntilAsync(call, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));
        return await call;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls.Add((request.Headers.Authorization?.Parameter, request.RequestUri!.AbsolutePath));
        return Task.FromResult(Answer?.Invoke(request) ?? Succeeded());
    }
}
