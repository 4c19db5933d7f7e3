using ImageGeneration.Failures;

namespace ImageGeneration.Providers;

/// <summary>Represents the reason why a call or a job failed. The message contains the provider, the status and the reason, never a
/// prompt, a key or a body.</summary>
/// <remarks>A provider reports what it saw; what follows from it is in the <see cref="FailureTable"/> and in the members below, which are
/// all that the rest of the library reads.</remarks>
/// <param name="Kind">The kind, which decides what comes next.</param>
/// <param name="Message">One sentence.</param>
public sealed record ProviderFailure(FailureKind Kind, string Message)
{
    private const int NotFound = 404;

    /// <summary>Gets the HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets what the failure concerns; <see cref="FailureScope.Provider"/> by default. What anyone who can type a prompt can
    /// cause must not have a wider scope than the request.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>Gets where the failure comes from; <see cref="FailureOrigin.Provider"/> by default.</summary>
    public FailureOrigin Origin { get; init; }

    /// <summary>Gets how long the provider asks to wait; null when it does not. The built-in providers honor at most ten minutes, and
    /// ignore a negative wait or one of more than seven days.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets how many times the same provider may be asked again after a <see cref="FailureKind.JobFailed"/>; 0 by default. Each
    /// time is a new job.</summary>
    public int JobRetries { get; init; }

    /// <summary>Gets a value indicating whether the failure has no known cause: a closed model may have refused the content without saying
    /// so, see <c>Routing:ClosedModels</c>. False by default.</summary>
    public bool IsUnexplained { get; init; }

    /// <summary>Gets the timeout that expired, for a <see cref="FailureKind.TimedOut"/>; also <see cref="TimeoutKind.Total"/> when the
    /// answer to a submit was no longer awaited because the request was given up; otherwise null.</summary>
    public TimeoutKind? Timeout { get; init; }

    internal FailureRule Rule => FailureTable.For(Kind);

    internal bool IsLocal => Origin == FailureOrigin.Local;

    /// <summary>Gets its effect on a circuit.</summary>
    internal CircuitEffect Circuit => IsLocal ? CircuitEffect.None : Rule.Circuit;

    /// <summary>Whether the key was refused or the account is not in order.</summary>
    internal bool IsOfKey => Rule.Circuit == CircuitEffect.OpensLong;

    /// <summary>Whether the provider answered.</summary>
    internal bool WasAnswered => StatusCode is not null;

    internal bool IsNotFound => StatusCode == NotFound;

    /// <summary>Whether the provider itself refused the input.</summary>
    internal bool IsRefusedInput => Kind == FailureKind.InvalidRequest && !IsLocal;

    /// <summary>Whether the budget has no room for another job.</summary>
    internal bool IsOfBudget => Kind == FailureKind.BudgetExceeded && IsLocal;

    /// <summary>Whether a timeout expired.</summary>
    internal bool IsTimeout => Kind == FailureKind.TimedOut;

    /// <summary>Whether the timeout of the wait at the provider expired: no worker had taken the job.</summary>
    internal bool IsQueueTimeout => IsTimeout && Timeout == TimeoutKind.Queue;

    /// <summary>Whether the request itself has ended: no other provider is asked, and no job is read again.</summary>
    internal bool EndsRequest => Rule.EndsRequest || Timeout == TimeoutKind.Total;

    /// <summary>Whether a status read that fails this way says nothing about its job, however often.</summary>
    internal bool MayPass => Rule.MayPass && !IsUnreadable;

    /// <summary>Whether it is a success whose body cannot be read: a proxy's page, or half a document.</summary>
    internal bool IsUnreadable => Kind == FailureKind.Unavailable && IsOfSuccess;

    /// <summary>Whether it is a success that is too large every time.</summary>
    internal bool IsTooLarge => Kind == FailureKind.JobFailed && IsOfSuccess;

    /// <summary>Whether a cancellation that is answered this way is not repeated.</summary>
    internal bool EndsCancellation => Rule.EndsCancellation || IsTooLarge;

    private bool IsOfSuccess => StatusCode is >= 200 and < 300;
}
