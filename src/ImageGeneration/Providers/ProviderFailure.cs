namespace ImageGeneration.Providers;

/// <summary>Why a call or a job failed. The message holds provider, status and reason; never a prompt, a key or a body.</summary>
/// <param name="Kind">The kind, which decides what comes next.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record ProviderFailure(FailureKind Kind, string Message)
{
    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What it says something about; <see cref="FailureScope.Provider"/> by default. A person who can type a prompt must not be
    /// able to bring about one of a wider scope.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>How long the provider asks to wait; null when it did not say. The built-in providers keep at most ten minutes of it, and
    /// take a negative wait, or one of more than seven days, for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How often the same provider may be asked again after a <see cref="FailureKind.JobFailed"/>; 0 by default. Each is a new
    /// job.</summary>
    public int JobRetries { get; init; }

    /// <summary>The request never left this process (a full queue, an open breaker, the budget): it says nothing about the
    /// provider.</summary>
    public bool IsLocal { get; init; }

    // The call itself went well, and what it brought cannot be used.
    internal bool IsOfSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Nothing in it says what went wrong: a closed model may have refused the content without saying so, see
    /// <c>Routing:ClosedModels</c>. False by default.</summary>
    public bool IsUnexplained { get; init; }

    /// <summary>Which clock ran out, of a <see cref="FailureKind.TimedOut"/>; <see cref="TimeoutKind.Total"/> too where the answer to a
    /// submit was not waited for any longer, as the request was given up; else null.</summary>
    public TimeoutKind? Timeout { get; init; }
}
