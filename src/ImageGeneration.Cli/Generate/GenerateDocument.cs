using System.Text.Json.Serialization;

namespace ImageGeneration.Cli.Generate;

/// <summary>Represents a generation in the output of <c>--json</c>.</summary>
internal sealed record GenerateDocument
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<ImageDocument> Images { get; init; }

    public required double GenerationTimeSeconds { get; init; }

    public required decimal? CostUsd { get; init; }

    public bool CostIsEstimate { get; init; }

    public required IReadOnlyList<AttemptDocument> Attempts { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required MetadataDocument Metadata { get; init; }

    /// <summary>Gets the error; only when a paid image could not be saved, or not at the requested path.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorDocument? Error { get; init; }

    public static GenerateDocument From(GenerateResult result)
    {
        var response = result.Response;
        var attempts = AttemptDocument.From(response.Metadata.Attempts);
        return new()
        {
            Id = response.Id,
            Status = Words.For(response.Status),
            Provider = response.Provider,
            Model = response.Model.Name,
            Images = [.. result.Saved.Select(ImageDocument.From)],
            GenerationTimeSeconds = response.GenerationTime.TotalSeconds,
            CostUsd = response.CostUsd,
            CostIsEstimate = response.CostIsEstimate,
            Attempts = attempts,
            Warnings = result.Warnings,
            Metadata = MetadataDocument.From(response.Metadata, result.IsSimulated),
            Error = result.IsComplete ? null : new("not_saved", Problems(result), attempts),
        };
    }

    private static string Problems(GenerateResult result) =>
        string.Join(" ", result.Saved.Select(saved => saved.Problem).OfType<string>().Distinct());
}

/// <summary>Represents an image of a generation.</summary>
internal sealed record ImageDocument(
    Uri? Url, DateTimeOffset? ExpiresAt, string? File, int? Width, int? Height, long? Seed, string? MediaType, string Outcome)
{
    public static ImageDocument From(SavedImage saved)
    {
        var image = saved.Image;
        return new(
            image.Url, image.ExpiresAt, saved.File, image.Width, image.Height, image.Seed, image.MediaType, Words.For(image.Outcome));
    }
}

/// <summary>Represents how a generation came about.</summary>
internal sealed record MetadataDocument(
    string OriginalPrompt,
    string EnhancedPrompt,
    string? NegativePrompt,
    string? RouteReason,
    LatencyDocument? ExpectedLatency,
    IReadOnlyList<string> Adaptations,
    bool Simulated)
{
    public static MetadataDocument From(ImageGenerationMetadata metadata, bool simulated) => new(
        metadata.OriginalPrompt,
        metadata.EnhancedPrompt,
        metadata.NegativePrompt,
        metadata.RouteReason,
        metadata.ExpectedLatency is { } latency ? LatencyDocument.From(latency) : null,
        metadata.Adaptations,
        simulated);
}
