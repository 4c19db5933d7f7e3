using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Walks a route: each provider is asked for the images that are still missing, and the failure table decides whether the next one is.
/// When all of them rest, the first that recovers is waited for.</summary>
internal sealed class ProviderFailover(
    HedgingRunner hedging,
    AttemptRunner attempts,
    RecoveryWait recovery,
    IOptions<ImageGenerationOptions> options,
    TimeProvider time,
    ILogger<ProviderFailover> logger)
{
    private readonly RoutingOptions _options = options.Value.Routing;

    public async ValueTask<RouteOutcome> RunAsync(IReadOnlyList<ProviderChoice> stops, int count, RequestScope scope)
    {
        var outcome = new RouteOutcome(count, _options);
        await WalkAsync(stops, outcome, scope).ConfigureAwait(false);
        var patience = _options.RecoveryPatience;
        while (outcome is { Missing: > 0, HasStopped: false, Held: { Count: > 0 } held } && patience > TimeSpan.Zero)
        {
            var since = time.GetTimestamp();
            var recovered = await recovery.ForFirstOfAsync(held, patience, scope).ConfigureAwait(false);
            patience -= time.GetElapsedTime(since);
            if (recovered.Count == 0)
            {
                outcome.Failure = scope.Token.IsCancellationRequested ? scope.StopReason(held[0].Lane.Provider.Name) : outcome.Failure;
                break;
            }

            outcome.ForgetHeld();
            await WalkAsync(recovered, outcome, scope).ConfigureAwait(false);
        }

        return outcome;
    }

    private async ValueTask WalkAsync(IReadOnlyList<ProviderChoice> stops, RouteOutcome outcome, RequestScope scope)
    {
        for (var i = 0; i < stops.Count; i++)
        {
            if (outcome.HasFailedAt(stops[i]))
            {
                continue;
            }

            outcome.Failure = null;
            var whole = new RouteStep(stops, i, outcome.NextSeed, outcome.Missing, scope);
            if (whole.Count <= whole.Stop.Adapted.MaxImagesPerJob)
            {
                outcome.Add(await hedging.RunAsync(whole).ConfigureAwait(false), whole.First);
            }
            else
            {
                await AskInPartsAsync(whole, outcome).ConfigureAwait(false);
            }

            await HarvestAsync(outcome, whole.Stop).ConfigureAwait(false);
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
    }

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
    private async ValueTask HarvestAsync(RouteOutcome outcome, ProviderChoice asked)
    {
        for (var i = (outcome.Open?.Count ?? 0) - 1; i >= 0 && outcome.Missing > 0; i--)
        {
            var given = outcome.Open![i];
            if (given.Stop.Lane != asked.Lane && await attempts.HarvestAsync(given).ConfigureAwait(false) is { } late)
            {
                outcome.Replace(given, late);
            }
        }
    }
}
