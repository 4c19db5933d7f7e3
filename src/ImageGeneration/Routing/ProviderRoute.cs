using ImageGeneration.Costs;

namespace ImageGeneration.Routing;

/// <summary>The providers that would be asked, in order.</summary>
/// <param name="Stops">Whom to ask, first to last.</param>
/// <param name="Excluded">Who cannot do it, and why.</param>
public sealed record ProviderRoute(IReadOnlyList<RouteStop> Stops, IReadOnlyList<RouteExclusion> Excluded);

/// <summary>One place of a route.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="ModelId">The provider's id of the model.</param>
/// <param name="Reason">Why it stands here.</param>
/// <param name="Cost">What it would charge.</param>
/// <param name="Adaptations">Each setting it would change, and to what.</param>
public sealed record RouteStop(string Provider, string ModelId, string Reason, CostEstimate Cost, IReadOnlyList<string> Adaptations);

/// <summary>A provider that is left out.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Reason">Why.</param>
public sealed record RouteExclusion(string Provider, string Reason);
