using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Failover;

public sealed class ClosedModelsTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private TestApplication? _app;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;

    [Theory]
    [InlineData(FailureKind.JobFailed, true, "SDXL", false, false)]
    [InlineData(FailureKind.EmptyOutput, true, "sdxl", false, false)]
    [InlineData(FailureKind.JobFailed, false, "sdxl", false, true)]
    [InlineData(FailureKind.JobFailed, true, "flux1", false, true)]
    [InlineData(FailureKind.JobFailed, true, null, false, true)]
    [InlineData(FailureKind.JobFailed, true, "sdxl", true, true)]
    public async Task Generate_FailureOfAModel_MovesOnUnlessItMayBeASilentRefusal(
        FailureKind kind, bool isUnexplained, string? closed, bool contentMayMoveOn, bool movesOn)
    {
        _first.OnSubmit = (_, _, _) => Task.FromResult(ProviderJob.Failed(new(kind, "no reason given.") { IsUnexplained = isUnexplained }));
        _app = new([_first, _second], options =>
        {
            options.Routing.FailoverOnContentRejected = contentMayMoveOn;
            options.Routing.ClosedModels = closed is null ? [] : [closed];
        });

        var generating = _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        if (movesOn)
        {
            Assert.Equal("second", (await generating).Provider);
            return;
        }

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => generating);
        Assert.Equal(kind, failure.Kind);
        Assert.Contains("It may be a refusal: 'sdxl' is among Routing:ClosedModels", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_second.Submits);
    }

    [Theory]
    [InlineData("flux9")]
    [InlineData(" ")]
    public void Start_ClosedModelThatNobodyHas_IsRefused(string name)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration(options =>
        {
            options.Replicate.ApiKey = "r8_0123456789abcdef";
            options.Routing.ClosedModels = ["sdxl", name];
        });
        using var provider = services.BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IImageGenerationService>());

        Assert.Contains("ImageGeneration:Routing:ClosedModels:1", refusal.Message, StringComparison.Ordinal);
    }
}
