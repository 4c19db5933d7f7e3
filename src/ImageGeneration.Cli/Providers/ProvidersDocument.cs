namespace ImageGeneration.Cli.Providers;

/// <summary>Represents the providers in the output of <c>--json</c>.</summary>
internal sealed record ProvidersDocument(IReadOnlyList<ProviderDocument> Providers, bool Simulated);

/// <summary>Represents one provider: models with prices, limits, state, and its health when it was checked. Times are remaining times,
/// null for none.</summary>
internal sealed record ProviderDocument(
    string Provider,
    IReadOnlyList<ModelDocument> Models,
    int RequestsPerMinute,
    int ReadsPerMinute,
    int Concurrent,
    int Running,
    int Waiting,
    int WaitingForReads,
    string Circuit,
    IReadOnlyList<UnavailableModelDocument> UnavailableModels,
    double? CircuitOpenForSeconds,
    double? ThrottledForSeconds,
    double? StatusReadsThrottledForSeconds,
    HealthDocument? Health)
{
    public static ProviderDocument From(ProviderStatus status, IEnumerable<ModelDocument> models, HealthDocument? health) => new(
        status.Provider,
        [.. models],
        status.RequestsPerMinute,
        status.ReadsPerMinute,
        status.Concurrent,
        status.Running,
        status.Waiting,
        status.WaitingForReads,
        Words.For(status.Circuit),
        [.. status.UnavailableModels.Select(model =>
            new UnavailableModelDocument(model.ModelId, Words.For(model.Circuit), model.CircuitOpenFor?.TotalSeconds, model.Reason))],
        status.CircuitOpenFor?.TotalSeconds,
        status.ThrottledFor?.TotalSeconds,
        status.StatusReadsThrottledFor?.TotalSeconds,
        health);
}

/// <summary>Represents a model at a provider; the price is for one image of 1024x1024.</summary>
internal sealed record ModelDocument(string Model, string ModelId, decimal? CostUsd, string Basis, Uri? Source, DateOnly? AsOf);

/// <summary>Represents a model or endpoint that is unavailable while its provider is not.</summary>
internal sealed record UnavailableModelDocument(string ModelId, string Circuit, double? CircuitOpenForSeconds, string? Reason);

/// <summary>Represents the result of a free health check.</summary>
internal sealed record HealthDocument(bool IsHealthy, string Description, string? Failure);
