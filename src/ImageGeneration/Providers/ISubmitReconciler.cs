namespace ImageGeneration.Providers;

/// <summary>A provider that can find out whether a job was accepted although the answer got lost.</summary>
public interface ISubmitReconciler
{
    /// <summary>Looks for the job that a lost submit may have made.</summary>
    /// <param name="request">What was submitted.</param>
    /// <param name="since">When the submit began, by this machine's clock.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The job when there is exactly one match; null when there surely is none; a job with status <see cref="JobStatus.Unknown"/>
    /// when it cannot be told.</returns>
    Task<ProviderJob?> FindSubmittedAsync(ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken);
}
