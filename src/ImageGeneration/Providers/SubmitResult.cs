namespace ImageGeneration.Providers;

/// <summary>What came of a submit: the three ways it can end, which decide whether the job may be paid for and whether it may be sent
/// again.</summary>
public abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <summary>The provider has the job. It may have ended already.</summary>
    /// <param name="Job">The job, with its reference where the provider told one.</param>
    public sealed record Accepted(ProviderJob Job) : SubmitResult;

    /// <summary>The provider surely has no job: nothing is billed, and the same may be sent again where the failure allows it.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record NotAccepted(ProviderFailure Failure) : SubmitResult;

    /// <summary>The answer got lost: the provider may have the job, and bill it. It is never sent to the same provider again.</summary>
    /// <param name="Failure">What was seen; its kind is <see cref="FailureKind.UnknownOutcome"/>.</param>
    public sealed record Unknown(ProviderFailure Failure) : SubmitResult;

    /// <summary>The result of a submit that brought no job: <see cref="Unknown"/> where the kind says so, else
    /// <see cref="NotAccepted"/>.</summary>
    /// <param name="failure">Why.</param>
    public static SubmitResult FromFailure(ProviderFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Kind == FailureKind.UnknownOutcome ? new Unknown(failure) : new NotAccepted(failure);
    }

    /// <summary>The result of a submit that was answered with a job: one without a reference that failed before it ran was not
    /// accepted.</summary>
    internal static SubmitResult FromJob(ProviderJob job) =>
        job is { Reference: null, Status: JobStatus.Failed, Failure: { Kind: not (FailureKind.JobFailed or FailureKind.EmptyOutput
            or FailureKind.OutputExpired or FailureKind.OutputRejected or FailureKind.OutputUnavailable) } failure }
            and { RunTime: null, QueueTime: null, CostUsd: null, Warnings.Count: 0, Images.Count: 0 }
            ? FromFailure(failure)
            : new Accepted(job);

    /// <summary>The job, or a failed one without a reference.</summary>
    internal ProviderJob ToJob() => this switch
    {
        Accepted accepted => accepted.Job,
        NotAccepted refused => ProviderJob.Failed(refused.Failure),
        Unknown lost => ProviderJob.Failed(lost.Failure),
        _ => throw new InvalidOperationException($"A submit cannot end as {GetType().Name}."),
    };
}
