using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>Represents the providers that would be asked for a request, in order.</summary>
/// <param name="Entries">The providers to ask, first to last.</param>
/// <param name="Excluded">The providers that cannot do the request, each with its reason.</param>
public sealed record ProviderRoute(
    [property: JsonPropertyName("entries")] IReadOnlyList<RouteEntry> Entries,
    [property: JsonPropertyName("excluded")] IReadOnlyList<RouteExclusion> Excluded);

/// <summary>Represents one entry of a route.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="ModelId">The provider's id of the model.</param>
/// <param name="Reason">The reason for its position.</param>
/// <param name="Cost">The estimated cost.</param>
/// <param name="Adaptations">The settings that the provider would change, one sentence each.</param>
/// <param name="ExpectedLatency">The time that the request is expected to take there, by its parts.</param>
public sealed record RouteEntry(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("modelId")] string ModelId,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("estimate")] CostEstimate Cost,
    [property: JsonPropertyName("adaptations")] IReadOnlyList<string> Adaptations,
    [property: JsonPropertyName("expectedLatency")] ExpectedLatency ExpectedLatency);

/// <summary>Represents a provider that is left out of a route.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Reason">The reason in words.</param>
public sealed record RouteExclusion(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("reason")] string Reason);
