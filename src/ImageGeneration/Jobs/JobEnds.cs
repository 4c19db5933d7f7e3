using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;

namespace ImageGeneration.Jobs;

/// <summary>Processes the end of a job: resolves contradictions, keeps the prompt out of messages, records the run time.</summary>
internal sealed class JobEnds(string provider, RunTimeHistory runTimes, MessageSanitizer text, TimeProvider time)
{
    /// <summary>Records the end of a job; an attempt that was never sent is no job.</summary>
    public ProviderJob Record(ProviderJob job, JobContext context, long submitted)
    {
        if (job.IsUnsent)
        {
            return job;
        }

        job = Normalize(job);
        job = job is { Failure: null, Warnings.Count: 0 } ? job : Clean(job, context.Request);
        if (job.Status == JobStatus.Succeeded)
        {
            runTimes.Record(context.Request, time.GetElapsedTime(submitted));
        }
        else if (context is { HasLostRace: true, Cancellation.HedgeDelay: { } usual })
        {
            // It took longer than that, by how much is unknown. If they were left out, slow jobs would be forgotten and ever more jobs
            // would seem slow.
            runTimes.Record(context.Request, usual);
        }

        context.Add(job);
        return job;
    }

    /// <summary>Resolves what contradicts itself in a provider's account of the end of a job.</summary>
    public ProviderJob Normalize(ProviderJob job) => job switch
    {
        { Status: JobStatus.Succeeded, Images.Count: 0 } => job with
        {
            Status = JobStatus.Failed,
            Failure = new(FailureKind.EmptyOutput, $"{provider}: the job succeeded without an image."),
        },
        { Status: JobStatus.Succeeded, Failure: not null } => job with { Failure = null },
        { Status: not JobStatus.Succeeded, Failure: null } => job with
        {
            Failure = new(FailureKind.JobFailed, $"{provider}: the job failed without a reason."),
        },
        _ => job,
    };

    // A read does not know the request, and a service may repeat its prompt.
    private ProviderJob Clean(ProviderJob job, ProviderRequest request) => job with
    {
        Failure = job.Failure is { } failure
            ? RefusedAdaptation.Judge(failure with { Message = text.Sanitize(failure.Message, request) }, request)
            : null,
        Warnings = [.. job.Warnings.Select(warning => text.Sanitize(warning, request))],
    };
}
