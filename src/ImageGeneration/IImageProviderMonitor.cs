namespace ImageGeneration;

/// <summary>Tells how the providers are doing. Free of charge: nothing is generated. Thread-safe.</summary>
public interface IImageProviderMonitor
{
    /// <summary>Gets the providers in the order of registration: models, limits, queues and circuits, from the traffic of this
    /// process.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<ProviderStatus> GetStatus();

    /// <summary>Asks a provider whether it answers and accepts the key.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found; a provider that does not answer is a result, no exception.</returns>
    /// <exception cref="ArgumentException">No provider of this name is configured.</exception>
    Task<ProviderHealth> CheckHealthAsync(string provider, CancellationToken cancellationToken = default);
}
