namespace ImageGeneration.Cli.Providers;

/// <summary>The providers as <c>--json</c> prints them.</summary>
internal sealed record ProvidersDocument(IReadOnlyList<ProviderDocument> Providers, bool Simulated);

/// <summary>One provider: models with prices, limits, and its health when it was asked.</summary>
internal sealed record ProviderDocument(
    string Provider, IReadOnlyList<ModelDocument> Models, int RequestsPerMinute, int Concurrent, string Breaker, HealthDocument? Health);

/// <summary>A model at a provider; the price is for one image of 1024x1024.</summary>
internal sealed record ModelDocument(string Model, string ModelId, decimal? CostUsd, string Basis, Uri? Source, DateOnly? AsOf);

/// <summary>What a free look found.</summary>
internal sealed record HealthDocument(bool IsHealthy, string Description, string? Failure);
