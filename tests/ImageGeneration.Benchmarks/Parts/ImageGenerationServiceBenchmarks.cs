using BenchmarkDotNet.Attributes;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>One request through the facade over providers that answer from memory.</summary>
[MemoryDiagnoser]
public class ImageGenerationServiceBenchmarks
{
    private readonly InMemoryApplication _application = new(new FastClock());
    private readonly CancellationTokenSource _caller = new();
    private readonly ImageGenerationRequest _styled = InMemoryApplication.Request with
    {
        Style = ImageStyle.Watercolor,
        QualityEnhancers = [QualityEnhancer.HighDetail, QualityEnhancer.SharpFocus],
        Width = 1000,
    };

    [GlobalCleanup]
    public void Stop()
    {
        _application.Dispose();
        _caller.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<ImageGenerationResponse> Plain() =>
        _application.Images.GenerateImageWithFailoverAsync(InMemoryApplication.Request, _caller.Token);

    [Benchmark]
    public Task<ImageGenerationResponse> StyledAndAdapted() => _application.Images.GenerateImageWithFailoverAsync(_styled, _caller.Token);
}
