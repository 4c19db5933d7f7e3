using System.Text.Json.Serialization;

namespace ImageGeneration.Cli.Estimate;

/// <summary>Represents a route in the output of <c>--json</c>.</summary>
internal sealed record RouteDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RequestDocument? Request,
    IReadOnlyList<RouteEntryDocument> Route,
    IReadOnlyList<ExclusionDocument> Excluded)
{
    public static RouteDocument From(ImageGenerationRequest? request, ProviderRoute route) => new(
        request is null ? null : RequestDocument.From(request),
        [.. route.Entries.Select(RouteEntryDocument.From)],
        [.. route.Excluded.Select(exclusion => new ExclusionDocument(exclusion.Provider, exclusion.Reason))]);
}

/// <summary>Represents an entry of a route.</summary>
internal sealed record RouteEntryDocument(
    string Provider,
    string ModelId,
    string Reason,
    decimal? CostUsd,
    string Basis,
    Uri? Source,
    DateOnly? AsOf,
    LatencyDocument ExpectedLatency,
    IReadOnlyList<string> Adaptations)
{
    public static RouteEntryDocument From(RouteEntry entry) => new(
        entry.Provider,
        entry.ModelId,
        entry.Reason,
        entry.Cost.AmountUsd,
        entry.Cost.Basis,
        entry.Cost.Source,
        entry.Cost.AsOf,
        LatencyDocument.From(entry.ExpectedLatency),
        entry.Adaptations);
}

/// <summary>Represents a provider that cannot do the request.</summary>
internal sealed record ExclusionDocument(string Provider, string Reason);

/// <summary>Represents a request, with the names of the JSON contract.</summary>
internal sealed record RequestDocument(
    string Prompt,
    string Model,
    int Width,
    int Height,
    int Count,
    string? Style,
    IReadOnlyList<string> QualityEnhancers,
    string? NegativePrompt,
    long? Seed,
    int? Steps,
    double? GuidanceScale,
    IReadOnlyDictionary<string, double>? LoraWeights,
    string? OutputFormat,
    double? Deadline,
    IReadOnlyDictionary<string, string>? BudgetTags)
{
    public static RequestDocument From(ImageGenerationRequest request) => new(
        request.Prompt,
        request.Model.Name,
        request.Width,
        request.Height,
        request.Count,
        request.Style is { } style ? Words.For(style) : null,
        [.. request.QualityEnhancers.Select(Words.For)],
        request.NegativePrompt,
        request.Seed,
        request.Steps,
        request.GuidanceScale,
        request.LoraWeights,
        request.OutputFormat is { } format ? Words.For(format) : null,
        request.Deadline?.TotalSeconds,
        request.BudgetTags);
}
