using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>The exception that is thrown when a generation fails. The message contains the provider, the status and the job id, never a
/// prompt, a key or a body.</summary>
public class ImageGenerationException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ImageGenerationException"/> class.</summary>
    /// <param name="kind">The kind of the failure.</param>
    /// <param name="message">The message.</param>
    /// <param name="attempts">The attempts that were made; null for none.</param>
    /// <param name="innerException">The exception that caused this one; null for none.</param>
    public ImageGenerationException(
        FailureKind kind, string message, IReadOnlyList<GenerationAttempt>? attempts = null, Exception? innerException = null)
        : base(MessageSanitizer.ToLine(message), innerException)
    {
        Kind = kind;
        Attempts = attempts ?? [];
    }

    /// <summary>Gets the kind of the failure: of several attempts, that of the last one.</summary>
    public FailureKind Kind { get; }

    /// <summary>Gets the attempts in order, each with the id and the cost of its job; empty when there were none.</summary>
    public IReadOnlyList<GenerationAttempt> Attempts { get; }

    /// <summary>Gets the provider that failed last; null when none was asked.</summary>
    public string? Provider => Attempts.Count > 0 ? Attempts[^1].Provider : null;

    /// <summary>Gets a value indicating whether the same request may succeed later without a change: a limit, a full queue, an outage or a
    /// timeout, rather than a refused input, key, account or content.</summary>
    /// <remarks>A job whose outcome is unknown is not transient: trying again may pay twice. The library sets it by <see cref="Kind"/>; in
    /// an exception of your own it is <see langword="false"/> unless you set it.</remarks>
    public bool IsTransient { get; init; }

    /// <summary>Gets how long to wait before another try, as the provider asked; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The exception that is thrown when no provider of the route delivered; the message starts with "All providers failed" and names
/// each attempt.</summary>
/// <param name="kind">The kind of the last attempt's failure.</param>
/// <param name="message">The message.</param>
/// <param name="attempts">The attempts that were made.</param>
public sealed class AllProvidersFailedException(FailureKind kind, string message, IReadOnlyList<GenerationAttempt> attempts)
    : ImageGenerationException(kind, message, attempts);

/// <summary>The exception that is thrown when a content filter refused the prompt or the image; the message starts with "Content policy
/// violation".</summary>
/// <param name="message">The message.</param>
/// <param name="attempts">The attempts that were made.</param>
public sealed class ContentRejectedException(string message, IReadOnlyList<GenerationAttempt> attempts)
    : ImageGenerationException(FailureKind.ContentRejected, message, attempts);

/// <summary>The exception that is thrown when the budget has no room for a request; the message starts with "Budget exceeded" and names
/// the limit. Nothing was sent.</summary>
/// <param name="message">The message.</param>
/// <param name="attempts">The attempts that were made.</param>
public sealed class BudgetExceededException(string message, IReadOnlyList<GenerationAttempt> attempts)
    : ImageGenerationException(FailureKind.BudgetExceeded, message, attempts);

/// <summary>The exception that is thrown when the caller canceled a generation; its attempts say what became of the remote jobs.</summary>
public sealed class ImageGenerationCanceledException : OperationCanceledException
{
    /// <summary>Initializes a new instance of the <see cref="ImageGenerationCanceledException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attempts">The attempts that were under way.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public ImageGenerationCanceledException(string message, IReadOnlyList<GenerationAttempt> attempts, CancellationToken cancellationToken)
        : base(MessageSanitizer.ToLine(message), cancellationToken) => Attempts = attempts;

    /// <summary>Gets the attempts that were under way; <see cref="GenerationAttempt.Cancellation"/> says whether the provider confirmed
    /// the cancellation.</summary>
    public IReadOnlyList<GenerationAttempt> Attempts { get; }
}
