using System.Diagnostics.Metrics;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageGeneration.Tests.Budgets;

/// <summary>In whatever phase a request ends: its attempts tell the bill, the budget holds the same, and nothing stays reserved.</summary>
public sealed class BillTests : IAsyncDisposable
{
    private const decimal Estimate = 0.03m;

    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly IMeterFactory _meters = InstrumentCollectors.NewFactory();
    private readonly FakeLogCollector _log = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly TestApplication _app;

    public BillTests() => _app = new(
        [_first, _second],
        options =>
        {
            options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = Estimate });
            (options.Budget.TotalUsd, options.Budget.Providers["first"]) = (10m, new() { PerDayUsd = 10m });
            options.Budget.Tags["tenant"] = new() { PerHourUsd = 10m };
        },
        services =>
        {
            services.AddSingleton<IMeterFactory>(_meters);
            _log.AddTo(services);
        },
        options => options.RateLimit.Concurrent = 1);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _caller.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1000000")]
    public async Task Generate_ProviderReportsAnAbsurdBill_TheImagesAreDeliveredAndTheCostIsUnknown(string bill)
    {
        _first.OnSubmit = (provider, request, _) =>
            Task.FromResult(provider.Done(request) with { CostUsd = decimal.Parse(bill, System.Globalization.CultureInfo.InvariantCulture) });

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(Request() with { Count = 2 }));

        Assert.Equal(2, response.Images.Count);
        Assert.Null(response.CostUsd);
    }

    /// <summary>What the provider does with the job, when the caller leaves, and the bill: null where it is unknown.</summary>
    public static TheoryData<string, string, double?, CancellationOutcome?> Endings => new()
    {
        { "before", "", 0, null },
        { "submit", "refused", 0, null },
        { "submit", "confirmed", 0, CancellationOutcome.Confirmed },
        { "submit", "lost", null, null },
        { "queued", "confirmed", 0, CancellationOutcome.Confirmed },
        { "queued", "billed", 0.012, CancellationOutcome.Confirmed },
        { "running", "billed", 0.02, CancellationOutcome.Confirmed },
        { "running", "dearer", 0.05, CancellationOutcome.Confirmed },
        { "running", "finished", 0.03, CancellationOutcome.AlreadyFinished },
        { "running", "silent", null, CancellationOutcome.NotConfirmed },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Generate_TheCallerLeavesInEachPhase_TheBillIsReportedAndTheRestReleased(
        string phase, string ending, double? bill, CancellationOutcome? cancellation)
    {
        Arrange(phase, ending, _caller.Cancel);

        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(GenerateAsync()));

        var attempts = phase == "before" ? [] : canceled.Attempts;
        Assert.All(attempts, attempt => Assert.Equal(((decimal?)bill, cancellation), (attempt.CostUsd, attempt.Cancellation)));
        Assert.Equal(phase == "before" ? 0 : 1, attempts.Count);
        AssertSpent((decimal?)bill ?? Estimate);
    }

    [Theory]
    [InlineData("queued", "confirmed", 0.0, CancellationOutcome.Confirmed)]
    [InlineData("queued", "billed", 0.012, CancellationOutcome.Confirmed)]
    [InlineData("running", "dearer", 0.05, CancellationOutcome.Confirmed)]
    [InlineData("running", "silent", null, CancellationOutcome.NotConfirmed)]
    public async Task Generate_TheDeadlinePassesInEachPhase_TheBillIsReported(string phase, string ending, double? bill, CancellationOutcome cancellation)
    {
        Arrange(phase, ending, () => { });

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(GenerateAsync(TimeSpan.FromSeconds(5))));

        var attempt = Assert.Single(failure.Attempts);
        Assert.Equal(((decimal?)bill, cancellation, FailureKind.TimedOut), (attempt.CostUsd, attempt.Cancellation, attempt.Failure));
        AssertSpent((decimal?)bill ?? Estimate);
    }

    [Fact]
    public async Task Generate_TheCallerLeavesInThisProcessesQueue_NothingIsBilledOrHeld()
    {
        var gate = new TaskCompletionSource();
        _first.OnSubmit = async (provider, request, _) =>
        {
            await gate.Task;
            return provider.Done(request);
        };
        var running = _app.Images.GenerateImageAsync(Request(), "first");
        var waiting = GenerateAsync();
        Assert.All(_app.Budget.Where(usage => usage.TagValue is not null), usage => Assert.Equal(2 * Estimate, usage.ReservedUsd));

        await _caller.CancelAsync();
        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(waiting));
        gate.SetResult();
        await _app.RunAsync(running);

        Assert.Equal(0m, Assert.Single(canceled.Attempts).CostUsd);
        AssertSpent(Estimate);
    }

    [Fact]
    public async Task Generate_EachAttemptsBill_IsInTheResponse()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            ProviderJob.Failed(new(FailureKind.JobFailed, "it broke"), provider.Accepted(request).Reference) with { CostUsd = 0.004m });

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(Request()));

        Assert.Equal([0.004m, Estimate], response.Metadata.Attempts.Select(attempt => attempt.CostUsd));
        Assert.Equal(0.004m + Estimate, response.CostUsd);
        AssertSpent(0.004m + Estimate, atFirst: 0.004m);
    }

    [Fact]
    public async Task Generate_EachAttemptsBill_IsInTheException()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            ProviderJob.Failed(new(FailureKind.JobFailed, "it broke"), provider.Accepted(request).Reference) with { CostUsd = 0.004m });
        _second.Fails(FailureKind.UnknownOutcome);

        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(Request())));

        Assert.Equal([0.004m, null], failure.Attempts.Select(attempt => attempt.CostUsd));
        AssertSpent(0.004m + Estimate, atFirst: 0.004m);
    }

    [Fact]
    public async Task Generate_TwoJobsOfOneAttemptAndOneIsUnknown_TheBudgetHoldsBoth()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Submits.Count == 1
            ? ProviderJob.Failed(new(FailureKind.JobFailed, "interrupted") { JobRetries = 1 }, provider.Accepted(request).Reference) with { CostUsd = 0.004m }
            : FakeProvider.Refused(FailureKind.UnknownOutcome));

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(GenerateAsync()));

        Assert.Null(Assert.Single(failure.Attempts).CostUsd);
        AssertSpent(0.004m + Estimate);
    }

    [Fact]
    public async Task Generate_AnswersGetLost_EachIsCountedAndLoggedOnce()
    {
        using var unseen = new MetricCollector<long>(_meters, "ImageGeneration", "imagegen.possibly_billed");
        _first.Fails(FailureKind.UnknownOutcome);

        var delivered = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(Request()));
        _second.Fails(FailureKind.UnknownOutcome);
        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(Request())));

        Assert.Single(delivered.Warnings, warning => warning.Contains("may have been billed", StringComparison.Ordinal));
        Assert.Equal([true, false], delivered.Metadata.Attempts.Select(attempt => attempt.PossiblyBilled));
        Assert.Equal([true, true], failure.Attempts.Select(attempt => attempt.PossiblyBilled));
        Assert.Equal(3, _app.Images.GetMetrics().PossiblyBilledUnseen);
        Assert.Equal(
            ["first", "first", "second"],
            unseen.GetMeasurementSnapshot().Select(measured => (string?)measured.Tags["gen_ai.provider.name"]).Order());
        Assert.Equal(3, unseen.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal(
            [LogLevel.Warning, LogLevel.Warning, LogLevel.Warning],
            _log.GetSnapshot()
                .Where(line => line.Message.Contains("may have been billed", StringComparison.Ordinal) && line.Id.Id == 1100)
                .Select(line => line.Level));
    }

    private static ImageGenerationRequest Request() => TestApplication.Request() with { BudgetTags = new Dictionary<string, string> { ["tenant"] = "acme" } };

    private Task<ImageGenerationResponse> GenerateAsync(TimeSpan? deadline = null) =>
        _app.Images.GenerateImageAsync(Request() with { Deadline = deadline }, "first", _caller.Token);

    private void Arrange(string phase, string ending, Action leave)
    {
        if (phase == "before")
        {
            leave();
        }

        _first.OnSubmit = (provider, request, _) =>
        {
            if (phase == "submit")
            {
                leave();
            }

            return Task.FromResult(ending switch
            {
                "refused" => FakeProvider.Refused(FailureKind.Unavailable),
                "lost" => FakeProvider.Refused(FailureKind.UnknownOutcome),
                _ => provider.Accepted(request),
            });
        };
        _first.OnGetJob = (job, _) =>
        {
            leave();
            return Task.FromResult(new ProviderJob { Reference = job, Status = phase == "queued" ? JobStatus.Queued : JobStatus.Running });
        };
        _first.OnCancel = async (job, token) =>
        {
            if (ending == "silent")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            }

            return ending switch
            {
                "billed" => FakeProvider.Canceled(job) with { CostUsd = phase == "queued" ? 0.012m : 0.02m },
                "dearer" => FakeProvider.Canceled(job) with { CostUsd = 0.05m },
                "finished" => new() { Reference = job, Status = JobStatus.Succeeded, Images = [new() { Url = new Uri("https://images.test/1.png") }] },
                _ => FakeProvider.Canceled(job),
            };
        };
    }

    /// <summary>Every limit that the jobs count in shows it, and nothing is reserved.</summary>
    private void AssertSpent(decimal all, decimal? atFirst = null)
    {
        Assert.All(_app.Budget, usage => Assert.Equal(0m, usage.ReservedUsd));
        Assert.Equal(
            [all, atFirst ?? all, 0m, .. all > 0 ? [all] : Array.Empty<decimal>()],
            _app.Budget.Select(usage => usage.SpentUsd));
    }
}
