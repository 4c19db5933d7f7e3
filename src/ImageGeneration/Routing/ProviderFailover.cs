using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Walks a route: each provider is asked for the images that are still missing, and the failure table decides whether the next one
/// is. When all of them rest, the first that recovers is waited for.</summary>
internal sealed class ProviderFailover(
    HedgingRunner hedging,
    AttemptRunner attempts,
    RecoveryWait recovery,
    IOptions<ImageGenerationOptions> options,
    TimeProvider time,
    ILogger<ProviderFailover> logger)
{
    private RoutingOptions Current => options.Value.Routing;

    /// <remarks>Thousands may wait in here for their job: the usual way there is this one frame, and the outcome is made with the first
    /// answer.</remarks>
    public async ValueTask<RouteOutcome> RunAsync(IReadOnlyList<ProviderChoice> stops, int count, RequestScope scope)
    {
        RouteOutcome? outcome = null;
        do
        {
            for (var at = 0; at < stops.Count; at++)
            {
                if (outcome?.HasFailedAt(stops[at]) == true)
                {
                    continue;
                }

                outcome?.Failure = null;
                var step = new RouteStep(stops, at, outcome?.NextSeed ?? 0, outcome?.Missing ?? count, scope);
                if (IsOneJob(step))
                {
                    var attempt = attempts.Start(step.Stop, step.Run(step.Stop));
                    var job = await stops[at].Lane.RunAsync(attempt.Run).ConfigureAwait(false);
                    outcome ??= Begin(stops, count);
                    outcome.Add(attempts.Finish(stops[at], attempt, job), outcome.NextSeed);
                }
                else
                {
                    outcome ??= Begin(stops, count);
                    await AskInPartsAsync(step, outcome).ConfigureAwait(false);
                }

                if (outcome is { Missing: > 0, Open: { } open })
                {
                    await HarvestAsync(outcome, open, stops[at]).ConfigureAwait(false);
                }

                if (outcome.Missing <= 0 || scope.Token.IsCancellationRequested || outcome.HasStopped)
                {
                    break;
                }

                TellMoveOn(stops, at, outcome, scope);
            }

            outcome ??= Begin(stops, count);
            await WaitForRecoveryAsync(outcome, scope).ConfigureAwait(false);
            stops = outcome.Recovered;
        }
        while (stops.Count > 0);

        return outcome;
    }

    private RouteOutcome Begin(IReadOnlyList<ProviderChoice> stops, int count) =>
        new(count, Current, stops.Count == 0 ? default : stops[0].Adapted.Request.Model);

    /// <summary>Whether nobody is started beside the stop, and it makes all the images at once.</summary>
    private bool IsOneJob(in RouteStep step) => step.Count <= step.Stop.Adapted.MaxImagesPerJob && !hedging.MayRace(step);

    private async ValueTask AskInPartsAsync(RouteStep whole, RouteOutcome outcome)
    {
        var parts = new List<RouteStep>();
        for (var made = 0; made < whole.Count; made += whole.Stop.Adapted.MaxImagesPerJob)
        {
            parts.Add(whole with { First = whole.First + made, Count = Math.Min(whole.Stop.Adapted.MaxImagesPerJob, whole.Count - made) });
        }

        var results = await Task.WhenAll(parts.Select(part => hedging.RunAsync(part).AsTask())).ConfigureAwait(false);
        for (var i = 0; i < results.Length; i++)
        {
            outcome.Add(results[i], parts[i].First);
        }
    }

    /// <summary>Before a third provider is paid, or the request fails: what was given up may have finished meanwhile.</summary>
    private static async ValueTask HarvestAsync(RouteOutcome outcome, List<AttemptResult> open, ProviderChoice asked)
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

    private void TellMoveOn(IReadOnlyList<ProviderChoice> stops, int at, RouteOutcome outcome, RequestScope scope)
    {
        if (at + 1 < stops.Count)
        {
            var next = stops[at + 1].Lane.Provider.Name;
            var (provider, failure) = (stops[at].Lane.Provider.Name, outcome.Failure);
            RoutingLog.MovingOn(logger, provider, failure?.Kind, failure?.Message ?? "fewer images than asked for", next);
            scope.Report(next, GenerationPhase.FailingOver, detail: failure?.Message);
        }
    }

    /// <summary>Waits for the first of those that took nothing, as they rested, where nobody else is left to ask.</summary>
    private async ValueTask WaitForRecoveryAsync(RouteOutcome outcome, RequestScope scope)
    {
        if (outcome is not { Missing: > 0, HasStopped: false, Held: { Count: > 0 } held } || Current.RecoveryPatience <= outcome.Rested)
        {
            outcome.Recovered = [];
            return;
        }

        var since = time.GetTimestamp();
        outcome.Recovered = await recovery.ForFirstOfAsync(held, Current.RecoveryPatience - outcome.Rested, scope).ConfigureAwait(false);
        outcome.Rested += time.GetElapsedTime(since);
        if (outcome.Recovered.Count > 0)
        {
            outcome.ForgetHeld();
        }
        else if (scope.Token.IsCancellationRequested)
        {
            outcome.Failure = scope.StopReason(held[0].Lane.Provider.Name);
        }
    }
}
