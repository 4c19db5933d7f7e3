namespace ImageGeneration.Providers;

/// <summary>A provider that can ask what a model takes, instead of knowing it. Optional: it is called before a request is planned, within
/// the time of a read, so that <see cref="IImageProvider.GetCapabilities"/> itself never waits.</summary>
public interface ICapabilityReader
{
    /// <summary>Learns about a model, once; further calls end at once. What could not be learnt stays as it was.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <param name="cancellationToken">Ends the wait, not the learning.</param>
    /// <returns>When <see cref="IImageProvider.GetCapabilities"/> has its best answer.</returns>
    ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken);
}
