using System.Net;
using BenchmarkDotNet.Attributes;
using ImageGeneration.Benchmarks.Overhead;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>One create at Replicate without a network: the body written, the answer of 1.4 KB read.</summary>
[MemoryDiagnoser]
public class ReplicateReplyBenchmarks
{
    private static readonly ProviderRequest _request = new()
    {
        Model = ImageModel.Flux1,
        ModelId = "black-forest-labs/flux-schnell",
        Prompt = InMemoryApplication.Request.Prompt,
        Width = 1024,
        Height = 1024,
        AspectRatio = "1:1",
        Megapixels = "1",
        Seed = 42,
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    private readonly ServiceProvider _services;
    private readonly IImageProvider _provider;

    public ReplicateReplyBenchmarks()
    {
        var services = new ServiceCollection();
        services.AddImageGeneration().AddReplicate(options => options.ApiKey = "r8_benchmark");
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(static () => new Answer()));
        _services = services.BuildServiceProvider();
        _provider = _services.GetRequiredService<LaneRegistry>().All[0].Provider;
    }

    [GlobalCleanup]
    public void Stop() => _services.Dispose();

    [Benchmark]
    public Task<SubmitResult> Submit() => _provider.SubmitAsync(_request, CancellationToken.None);

    private sealed class Answer : HttpMessageHandler
    {
        private readonly byte[] _reply = new PredictionReply("https://api.replicate.com").Next();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { Content = new ByteArrayContent(_reply) { Headers = { { "Content-Type", "application/json" } } } });
    }
}
