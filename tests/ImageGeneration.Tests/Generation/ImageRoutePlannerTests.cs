using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Generation;

/// <summary>What is told before anything is spent.</summary>
public sealed class ImageRoutePlannerTests
{
    private readonly FakeProvider _provider = new();

    [Fact]
    public async Task Validate_AGoodRequest_PassesAndAsksNobody()
    {
        await using var application = new TestApplication([_provider]);

        application.Routes.Validate(TestApplication.Request());

        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task Validate_ABadRequest_NamesTheMemberAndTheRange()
    {
        await using var application = new TestApplication([_provider]);

        var refused = Assert.ThrowsAny<ArgumentException>(() => application.Routes.Validate(TestApplication.Request() with { Width = 63 }));

        Assert.Contains("Width must be between 64 and 4096", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_OptionsNameAProvider_OnlyThatOneIsAsked()
    {
        var second = new FakeProvider("second");
        await using var application = new TestApplication([_provider, second]);

        var response = await application.RunAsync(
            application.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "SECOND" }));

        Assert.Equal(("second", 0, 1), (response.Provider, _provider.Submits.Count, second.Submits.Count));
    }

    [Fact]
    public async Task GenerateAsync_NoOptions_MovesOnWhenOneFails()
    {
        _provider.Fails(FailureKind.Unavailable);
        await using var application = new TestApplication(
            [_provider, new FakeProvider("second")], provider: options => options.Retry.MaxResubmits = 0);

        var response = await application.RunAsync(application.Images.GenerateAsync(TestApplication.Request()));

        Assert.Equal("second", response.Provider);
    }
}
