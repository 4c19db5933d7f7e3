using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Pricing;

/// <summary>What extras change in a job's price: more work for an image, another size, or a member that has no price.</summary>
public sealed class CostCalculatorEffectTests
{
    private const string Replicate = "replicate";
    private const string RunPod = "runpod";

    private static readonly JobReference _job = new(Replicate, "job-1", "any");

    // Billed by the image; by the image on average, and by time in truth; by the megapixel.
    private static readonly ProviderRequest _perImage = Request("black-forest-labs/flux-schnell");
    private static readonly ProviderRequest _average = Request("stability-ai/sdxl");
    private static readonly ProviderRequest _perMegapixel = Request("black-forest-labs-flux-1-schnell");

    private readonly PriceTable _prices = TestTariffs.Prices();
    private readonly CostCalculator _costs;

    public CostCalculatorEffectTests() => _costs = new(_prices);

    [Fact]
    public void Estimate_TwiceTheWork_CostsTwiceAsMuchWhereThePriceIsAnAverage()
    {
        var usd = _prices.Find(Replicate, _average.ModelId, _average.Model)!.PerImageUsd!.Value;

        var estimate = Estimate(Replicate, With(_average, work: 2), images: 3);

        Assert.Equal(usd * 3 * 2, estimate.AmountUsd);
        Assert.EndsWith("USD per image x 3 x 2 (the extras' size and steps)", estimate.Basis, StringComparison.Ordinal);
        Assert.Equal(0.003m * 3, Estimate(Replicate, With(_perImage, work: 2), images: 3).AmountUsd);
    }

    [Fact]
    public void Settle_TwiceTheWork_CostsTwiceAsMuchWhereThePriceIsAnAverage()
    {
        var usd = _prices.Find(Replicate, _average.ModelId, _average.Model)!.PerImageUsd!.Value;

        Assert.Equal(usd * 3 * 2, _costs.Settle(Replicate, With(_average, work: 2), Succeeded(3)));
        Assert.Equal(0.003m * 3, _costs.Settle(Replicate, With(_perImage, work: 2), Succeeded(3)));
    }

    [Fact]
    public void Settle_AnotherSizeAndNoneIsTold_CountsTheSizeThatWasSent() =>
        Assert.Equal(0.0024m * 1m, _costs.Settle(RunPod, With(_perMegapixel, width: 2000, height: 500), Succeeded(1)));

    [Fact]
    public void Estimate_AMemberWithoutAPrice_IsUnknownAndNamesIt()
    {
        var estimate = Estimate(Replicate, With(_perImage, unpriced: "go_fast"), images: 1);

        Assert.Null(estimate.AmountUsd);
        Assert.Equal("the extras' 'go_fast' makes it another price than the list's (ImageGeneration:Prices can name one)", estimate.Basis);
    }

    [Fact]
    public void Settle_AMemberWithoutAPrice_IsUnknownUnlessNothingWasMade()
    {
        var request = With(_perImage, unpriced: "go_fast");

        Assert.Null(_costs.Settle(Replicate, request, Succeeded(1)));
        Assert.Equal(0m, _costs.Settle(Replicate, request, ProviderJob.Failed(new(FailureKind.JobFailed, "It failed."), _job)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void IsEstimate_AnAveragePrice_UnlessNothingRan(int images, bool expected)
    {
        var job = images > 0
            ? Succeeded(images)
            : ProviderJob.Failed(new(FailureKind.JobFailed, "It failed."), _job) with { RunTime = TimeSpan.Zero };

        Assert.Equal(expected, _costs.IsEstimate(Replicate, _average, job));
    }

    private CostEstimate Estimate(string provider, ProviderRequest request, int images) =>
        _costs.Estimate(provider, request, images, TimeSpan.FromSeconds(5));

    private static ProviderRequest With(
        ProviderRequest request, double work = 1, int width = 1024, int height = 1024, string? unpriced = null) =>
        request with { Effect = new(width, height, Images: null, work, WorkPerJob: 1, Seed: null, unpriced) };

    private static ProviderJob Succeeded(int images) =>
        new() { Status = JobStatus.Succeeded, Reference = _job, Images = [.. Enumerable.Repeat(new GeneratedImage(), images)] };

    private static ProviderRequest Request(string modelId) =>
        new() { Model = ImageModel.Flux1, ModelId = modelId, Prompt = "A fox", Width = 1024, Height = 1024 };
}
