namespace ImageGeneration.Outputs;

/// <summary>Checks an image before it counts as delivered: its file, its quality, its content. Any number can be registered
/// (<c>services.AddSingleton&lt;IOutputCheck, MyCheck&gt;()</c>); the checks of an image run one after the other, in the order of their
/// registration, until one rejects it.</summary>
/// <remarks>A check runs on the thread pool, for up to four images of a job at once. One that throws, or takes longer than
/// <c>Outputs:CheckTimeout</c> or the request's deadline, accepts the image with a warning, as it is paid for.</remarks>
public interface IOutputCheck
{
    /// <summary>Gets the name of the check in warnings and logs; by default that of its type.</summary>
    string Name => GetType().Name;

    /// <summary>Gets a value indicating whether the check reads the file; true by default. Such a check is skipped for an image that is
    /// only a link: see <c>Outputs:Download</c>.</summary>
    bool NeedsBytes => true;

    /// <summary>Checks one image.</summary>
    /// <param name="context">The image, and the request that it was made for.</param>
    /// <param name="cancellationToken">A token that is canceled with the request, or when the check takes too long.</param>
    /// <returns>The verdict.</returns>
    ValueTask<OutputVerdict> CheckAsync(OutputCheckContext context, CancellationToken cancellationToken);
}

/// <summary>Represents an image to check, and the request that it was made for.</summary>
public sealed record OutputCheckContext
{
    /// <summary>Gets the image; its <see cref="GeneratedImage.Bytes"/> are null when it is only a link.</summary>
    public required GeneratedImage Image { get; init; }

    /// <summary>Gets the request, as the caller wrote it.</summary>
    public required ImageGenerationRequest Request { get; init; }

    /// <summary>Gets the name of the provider that made the image.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the provider's id of the model.</summary>
    public required string ModelId { get; init; }
}
