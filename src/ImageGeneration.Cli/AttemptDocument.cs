namespace ImageGeneration.Cli;

/// <summary>Represents an attempt in the output of <c>--json</c>.</summary>
internal sealed record AttemptDocument(
    string Provider,
    string? ModelId,
    string? JobId,
    string? Failure,
    string? Message,
    double PermitTimeSeconds,
    double? QueueTimeSeconds,
    double? RunTimeSeconds,
    double DurationSeconds,
    decimal? CostUsd,
    bool CostIsEstimate,
    int Resubmits,
    string? Cancellation,
    bool PossiblyBilled)
{
    public static IReadOnlyList<AttemptDocument> From(IReadOnlyList<GenerationAttempt> attempts) => [.. attempts.Select(From)];

    private static AttemptDocument From(GenerationAttempt attempt) => new(
        attempt.Provider,
        attempt.ModelId,
        attempt.JobId,
        attempt.Failure is { } failure ? Words.For(failure) : null,
        attempt.Message,
        attempt.PermitTime.TotalSeconds,
        attempt.QueueTime?.TotalSeconds,
        attempt.RunTime?.TotalSeconds,
        attempt.Duration.TotalSeconds,
        attempt.CostUsd,
        attempt.CostIsEstimate,
        attempt.Resubmits,
        attempt.Cancellation is { } cancellation ? Words.For(cancellation) : null,
        attempt.PossiblyBilled);
}
