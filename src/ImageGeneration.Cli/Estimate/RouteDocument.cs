using System.Text.Json.Serialization;

namespace ImageGeneration.Cli.Estimate;

/// <summary>A route as <c>--json</c> prints it.</summary>
internal sealed record RouteDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RequestDocument? Request,
    IReadOnlyList<StopDocument> Route,
    IReadOnlyList<ExclusionDocument> Excluded)
{
    public static RouteDocument Of(ImageGenerationRequest? request, ProviderRoute route) => new(
        request is null ? null : RequestDocument.Of(request),
        [.. route.Stops.Select(StopDocument.Of)],
        [.. route.Excluded.Select(exclusion => new ExclusionDocument(exclusion.Provider, exclusion.Reason))]);
}

/// <summary>A provider of a route.</summary>
internal sealed record StopDocument(
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
    public static StopDocument Of(RouteEntry stop) => new(
        stop.Provider,
        stop.ModelId,
        stop.Reason,
        stop.Cost.AmountUsd,
        stop.Cost.Basis,
        stop.Cost.Source,
        stop.Cost.AsOf,
        LatencyDocument.Of(stop.ExpectedLatency),
        stop.Adaptations);
}

/// <summary>A provider that cannot do it.</summary>
internal sealed record ExclusionDocument(string Provider, string Reason);

/// <summary>A request, with the names of the JSON contract.</summary>
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
    public static RequestDocument Of(ImageGenerationRequest request) => new(
        request.Prompt,
        request.Model.Name,
        request.Width,
        request.Height,
        request.Count,
        request.Style is { } style ? Words.Of(style) : null,
        [.. request.QualityEnhancers.Select(Words.Of)],
        request.NegativePrompt,
        request.Seed,
        request.Steps,
        request.GuidanceScale,
        request.LoraWeights,
        request.OutputFormat is { } format ? Words.Of(format) : null,
        request.Deadline?.TotalSeconds,
        request.BudgetTags);
}
