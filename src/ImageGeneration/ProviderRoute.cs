using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>The providers that would be asked, in order.</summary>
/// <param name="Stops">Whom to ask, first to last.</param>
/// <param name="Excluded">Who cannot do it, and why.</param>
public sealed record ProviderRoute(
    [property: JsonPropertyName("stops")] IReadOnlyList<RouteEntry> Stops,
    [property: JsonPropertyName("excluded")] IReadOnlyList<RouteExclusion> Excluded);

/// <summary>One place of a route.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="ModelId">The provider's id of the model.</param>
/// <param name="Reason">Why it stands here.</param>
/// <param name="Cost">What it would charge.</param>
/// <param name="Adaptations">Each setting it would change, and to what.</param>
/// <param name="ExpectedLatency">How long it would take, and of what that is made up.</param>
public sealed record RouteEntry(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("modelId")] string ModelId,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("estimate")] CostEstimate Cost,
    [property: JsonPropertyName("adaptations")] IReadOnlyList<string> Adaptations,
    [property: JsonPropertyName("expectedLatency")] ExpectedLatency ExpectedLatency);

/// <summary>A provider that is left out.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Reason">Why.</param>
public sealed record RouteExclusion(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("reason")] string Reason);
