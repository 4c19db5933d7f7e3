using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Failover;

/// <summary>Walks a route: each provider is asked for the images that are still missing, and the failure table decides whether the next
/// one is asked. When none of them takes the request, waits for the first that recovers.</summary>
internal sealed class ProviderFailover(
    HedgingRunner hedging,
    RecoveryWait recovery,
    IOptions<ImageGenerationServiceOptions> options,
    TimeProvider time,
    ILogger<ProviderFailover> logger)
{
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    private RoutingOptions Current => options.Value.Routing;

    public async ValueTask<GenerationResult> RunAsync(
        IReadOnlyList<RouteCandidate> route, ImageGenerationRequest request, RequestScope scope)
    {
        var result = new GenerationResult(request.Count);
        var state = new FailoverState(result, Current, request.Model);
        while (route.Count > 0)
        {
            await AskInTurnAsync(route, request, state, scope).ConfigureAwait(false);
            route = await WaitForRecoveryAsync(state, scope).ConfigureAwait(false);
        }

        result.UseSpares();
        return result;
    }

    private async ValueTask AskInTurnAsync(
        IReadOnlyList<RouteCandidate> route, ImageGenerationRequest request, FailoverState state, RequestScope scope)
    {
        for (var at = 0; at < route.Count; at++)
        {
            if (state.HasFailedAt(route[at]))
            {
                continue;
            }

            state.Result.Decide(null);
            var plan = new AttemptPlan(route, at, state.NextImageIndex, state.Result.Missing, request, scope);
            foreach (var attempt in Start(plan))
            {
                state.Add(await attempt.ConfigureAwait(false));
            }

            if (state is { Result.Missing: > 0, Unconfirmed: { } unconfirmed })
            {
                await CollectLateResultsAsync(state, unconfirmed, route[at]).ConfigureAwait(false);
            }

            if (state.Result.Missing <= 0 || scope.IsOver || state.Result.IsFailoverForbidden)
            {
                return;
            }

            ReportNext(route, at, state.Result.Failure, scope);
        }
    }

    /// <summary>Asks one provider for the missing images, in as many parallel jobs as that takes.</summary>
    private Task<AttemptResult>[] Start(in AttemptPlan whole)
    {
        var perJob = whole.Choice.Adapted.MaxImagesPerJob;
        var attempts = new Task<AttemptResult>[(whole.Count + perJob - 1) / perJob];
        for (var i = 0; i < attempts.Length; i++)
        {
            var made = i * perJob;
            attempts[i] = hedging.RunAsync(whole with { First = whole.First + made, Count = Math.Min(perJob, whole.Count - made) });
        }

        return attempts;
    }

    /// <summary>Checks, before a third provider is paid or the request fails, whether a job that was given up has finished
    /// since.</summary>
    private static async ValueTask CollectLateResultsAsync(
        FailoverState state, List<AttemptResult> unconfirmed, RouteCandidate asked)
    {
        // All in parallel: a provider that hangs delays the others by one read at most. A job that was just given up has been read
        // already; but in a race, the other one may have gone on for long.
        var given = unconfirmed.FindAll(attempt => attempt.Attempt.Choice.Lane != asked.Lane || attempt.HedgeResult is not null);
        var late = await Task.WhenAll(given.Select(static attempt => attempt.Attempt.CollectLateResultAsync(attempt).AsTask()))
            .ConfigureAwait(false);
        foreach (var (attempt, result) in given.Zip(late))
        {
            if (result is not null)
            {
                state.Replace(attempt, result);
            }
        }
    }

    private void ReportNext(IReadOnlyList<RouteCandidate> route, int at, ProviderFailure? failure, RequestScope scope)
    {
        if (at < route.Count - 1)
        {
            var (failed, next) = (route[at].Lane.Provider.Name, route[at + 1].Lane.Provider.Name);
            FailoverLog.MovingOn(_logger, failed, failure?.Kind, failure?.Message ?? "fewer images than requested", next);
            scope.Report(new()
            {
                Provider = next,
                Phase = GenerationPhase.FailingOver,
                FromProvider = failed,
                Detail = failure?.Message,
            });
        }
    }

    /// <summary>Waits for the first of the providers that took nothing, when no other is left to ask.</summary>
    /// <returns>The providers that may be asked again; empty when the request has ended.</returns>
    private async ValueTask<IReadOnlyList<RouteCandidate>> WaitForRecoveryAsync(FailoverState state, RequestScope scope)
    {
        if (state is not { Result: { Missing: > 0, IsFailoverForbidden: false }, Throttled: { Count: > 0 } throttled }
            || Current.MaxRecoveryWait <= state.RecoveryTime)
        {
            return [];
        }

        var since = time.GetTimestamp();
        var recovered = await recovery
            .ForFirstOfAsync(throttled, Current.MaxRecoveryWait - state.RecoveryTime, scope)
            .ConfigureAwait(false);
        state.RecoveryTime += time.GetElapsedTime(since);
        if (recovered.Count > 0)
        {
            state.ClearThrottled();
        }
        else if (scope.IsOver)
        {
            state.Result.Decide(scope.StopReason(throttled[0].Lane.Provider.Name));
        }

        return recovered;
    }
}
