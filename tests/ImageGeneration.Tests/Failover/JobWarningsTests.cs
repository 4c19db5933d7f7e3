using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

public sealed class JobWarningsTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly TestApplication _app;

    public JobWarningsTests() => _app = new([_first, _second]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Generate_AJobWithWarnings_TheResponseHasThem()
    {
        Warns(_first, "one link is no image", "more than asked for");

        var response = await GenerateAsync(1);

        Assert.Equal(["one link is no image", "more than asked for"], response.Warnings);
    }

    [Fact]
    public async Task Generate_SeveralJobsWithTheSameWarning_IsReportedOnce()
    {
        Warns(_first, "one link is no image");

        var response = await GenerateAsync(3);

        Assert.Equal(3, _first.Submits.Count);
        Assert.Equal(["one link is no image"], response.Warnings);
    }

    [Fact]
    public async Task Generate_TheFirstFailsWithAWarning_OnlyThatOfTheDeliveryIsReported()
    {
        _first.OnSubmit = (_, _, _) => Task.FromResult(FakeProvider.Refused(FailureKind.Unavailable) with { Warnings = ["of the failure"] });
        Warns(_second, "of the delivery");

        var response = await GenerateAsync(1);

        Assert.Equal(["of the delivery"], response.Warnings);
    }

    [Fact]
    public async Task Generate_AnAcceptedJobEndsWithAWarning_TheResponseHasIt()
    {
        ProviderRequest? asked = null;
        _first.OnSubmit = (provider, request, _) =>
        {
            asked = request;
            return Task.FromResult(provider.Accepted(request));
        };
        _first.OnGetJob = (job, _) => Task.FromResult(_first.Done(asked!) with { Reference = job, Warnings = ["read later"] });

        var response = await GenerateAsync(1);

        Assert.Equal(["read later"], response.Warnings);
    }

    private static void Warns(FakeProvider fake, params string[] warnings) =>
        fake.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request) with { Warnings = warnings });

    private Task<ImageGenerationResponse> GenerateAsync(int count) =>
        _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = count }));
}
