namespace ImageGeneration.Providers;

/// <summary>Represents all that is needed to find a job again, even after a restart.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Id">The provider's id of the job.</param>
/// <param name="ModelId">The provider's id of the model or endpoint that runs it.</param>
/// <param name="StatusUri">The address to read the job at, when the provider returned one; null when it follows from the id.</param>
/// <param name="Count">The number of images that were requested.</param>
public sealed record JobReference(string Provider, string Id, string ModelId, Uri? StatusUri = null, int Count = 1)
{
    /// <summary>Gets the caller's prompts, which errors repeat, for as long as this process waits for the job.</summary>
    internal CallerWords Caller { get; init; }
}
