namespace ImageGeneration.Providers;

/// <summary>A provider that can say why a job still waits in its queue. Optional: it is asked, within a short time, when a job is given up
/// before it ran, and its sentence goes into the failure's message.</summary>
public interface IQueueDiagnosis
{
    /// <summary>Looks at the queue, once and free of charge.</summary>
    /// <param name="job">The job that waits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A sentence for a person; null when it cannot tell.</returns>
    Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken);
}
