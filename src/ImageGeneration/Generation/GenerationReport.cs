using System.Diagnostics;
using ImageGeneration.Failover;
using ImageGeneration.Outputs;
using ImageGeneration.Redaction;

namespace ImageGeneration.Generation;

/// <summary>Writes the response: who delivered what, at what cost, and everything that did not go as asked.</summary>
internal static class GenerationReport
{
    public static ImageGenerationResponse Write(ImageGenerationRequest request, GenerationResult result, TimeSpan elapsed)
    {
        var choice = result.Choice;
        Output[] outputs = [.. result.Outputs];
        return new()
        {
            // Random enough to be unique, and unlike a Guid not asked of the kernel.
            Id = ActivityTraceId.CreateRandom().ToHexString(),
            Status = GenerationStatus.Succeeded,
            Images = Array.ConvertAll(outputs, static output => output.Image),
            Provider = choice.Lane.Provider.Name,
            Model = request.Model,
            GenerationTime = elapsed,
            CostUsd = Cost(result.Attempts),
            CostIsEstimate = result.Attempts.Any(static attempt => attempt.CostIsEstimate),
            Warnings = [.. Warnings(result, outputs)],
            Metadata = new()
            {
                OriginalPrompt = request.Prompt,
                EnhancedPrompt = choice.Adapted.Request.Prompt,
                NegativePrompt = choice.Adapted.Request.NegativePrompt,
                RouteReason = SingleLine.OfSentence(choice.Reason),
                ExpectedLatency = choice.Latency,
                Attempts = result.Attempts,
                Adaptations = [.. Adaptations(result)],
            },
        };
    }

    public static string BilledUnseen(string provider) => $"{provider}: the answer to a submit got lost; one job may be billed unseen.";

    private static decimal? Cost(IReadOnlyList<GenerationAttempt> attempts)
    {
        decimal? sum = 0;
        foreach (var attempt in attempts)
        {
            sum += attempt.CostUsd;
        }

        return sum;
    }

    private static IEnumerable<string> Adaptations(GenerationResult result) =>
        result.Adaptations.Select(static text => SingleLine.Of(text));

    private static IEnumerable<string> Warnings(GenerationResult result, Output[] outputs)
    {
        var remarks = outputs.SelectMany(static (output, i) => output.AllRemarks.Select(remark => $"Image {i + 1} {remark}"));
        return
        [
            .. Adaptations(result),
            .. result.Warnings,
            .. result.Attempts.Where(static attempt => attempt.PossiblyBilled).Select(static attempt => BilledUnseen(attempt.Provider)),
            .. remarks.Select(static remark => SafeText.AsLine(remark, SingleLine.MaxSentence)),
            .. Shortfalls(result, outputs),
        ];
    }

    private static IEnumerable<string> Shortfalls(GenerationResult result, Output[] outputs)
    {
        var wanted = outputs.Length + result.Missing;
        var filtered = outputs.Count(static output => output.Image.Outcome == ImageOutcome.Filtered);
        if (filtered > 0)
        {
            yield return $"{filtered} of {wanted} images were withheld by the provider's content filter.";
        }

        if (result.Missing > 0)
        {
            var why = result.Failure?.Message ?? $"{result.Choice.Lane.Provider.Name} made fewer than asked for.";
            yield return SafeText.AsLine($"{result.Missing} of {wanted} images were not delivered: {why}", SingleLine.MaxSentence);
        }
    }
}
