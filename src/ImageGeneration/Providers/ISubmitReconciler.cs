namespace ImageGeneration.Providers;

/// <summary>A provider that can look up what became of a submit whose answer got lost. Optional: a provider without it leaves such a
/// submit at <see cref="FailureKind.UnknownOutcome"/>.</summary>
public interface ISubmitReconciler
{
    /// <summary>Looks for the job of a submit, once.</summary>
    /// <param name="request">What was submitted.</param>
    /// <param name="since">When it was sent, by this process's clock.</param>
    /// <param name="tryClaim">Gets a job's id and says whether it may be adopted: true once for each id that belongs to no other request.
    /// Two equal requests must not adopt the same job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The job; null when there is none, or when that could not be found out.</returns>
    Task<ProviderJob?> FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, Func<string, bool> tryClaim, CancellationToken cancellationToken);
}
