using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Failover;

/// <summary>Walks a route: each provider is asked for the images that are still missing, and the failure table decides whether the next one
/// is. When all of them rest, the first that recovers is waited for.</summary>
internal sealed class ProviderFailover(
    HedgingRunner hedging,
    RecoveryWait recovery,
    IOptions<ImageGenerationServiceOptions> options,
    TimeProvider time,
    ILogger<ProviderFailover> logger)
{
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    private RoutingOptions Current => options.Value.Routing;

    public async ValueTask<RouteOutcome> RunAsync(IReadOnlyList<RouteCandidate> stops, int count, RequestScope scope)
    {
        var outcome = new RouteOutcome(count, Current, stops.Count == 0 ? default : stops[0].Adapted.Request.Model);
        while (stops.Count > 0)
        {
            await AskInTurnAsync(stops, outcome, scope).ConfigureAwait(false);
            stops = await WaitForRecoveryAsync(outcome, scope).ConfigureAwait(false);
        }

        return outcome;
    }

    private async ValueTask AskInTurnAsync(IReadOnlyList<RouteCandidate> stops, RouteOutcome outcome, RequestScope scope)
    {
        for (var at = 0; at < stops.Count; at++)
        {
            if (outcome.HasFailedAt(stops[at]))
            {
                continue;
            }

            outcome.Failure = null;
            await AskAsync(new(stops, at, outcome.NextSeed, outcome.Missing, scope), outcome).ConfigureAwait(false);
            if (outcome is { Missing: > 0, Open: { } open })
            {
                await HarvestAsync(outcome, open, stops[at]).ConfigureAwait(false);
            }

            if (outcome.Missing <= 0 || scope.IsOver || outcome.HasStopped)
            {
                return;
            }

            TellMoveOn(stops, at, outcome, scope);
        }
    }

    /// <summary>Asks one provider for the missing images, in as many jobs at once as that takes.</summary>
    private async ValueTask AskAsync(AttemptPlan whole, RouteOutcome outcome)
    {
        if (whole.Count <= whole.Stop.Adapted.MaxImagesPerJob)
        {
            outcome.Add(await hedging.RunAsync(whole).ConfigureAwait(false), whole.First);
            return;
        }

        var parts = new List<AttemptPlan>();
        for (var made = 0; made < whole.Count; made += whole.Stop.Adapted.MaxImagesPerJob)
        {
            parts.Add(whole with { First = whole.First + made, Count = Math.Min(whole.Stop.Adapted.MaxImagesPerJob, whole.Count - made) });
        }

        var results = await Task.WhenAll(parts.Select(part => hedging.RunAsync(part))).ConfigureAwait(false);
        for (var i = 0; i < results.Length; i++)
        {
            outcome.Add(results[i], parts[i].First);
        }
    }

    /// <summary>Before a third provider is paid, or the request fails: what was given up may have finished meanwhile.</summary>
    private static async ValueTask HarvestAsync(RouteOutcome outcome, List<AttemptResult> open, RouteCandidate asked)
    {
        // All at once: a provider that hangs holds the others up for no longer than one look.
        // What was just given up has been looked at; but in a race the one beside it may have gone on for long.
        var given = open.FindAll(job => job.Stop.Lane != asked.Lane || job.Beside is not null);
        var looks = await Task.WhenAll(given.Select(static job => job.HarvestAsync().AsTask())).ConfigureAwait(false);
        foreach (var (job, late) in given.Zip(looks))
        {
            if (late is not null)
            {
                outcome.Replace(job, late);
            }
        }
    }

    private void TellMoveOn(IReadOnlyList<RouteCandidate> stops, int at, RouteOutcome outcome, RequestScope scope)
    {
        if (at + 1 < stops.Count)
        {
            var next = stops[at + 1].Lane.Provider.Name;
            var (provider, failure) = (stops[at].Lane.Provider.Name, outcome.Failure);
            FailoverLog.MovingOn(_logger, provider, failure?.Kind, failure?.Message ?? "fewer images than asked for", next);
            scope.Report(next, GenerationPhase.FailingOver, detail: failure?.Message);
        }
    }

    /// <summary>Waits for the first of those that took nothing, as they rested, where nobody else is left to ask.</summary>
    /// <returns>Those that may be asked again; none where the request has come to its end.</returns>
    private async ValueTask<IReadOnlyList<RouteCandidate>> WaitForRecoveryAsync(RouteOutcome outcome, RequestScope scope)
    {
        if (outcome is not { Missing: > 0, HasStopped: false, Held: { Count: > 0 } held } || Current.RecoveryPatience <= outcome.Rested)
        {
            return [];
        }

        var since = time.GetTimestamp();
        var recovered = await recovery.ForFirstOfAsync(held, Current.RecoveryPatience - outcome.Rested, scope).ConfigureAwait(false);
        outcome.Rested += time.GetElapsedTime(since);
        if (recovered.Count > 0)
        {
            outcome.ForgetHeld();
        }
        else if (scope.IsOver)
        {
            outcome.Failure = scope.StopReason(held[0].Lane.Provider.Name);
        }

        return recovered;
    }
}
