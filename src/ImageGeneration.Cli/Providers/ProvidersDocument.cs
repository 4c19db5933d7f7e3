namespace ImageGeneration.Cli.Providers;

/// <summary>The providers as <c>--json</c> prints them.</summary>
internal sealed record ProvidersDocument(IReadOnlyList<ProviderDocument> Providers, bool Simulated);

/// <summary>One provider: models with prices, limits, how it is doing, and its health when it was asked. Times are what is left, null for
/// none.</summary>
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

/// <summary>A model at a provider; the price is for one image of 1024x1024.</summary>
internal sealed record ModelDocument(string Model, string ModelId, decimal? CostUsd, string Basis, Uri? Source, DateOnly? AsOf);

/// <summary>A model or endpoint that is left alone while its provider is not.</summary>
internal sealed record UnavailableModelDocument(string ModelId, string Circuit, double? CircuitOpenForSeconds, string? Reason);

/// <summary>What a free look found.</summary>
internal sealed record HealthDocument(bool IsHealthy, string Description, string? Failure);
