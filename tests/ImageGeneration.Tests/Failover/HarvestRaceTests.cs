using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

/// <summary>A job that was given up in a race, and whose provider did not confirm that it stopped it.</summary>
public sealed class HarvestRaceTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly TestApplication _app;

    public HarvestRaceTests()
    {
        _app = new(
            [_first, _second],
            options =>
            {
                options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.01m });
                options.Routing.Hedging.MaxExtraCostUsd = 0.02m;
                options.Budget.TotalUsd = 100m;
            },
            provider: options =>
            {
                options.RateLimit.RequestsPerMinute = 10_000;
                options.Jobs.RunTimeout = TimeSpan.FromSeconds(10);
            });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Generate_TheSecondFailsAfterTheFirstWasGivenUp_TheFirstOnesImageIsUsed()
    {
        for (var i = 0; i < 10; i++)
        {
            await GenerateAsync();
        }

        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        _first.OnCancel = static (_, _) => throw new IOException("reset");
        _second.OnSubmit = async (_, _, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(25), _app.Time, token);
            _first.OnGetJob = (job, _) => Task.FromResult(_first.Done(_first.Submits.Last()) with { Reference = job });
            return FakeProvider.Refused(FailureKind.JobFailed);
        };

        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.Equal(
            [("first", null, CancellationOutcome.AlreadyFinished), ("second", FailureKind.JobFailed, (CancellationOutcome?)null)],
            response.Metadata.Attempts.Select(made => (made.Provider, made.Failure, made.Cancellation)));
    }

    private Task<ImageGenerationResponse> GenerateAsync() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));
}
