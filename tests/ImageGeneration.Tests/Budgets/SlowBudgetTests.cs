using ImageGeneration.Budgets;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Budgets;

/// <summary>A budget that takes its time, or never answers: before a job nothing is sent, after it no image is lost.</summary>
public sealed class SlowBudgetTests : IAsyncDisposable
{
    private const decimal Estimate = 0.03m;

    private readonly FakeProvider _provider = new("first");
    private readonly HeldBudget _budget = new();
    private TestApplication? _app;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;

    [Fact]
    public async Task Reserve_NeverAnswers_TheRequestEndsAtItsDeadlineAndNothingIsSent()
    {
        Use(_budget);

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => GenerateAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) }));

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Equal(5, _app!.Time.Elapsed.TotalSeconds, 1);
        Assert.Empty(_provider.Submits);
        Assert.Equal(0m, Assert.Single(failure.Attempts).CostUsd);
    }

    [Fact]
    public async Task Reserve_GrantsAfterTheCallerHasLeft_IsReleased()
    {
        Use(_budget);
        using var caller = new CancellationTokenSource();
        var generating = _app!.Images.GenerateImageAsync(TestApplication.Request(), "first", caller.Token);

        await caller.CancelAsync();
        await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(generating));
        Assert.Empty(_budget.Settled);
        _budget.Reserving.SetResult(BudgetDecision.Granted(Estimate));
        await _app.Time.StepUntilAsync(() => _budget.Settled.Count > 0, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));

        Assert.Equal([(_budget.Asked[0].ReservationId, 0m)], _budget.Settled);
        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task Reserve_ItsAnswerIsLost_IsRefusedAndReleased()
    {
        Use(_budget);
        _budget.Reserving.SetException(new IOException("the connection was reset"));

        var failure = await Assert.ThrowsAsync<BudgetExceededException>(() => GenerateAsync());

        Assert.Contains("the budget could not be asked (IOException)", failure.Message, StringComparison.Ordinal);
        Assert.Equal([(_budget.Asked[0].ReservationId, 0m)], _budget.Settled);
        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task Settle_NeverAnswers_TheImageIsDeliveredAMomentLater()
    {
        Use(_budget);
        _budget.Reserving.SetResult(BudgetDecision.Granted(Estimate));
        _budget.Settling = new TaskCompletionSource().Task;

        var response = await GenerateAsync();

        Assert.Equal(Estimate, response.CostUsd);
        Assert.InRange(_app!.Time.Elapsed.TotalSeconds, 3, 3.5);
    }

    [Fact]
    public async Task Settle_TakesItsTime_TheNextJobGetsTheSlotMeanwhile()
    {
        Use(_budget);
        _budget.Reserving.SetResult(BudgetDecision.Granted(Estimate));
        var settled = new TaskCompletionSource();
        _budget.Settling = settled.Task;

        var both = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _app!.Images.GenerateImageAsync(TestApplication.Request(), "first")));
        await _app!.Time.StepUntilAsync(() => _budget.Settled.Count == 2, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        Assert.Equal(2, _provider.Submits.Count);
        Assert.False(both.IsCompleted);
        settled.SetResult();

        Assert.Equal(2 * Estimate, (await both).Sum(response => response.CostUsd));
    }

    [Fact]
    public async Task Settle_FailsLater_TheImageIsDelivered()
    {
        Use(_budget);
        _budget.Reserving.SetResult(BudgetDecision.Granted(Estimate));
        _budget.Settling = Task.FromException(new IOException("the connection was reset"));

        Assert.Single((await GenerateAsync()).Images);
    }

    [Fact]
    public async Task Generate_OverAStore_EachJobIsSettledBeforeTheNextIsReserved()
    {
        var (rows, time) = (new Dictionary<Guid, string>(), new StepClock());
        var limits = new BudgetOptions { TotalUsd = 4.5m * Estimate };
        var budget = new StoredBudget(rows, limits, time);
        Use(budget);
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Submits.Count switch
        {
            1 => FakeProvider.Refused(FailureKind.Unavailable),
            2 => ProviderJob.Failed(
                new(FailureKind.JobFailed, "interrupted") { JobRetries = 2 }, provider.Accepted(request).Reference) with
            { CostUsd = Estimate },
            _ => provider.Done(request),
        });

        for (var i = 0; i < 3; i++)
        {
            await GenerateAsync();
        }

        await Assert.ThrowsAsync<BudgetExceededException>(() => GenerateAsync());
        Assert.Equal(5, _provider.Submits.Count);
        var usage = Assert.Single(await new StoredBudget(rows, limits, time).GetUsageAsync());
        Assert.Equal((4 * Estimate, 0m), (usage.SpentUsd, usage.ReservedUsd));
    }

    private Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest? request = null) =>
        _app!.RunAsync(_app.Images.GenerateImageAsync(request ?? TestApplication.Request(), "first"));

    private void Use(IBudget budget) => _app = new(
        [_provider],
        static options => options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = Estimate }),
        services => services.AddSingleton(budget),
        static options => options.RateLimit.Concurrent = 1);

    private sealed class HeldBudget : IBudget
    {
        public TaskCompletionSource<BudgetDecision> Reserving { get; } = new();

        public Task Settling { get; set; } = Task.CompletedTask;

        public List<BudgetRequest> Asked { get; } = [];

        public List<(Guid Id, decimal? Usd)> Settled { get; } = [];

        public ValueTask<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default)
        {
            Asked.Add(request);
            return new(Reserving.Task);
        }

        public ValueTask SettleAsync(Guid reservationId, decimal? actualUsd, CancellationToken cancellationToken = default)
        {
            Settled.Add((reservationId, actualUsd));
            return new(Settling);
        }
    }
}
