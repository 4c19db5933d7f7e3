using BenchmarkDotNet.Attributes;
using ImageGeneration.Pricing;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>A price found by provider and model, by a provider's kind behind a name of one's own, and not at all.</summary>
[MemoryDiagnoser]
public class PriceTableBenchmarks
{
    private readonly PriceTable _prices = TestTariffs.Prices(tariffs: TestTariffs.Table(("replicate-eu", "replicate", null)));

    [Benchmark(Baseline = true)]
    public object? Exact() => _prices.Find("replicate", "black-forest-labs/flux-schnell", ImageModel.Flux1);

    [Benchmark]
    public object? ByKindAndVersion() =>
        _prices.Find("replicate-eu", "stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", ImageModel.Sdxl);

    [Benchmark]
    public object? Unknown() => _prices.Find("mine", "acme/unheard-of", "unheard-of");
}
