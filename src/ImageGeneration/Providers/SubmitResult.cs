namespace ImageGeneration.Providers;

/// <summary>Represents the outcome of a submit: one of three, which decide whether the job may be paid for and whether it may be sent
/// again.</summary>
public abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <summary>The provider has the job, which may have ended already.</summary>
    /// <param name="Job">The job, with its reference when the provider returned one.</param>
    public sealed record Accepted(ProviderJob Job) : SubmitResult;

    /// <summary>The provider surely has no job: nothing is billed, and the same may be sent again when the failure allows it.</summary>
    /// <param name="Failure">The failure.</param>
    public sealed record NotAccepted(ProviderFailure Failure) : SubmitResult;

    /// <summary>The answer was lost: the provider may have the job, and bill it. It is never sent to the same provider again.</summary>
    /// <param name="Failure">The failure, of kind <see cref="FailureKind.UnknownOutcome"/>.</param>
    public sealed record Unknown(ProviderFailure Failure) : SubmitResult;

    /// <summary>Creates the result of a submit that was answered with a failure, by its kind: mostly <see cref="NotAccepted"/>;
    /// <see cref="Unknown"/> after a lost answer; <see cref="Accepted"/> when the failure is that of a job that ran.</summary>
    /// <param name="failure">The failure.</param>
    public static SubmitResult FromFailure(ProviderFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Rule.Acceptance switch
        {
            JobAcceptance.Accepted => new Accepted(ProviderJob.Failed(failure)),
            JobAcceptance.NotAccepted => new NotAccepted(failure),
            _ => new Unknown(failure),
        };
    }

    /// <summary>Creates the result of a submit that was answered with a job: one without a reference that failed before it ran was not
    /// accepted.</summary>
    internal static SubmitResult FromJob(ProviderJob job) =>
        job is { Reference: null, Status: JobStatus.Failed, Failure: { } failure }
            and { RunTime: null, QueueTime: null, CostUsd: null, Warnings.Count: 0, Images.Count: 0 }
            ? FromFailure(failure)
            : new Accepted(job);

    /// <summary>Returns the job, or a failed one without a reference.</summary>
    internal ProviderJob ToJob() => this switch
    {
        Accepted { Job.Acceptance: JobAcceptance.Accepted } accepted => accepted.Job,
        Accepted accepted => accepted.Job with { Acceptance = JobAcceptance.Accepted },
        NotAccepted refused => ProviderJob.NotAccepted(refused.Failure),
        Unknown lost => ProviderJob.Failed(lost.Failure) with { Acceptance = JobAcceptance.Unknown },
        _ => throw new InvalidOperationException($"A submit cannot end as {GetType().Name}."),
    };
}
