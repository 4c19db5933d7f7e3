using ImageGeneration.Failures;

namespace ImageGeneration.Providers;

/// <summary>Why a call or a job failed. The message holds provider, status and reason; never a prompt, a key or a body.</summary>
/// <remarks>A provider says what it saw; what follows from it stands in the <see cref="FailureTable"/> and in the members below, which are
/// all that the rest of the library reads.</remarks>
/// <param name="Kind">The kind, which decides what comes next.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record ProviderFailure(FailureKind Kind, string Message)
{
    private const int NotFound = 404;

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What it says something about; <see cref="FailureScope.Provider"/> by default. A person who can type a prompt must not be
    /// able to bring about one of a wider scope.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>Where it comes from; <see cref="FailureOrigin.Provider"/> by default.</summary>
    public FailureOrigin Origin { get; init; }

    /// <summary>How long the provider asks to wait; null when it did not say. The built-in providers keep at most ten minutes of it, and
    /// take a negative wait, or one of more than seven days, for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How often the same provider may be asked again after a <see cref="FailureKind.JobFailed"/>; 0 by default. Each is a new
    /// job.</summary>
    public int JobRetries { get; init; }

    /// <summary>Nothing in it says what went wrong: a closed model may have refused the content without saying so, see
    /// <c>Routing:ClosedModels</c>. False by default.</summary>
    public bool IsUnexplained { get; init; }

    /// <summary>Which clock ran out, of a <see cref="FailureKind.TimedOut"/>; <see cref="TimeoutKind.Total"/> too where the answer to a
    /// submit was not waited for any longer, as the request was given up; else null.</summary>
    public TimeoutKind? Timeout { get; init; }

    internal FailureRule Rule => FailureTable.For(Kind);

    internal bool IsLocal => Origin == FailureOrigin.Local;

    /// <summary>What it says to a circuit.</summary>
    internal CircuitEffect Circuit => IsLocal ? CircuitEffect.None : Rule.Circuit;

    /// <summary>A refused key, or an account that is not in order.</summary>
    internal bool IsOfKey => Rule.Circuit == CircuitEffect.OpensLong;

    /// <summary>The provider was heard, in whatever words.</summary>
    internal bool WasAnswered => StatusCode is not null;

    internal bool IsNotFound => StatusCode == NotFound;

    /// <summary>The input was refused by the provider itself.</summary>
    internal bool IsRefusedInput => Kind == FailureKind.InvalidRequest && !IsLocal;

    /// <summary>There is no money for another job.</summary>
    internal bool IsOfBudget => Kind == FailureKind.BudgetExceeded && IsLocal;

    /// <summary>One of the clocks ran out.</summary>
    internal bool IsTimeout => Kind == FailureKind.TimedOut;

    /// <summary>The clock of the wait at the provider ran out: no worker had taken the job.</summary>
    internal bool IsQueueTimeout => IsTimeout && Timeout == TimeoutKind.Queue;

    /// <summary>The request itself has come to its end: nobody else is asked, and nothing is looked at again.</summary>
    internal bool EndsRequest => Rule.EndsRequest || Timeout == TimeoutKind.Total;

    /// <summary>A status read that fails so says nothing about its job, however often.</summary>
    internal bool MayPass => Rule.MayPass && !IsUnreadable;

    /// <summary>A success whose body cannot be read: a proxy's page, or half a document.</summary>
    internal bool IsUnreadable => Kind == FailureKind.Unavailable && IsOfSuccess;

    /// <summary>A success that is larger than what is taken, each time.</summary>
    internal bool IsTooLarge => Kind == FailureKind.JobFailed && IsOfSuccess;

    /// <summary>A cancellation that is answered so is not asked for again.</summary>
    internal bool EndsCancellation => Rule.EndsCancellation || IsTooLarge;

    private bool IsOfSuccess => StatusCode is >= 200 and < 300;
}
