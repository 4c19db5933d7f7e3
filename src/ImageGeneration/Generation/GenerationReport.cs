using System.Diagnostics;
using ImageGeneration.Failover;
using ImageGeneration.Outputs;
using ImageGeneration.Redaction;
using ImageGeneration.Routing;

namespace ImageGeneration.Generation;

/// <summary>Writes the response: who delivered what, at what cost, and everything that did not go as asked.</summary>
internal static class GenerationReport
{
    public static ImageGenerationResponse Write(ImageGenerationRequest request, RouteOutcome outcome, TimeSpan elapsed)
    {
        var stop = outcome.Stop;
        return new()
        {
            // Random enough to be unique, and unlike a Guid not asked of the kernel.
            Id = ActivityTraceId.CreateRandom().ToHexString(),
            Status = GenerationStatus.Succeeded,
            Images = outcome.Images,
            Provider = stop.Lane.Provider.Name,
            Model = request.Model,
            GenerationTime = elapsed,
            CostUsd = Cost(outcome.Attempts),
            CostIsEstimate = outcome.Attempts.Exists(static attempt => attempt.CostIsEstimate),
            Warnings = Warnings(outcome, stop),
            Metadata = new()
            {
                OriginalPrompt = request.Prompt,
                EnhancedPrompt = stop.Adapted.Request.Prompt,
                NegativePrompt = stop.Adapted.Request.NegativePrompt,
                RouteReason = SingleLine.OfSentence(stop.Reason),
                Attempts = outcome.Attempts,
                Adaptations = Lines(outcome.Adaptations),
            },
        };
    }

    public static string BilledUnseen(string provider) => $"{provider}: the answer to a submit got lost; one job may be billed unseen.";

    private static decimal? Cost(List<GenerationAttempt> attempts)
    {
        decimal? sum = 0;
        foreach (var attempt in attempts)
        {
            sum += attempt.CostUsd;
        }

        return sum;
    }

    private static IReadOnlyList<string> Warnings(RouteOutcome outcome, RouteCandidate stop)
    {
        foreach (var attempt in outcome.Attempts)
        {
            if (attempt.PossiblyBilled)
            {
                outcome.Warn(BilledUnseen(attempt.Provider));
            }
        }

        for (var i = 0; i < outcome.Images.Count; i++)
        {
            if (PictureCheck.Of(outcome.Images[i]) is { } strange)
            {
                outcome.Warn($"Image {i + 1} {strange}");
            }
        }

        var filtered = outcome.Images.Count(image => image.Outcome == ImageOutcome.Filtered);
        if (filtered > 0)
        {
            outcome.Warn($"{filtered} of {outcome.Images.Count + outcome.Missing} images were withheld by the provider's content filter.");
        }

        if (outcome.Missing > 0)
        {
            var why = outcome.Failure?.Message ?? $"{stop.Lane.Provider.Name} made fewer than asked for.";
            outcome.Warn($"{outcome.Missing} of {outcome.Images.Count + outcome.Missing} images were not delivered: {why}");
        }

        return outcome.Adaptations.Count == 0 ? outcome.Warnings : [.. Lines(outcome.Adaptations), .. outcome.Warnings];
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? texts : [.. texts.Select(text => SingleLine.Of(text))];
}
