namespace ImageGeneration;

/// <summary>Provides the state of the providers. Free of charge: nothing is generated. Thread-safe.</summary>
public interface IImageProviderMonitor
{
    /// <summary>Gets the state of the providers in the order of registration: models, limits, queues and circuits, from the traffic of
    /// this process.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<ProviderStatus> GetStatus();

    /// <summary>Checks whether a provider answers and accepts the key.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The result of the check; a provider that does not answer is a result, not an exception.</returns>
    /// <exception cref="ArgumentException">No provider of this name is configured.</exception>
    Task<ProviderHealth> CheckHealthAsync(string provider, CancellationToken cancellationToken = default);
}
