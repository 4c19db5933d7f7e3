using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Hedging;

namespace ImageGeneration.Tests.Budgets;

/// <summary>Several jobs of one attempt: each has a reservation of its own before it is submitted, and its own bill.</summary>
public sealed class JobReservationTests : IAsyncDisposable
{
    private const decimal Estimate = 0.03m;

    private readonly FakeProvider _first = new("first");
    private readonly List<(decimal Spent, decimal Reserved)> _atSubmit = [];
    private TestApplication? _app;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;

    [Fact]
    public async Task Generate_AFailedJobIsTriedAgain_TheSecondIsReservedWhenTheFirstIsSettled()
    {
        Use(1m);
        FailsOnce(0.004m);

        var response = await GenerateAsync();

        Assert.Equal([(0m, Estimate), (0.004m, Estimate)], _atSubmit);
        Assert.Equal((0.004m + Estimate, 1), (response.CostUsd, response.Metadata.Attempts[0].Resubmits));
        Assert.Equal((0.004m + Estimate, 0m), Figures());
    }

    [Fact]
    public async Task Generate_AFailedJobIsTriedAgainAndTheBudgetIsUsedUp_NothingIsSubmitted()
    {
        Use(0.05m);
        FailsOnce(Estimate);

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(GenerateAsync);

        Assert.Single(_first.Submits);
        Assert.Equal(FailureKind.JobFailed, failure.Kind);
        Assert.Matches("interrupted.*Budget exceeded: 0.03", failure.Message);
        Assert.Equal(Estimate, Assert.Single(failure.Attempts).CostUsd);
        Assert.Equal((Estimate, 0m), Figures());
    }

    [Fact]
    public async Task Generate_WhatWasNotSentIsSentAgain_OneReservationAtATime()
    {
        Use(Estimate);
        _first.OnSubmit = (provider, request, _) =>
        {
            _atSubmit.Add(Figures());
            return Task.FromResult(_atSubmit.Count < 3 ? FakeProvider.Refused(FailureKind.Unavailable) : provider.Done(request));
        };

        await GenerateAsync();

        Assert.Equal([(0m, Estimate), (0m, Estimate), (0m, Estimate)], _atSubmit);
        Assert.Equal((Estimate, 0m), Figures());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_AStrategyStartsTwoJobs_TheLosersBillIsCountedWheneverItComes(bool isPolly)
    {
        Use(1m, pipeline: pipeline =>
        {
            if (isPolly)
            {
                Hedging(pipeline);
            }
            else
            {
                pipeline.AddStrategy(_ => new Impatient(), new Options());
            }
        });
        _first.OnSubmit = (provider, request, _) =>
        {
            _atSubmit.Add(Figures());
            return Task.FromResult(_atSubmit.Count == 1 ? provider.Accepted(request) : provider.Done(request));
        };
        _first.OnGetJob = async (job, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10), _app!.Time, token);
            return _first.Done(_first.Submits.First()) with { Reference = job, CostUsd = 0.02m };
        };
        _first.OnCancel = (job, _) => Task.FromResult(FakeProvider.Canceled(job) with { CostUsd = 0.02m });

        var response = await GenerateAsync();
        var then = Figures();
        await _app!.Time.StepUntilAsync(Task.Delay(TimeSpan.FromMinutes(1), _app.Time), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        Assert.Equal([(0m, Estimate), (0m, 2 * Estimate)], _atSubmit);
        if (!isPolly)
        {
            Assert.Equal((null, (Estimate, Estimate)), (response.CostUsd, then)); // one bill is open
        }

        Assert.Equal((Estimate + 0.02m, 0m), Figures());
    }

    [Fact]
    public async Task Generate_AStrategyHedgesAndTheBudgetIsUsedUp_TheSecondIsNotSubmitted()
    {
        Use(0.05m, pipeline: Hedging);
        var reads = 0;
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        _first.OnGetJob = (job, _) => Task.FromResult(
            ++reads > 12 ? _first.Done(_first.Submits.First()) with { Reference = job } : new() { Reference = job, Status = JobStatus.Running });

        await GenerateAsync();

        Assert.Single(_first.Submits);
        Assert.Equal((Estimate, 0m), Figures());
    }

    [Fact]
    public async Task Generate_AStrategyTriesAgainFromManyThreads_EveryBillIsCounted()
    {
        Use(100m, pipeline: static pipeline => pipeline.AddHedging(new HedgingStrategyOptions<ProviderJob>
        {
            MaxHedgedAttempts = 9,
            Delay = TimeSpan.Zero, // all at once
            ShouldHandle = static args => new(args.Outcome.Result?.Failure is not null),
        }));
        var all = new TaskCompletionSource();
        _first.OnSubmit = async (provider, request, _) =>
        {
            if (provider.Submits.Count == 10)
            {
                all.SetResult();
            }

            await all.Task;
            await Task.Yield();
            return ProviderJob.Failed(new(FailureKind.JobFailed, "it broke"), provider.Accepted(request).Reference) with { CostUsd = 0.01m };
        };

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(GenerateAsync);

        Assert.Equal((10, 0.10m), (_first.Submits.Count, Assert.Single(failure.Attempts).CostUsd));
        Assert.Equal((0.10m, 0m), Figures());
    }

    private static void Hedging(ResiliencePipelineBuilder<ProviderJob> pipeline) => pipeline.AddHedging(new HedgingStrategyOptions<ProviderJob>
    {
        MaxHedgedAttempts = 1,
        Delay = TimeSpan.FromSeconds(3),
        ShouldHandle = static args => new(args.Outcome.Result?.Failure is not null),
    });

    private void FailsOnce(decimal cost) => _first.OnSubmit = (provider, request, _) =>
    {
        _atSubmit.Add(Figures());
        return Task.FromResult(_atSubmit.Count == 1
            ? ProviderJob.Failed(new(FailureKind.JobFailed, "interrupted") { JobRetries = 1 }, provider.Accepted(request).Reference) with { CostUsd = cost }
            : provider.Done(request));
    };

    private (decimal Spent, decimal Reserved) Figures() => _app!.Budget[0] is var total ? (total.SpentUsd, total.ReservedUsd) : default;

    private void Use(decimal cap, Action<ResiliencePipelineBuilder<ProviderJob>>? pipeline = null) => _app = new(
        [_first],
        options =>
        {
            options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = Estimate });
            options.Budget.TotalUsd = cap;
        },
        provider: static options =>
        {
            (options.RateLimit.RequestsPerMinute, options.RateLimit.Burst, options.RateLimit.Concurrent) = (100_000, 10_000, 100);
            options.Breaker.FailureThreshold = 1000;
        },
        build: builder =>
        {
            if (pipeline is not null)
            {
                builder.ConfigureResilience("first", pipeline);
            }
        });

    private Task<ImageGenerationResponse> GenerateAsync() => _app!.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

    private sealed class Options : ResilienceStrategyOptions;

    /// <summary>Asks twice and waits for the second alone.</summary>
    private sealed class Impatient : ResilienceStrategy<ProviderJob>
    {
        protected override async ValueTask<Outcome<ProviderJob>> ExecuteCore<TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<ProviderJob>>> callback, ResilienceContext context, TState state)
        {
            _ = callback(context, state).AsTask();
            return await callback(context, state);
        }
    }
}
