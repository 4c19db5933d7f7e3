using System.Diagnostics;
using ImageGeneration.Failover;
using ImageGeneration.Outputs;
using ImageGeneration.Redaction;

namespace ImageGeneration.Generation;

/// <summary>Creates the response: which provider delivered what, at what cost, and all that did not go as requested.</summary>
internal static class GenerationReport
{
    public static ImageGenerationResponse Write(ImageGenerationRequest request, GenerationResult result, TimeSpan elapsed)
    {
        var choice = result.Choice!;
        var outputs = result.Outputs();
        string[] adaptations = [.. result.Adaptations];
        for (var i = 0; i < adaptations.Length; i++)
        {
            adaptations[i] = SingleLine.Format(adaptations[i]);
        }

        return new()
        {
            // Random enough to be unique and, unlike a Guid, made without a call to the kernel.
            Id = ActivityTraceId.CreateRandom().ToHexString(),
            Status = GenerationStatus.Succeeded,
            Images = Array.ConvertAll(outputs, static output => output.Image),
            Provider = choice.Lane.Provider.Name,
            Model = request.Model,
            GenerationTime = elapsed,
            CostUsd = Cost(result.Attempts, out var isEstimate),
            CostIsEstimate = isEstimate,
            Warnings = Warnings(result, outputs, adaptations),
            Metadata = new()
            {
                OriginalPrompt = request.Prompt,
                EnhancedPrompt = choice.Adapted.Request.Prompt,
                NegativePrompt = choice.Adapted.Request.NegativePrompt,
                RouteReason = SingleLine.FormatSentence(choice.Reason),
                ExpectedLatency = choice.Latency,
                Attempts = result.Attempts,
                Adaptations = adaptations,
            },
        };
    }

    public static string PossiblyBilledWarning(string provider) => $"{provider}: the answer to a submit was lost; a job may have been billed.";

    private static decimal? Cost(IReadOnlyList<GenerationAttempt> attempts, out bool isEstimate)
    {
        decimal? sum = 0;
        isEstimate = false;
        for (var i = 0; i < attempts.Count; i++)
        {
            sum += attempts[i].CostUsd;
            isEstimate |= attempts[i].CostIsEstimate;
        }

        return sum;
    }

    private static string[] Warnings(GenerationResult result, Output[] outputs, string[] adaptations)
    {
        var lines = new List<string>(adaptations);
        lines.AddRange(result.Warnings);
        for (var i = 0; i < result.Attempts.Count; i++)
        {
            if (result.Attempts[i] is { PossiblyBilled: true, Provider: var provider })
            {
                lines.Add(PossiblyBilledWarning(provider));
            }
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            foreach (var remark in outputs[i].AllRemarks)
            {
                lines.Add(MessageSanitizer.ToLine($"Image {i + 1} {remark}", SingleLine.MaxSentence));
            }
        }

        AddShortfalls(lines, result, outputs);
        return [.. lines];
    }

    private static void AddShortfalls(List<string> lines, GenerationResult result, Output[] outputs)
    {
        var filtered = 0;
        foreach (var output in outputs)
        {
            filtered += output.Image.Outcome == ImageOutcome.Filtered ? 1 : 0;
        }

        var wanted = outputs.Length + result.Missing;
        if (filtered > 0)
        {
            lines.Add($"{filtered} of {wanted} images were withheld by the provider's content filter.");
        }

        if (result.Missing > 0)
        {
            var why = result.Failure?.Message ?? $"{result.Choice!.Lane.Provider.Name} made fewer than requested.";
            lines.Add(MessageSanitizer.ToLine($"{result.Missing} of {wanted} images were not delivered: {why}", SingleLine.MaxSentence));
        }
    }
}
