namespace ImageGeneration.Providers;

/// <summary>All that is needed to find a job again, after a restart too.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Id">The provider's id of the job.</param>
/// <param name="ModelId">The provider's id of the model or endpoint that runs it.</param>
/// <param name="StatusUri">Where to ask, when the provider said so; null where that follows from the id.</param>
/// <param name="Count">How many images it was asked for.</param>
public sealed record JobReference(string Provider, string Id, string ModelId, Uri? StatusUri = null, int Count = 1)
{
    /// <summary>What the caller wrote, for as long as this process waits for the job: errors repeat it.</summary>
    internal CallerWords Caller { get; init; }
}
