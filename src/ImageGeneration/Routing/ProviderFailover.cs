using System.Diagnostics;
using ImageGeneration.Costs;
using ImageGeneration.Diagnostics;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Walks a route: each provider is asked for the images that are still missing, and the failure table decides whether the next one is.</summary>
internal sealed class ProviderFailover(
    JobBilling billing,
    MetricsRecorder metrics,
    ImageGenerationActivitySource activities,
    IOptions<ImageGenerationOptions> options,
    TimeProvider time,
    ILogger<ProviderFailover> logger)
{
    private readonly RoutingOptions _options = options.Value.Routing;

    public async ValueTask<RouteOutcome> RunAsync(IReadOnlyList<ProviderChoice> stops, int count, RequestScope scope)
    {
        var outcome = new RouteOutcome(count);
        for (var i = 0; i < stops.Count; i++)
        {
            outcome.Failure = null;
            var (stop, isLast) = (stops[i], i == stops.Count - 1);
            var perJob = Math.Max(1, stop.Adapted.Capabilities.MaxImagesPerJob);
            if (outcome.Missing <= perJob)
            {
                var first = outcome.NextSeed;
                var request = Slice(stop.Adapted, first, outcome.Missing);
                var (job, attempt) = await RunJobAsync(stop, request, isLast, scope).ConfigureAwait(false);
                outcome.Add(stop, attempt, job, request, first);
            }
            else
            {
                await AskInPartsAsync(stop, outcome, perJob, isLast, scope).ConfigureAwait(false);
            }

            outcome.HasStopped = !MayMoveOn(outcome.Failure);
            if (outcome.Missing <= 0 || scope.Token.IsCancellationRequested || outcome.HasStopped)
            {
                break;
            }

            if (i + 1 < stops.Count)
            {
                var next = stops[i + 1].Lane.Provider.Name;
                RoutingLog.MovingOn(logger, stops[i].Lane.Provider.Name, outcome.Failure?.Kind, outcome.Failure?.Message ?? "fewer images than asked for", next);
                scope.Report(next, GenerationPhase.FailingOver, detail: outcome.Failure?.Message);
            }
        }

        return outcome;
    }

    private async ValueTask AskInPartsAsync(ProviderChoice stop, RouteOutcome outcome, int perJob, bool isLast, RequestScope scope)
    {
        var missing = outcome.Missing;
        var first = outcome.NextSeed;
        var requests = new List<ProviderRequest>();
        for (var made = 0; made < missing; made += perJob)
        {
            requests.Add(Slice(stop.Adapted, first + made, Math.Min(perJob, missing - made)));
        }

        var jobs = await Task.WhenAll(requests.Select(request => RunJobAsync(stop, request, isLast, scope).AsTask())).ConfigureAwait(false);
        ProviderFailure? stopping = null;
        for (var i = 0; i < jobs.Length; i++)
        {
            outcome.Add(stop, jobs[i].Attempt, jobs[i].Job, requests[i], first + (i * perJob));
            stopping ??= MayMoveOn(jobs[i].Job.Failure) ? null : jobs[i].Job.Failure;
        }

        // One job that must not be bought elsewhere holds back all: which of the missing images it was cannot be told.
        outcome.Failure = stopping ?? outcome.Failure;
    }

    private async ValueTask<(ProviderJob Job, GenerationAttempt Attempt)> RunJobAsync(
        ProviderChoice stop, ProviderRequest request, bool isLast, RequestScope scope)
    {
        var provider = stop.Lane.Provider.Name;
        var started = time.GetTimestamp();
        var run = new JobRun(request, scope) { IsLastResort = isLast };
        using var activity = activities.StartAttempt(provider, request.Model);
        var estimate = stop.Cost.AmountUsd * request.Count / stop.Adapted.Request.Count;
        var reservation = billing.TryReserve(provider, scope.Tags, estimate, out var refusal);
        if (reservation is null)
        {
            var refused = ProviderJob.Failed(new(FailureKind.BudgetExceeded, refusal ?? $"no room for a job at {provider}.") { IsLocal = true });
            return (refused, Record(run, provider, refused, started, 0m, activity));
        }

        var job = await stop.Lane.RunAsync(run).ConfigureAwait(false);
        return (job, Record(run, provider, job, started, billing.Settle(reservation, provider, run), activity));
    }

    private GenerationAttempt Record(JobRun run, string provider, ProviderJob job, long started, decimal? cost, Activity? activity)
    {
        var attempt = new GenerationAttempt
        {
            Provider = provider,
            ModelId = run.Request.ModelId,
            JobId = job.Reference?.Id,
            Failure = job.Failure?.Kind,
            Message = job.Failure?.Message,
            PermitTime = run.PermitTime,
            QueueTime = job.QueueTime,
            RunTime = job.RunTime,
            Duration = time.GetElapsedTime(started),
            CostUsd = cost,
            Resubmits = Math.Max(0, run.Jobs.Count - 1),
            Cancellation = job.Cancellation,
            PossiblyBilled = run.PossiblyBilled,
        };
        metrics.RecordAttempt(attempt, run.Request.Model);
        ImageGenerationActivitySource.Complete(activity, attempt);
        return attempt;
    }

    private static ProviderRequest Slice(AdaptedRequest whole, int first, int count)
    {
        if (count == whole.Request.Count)
        {
            return whole.Request;
        }

        var (seed, highest) = (whole.Request.Seed + first, whole.Capabilities.MaxSeed);
        return whole.Request with { Count = count, Seed = seed > highest ? seed - highest - 1 : seed };
    }

    private bool MayMoveOn(ProviderFailure? failure) =>
        failure is null || FailureTable.For(failure.Kind).Next switch
        {
            NextProvider.Yes => true,
            NextProvider.IfContentMayMoveOn => _options.FailoverOnContentRejected,
            NextProvider.IfUnknownMayMoveOn => _options.FailoverOnUnknownOutcome,
            _ => false,
        };
}
