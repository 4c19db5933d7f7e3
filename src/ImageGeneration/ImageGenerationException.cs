using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>A generation failed. The message names provider, status and job id; never a prompt, a key or a body.</summary>
public class ImageGenerationException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ImageGenerationException"/> class.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="message">The message.</param>
    /// <param name="attempts">What was tried.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ImageGenerationException(
        FailureKind kind, string message, IReadOnlyList<GenerationAttempt>? attempts = null, Exception? innerException = null)
        : base(MessageSanitizer.ToLine(message), innerException)
    {
        Kind = kind;
        Attempts = attempts ?? [];
    }

    /// <summary>Why it failed: of several attempts, the last one's kind.</summary>
    public FailureKind Kind { get; }

    /// <summary>What was tried, in order, with each job's id and bill. Empty when nothing was.</summary>
    public IReadOnlyList<GenerationAttempt> Attempts { get; }

    /// <summary>The provider that failed last; null when none was asked.</summary>
    public string? Provider => Attempts.Count > 0 ? Attempts[^1].Provider : null;

    /// <summary>Gets a value indicating whether the same request may succeed later without a change: a limit, a full queue, an outage or a
    /// timeout, rather than a refused input, key, account or content.</summary>
    /// <remarks>A job whose outcome is unknown is not transient: trying again may pay twice. The library sets it by <see cref="Kind"/>; in
    /// an exception of your own it is <see langword="false"/> unless you set it.</remarks>
    public bool IsTransient { get; init; }

    /// <summary>When to try again, as the provider asked; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>No provider of the route delivered; the message starts "All providers failed" and tells each attempt.</summary>
/// <param name="kind">The last attempt's kind.</param>
/// <param name="message">The message.</param>
/// <param name="attempts">What was tried.</param>
public sealed class AllProvidersFailedException(FailureKind kind, string message, IReadOnlyList<GenerationAttempt> attempts)
    : ImageGenerationException(kind, message, attempts);

/// <summary>A content filter refused the prompt or the picture; the message starts "Content policy violation".</summary>
/// <param name="message">The message.</param>
/// <param name="attempts">What was tried.</param>
public sealed class ContentRejectedException(string message, IReadOnlyList<GenerationAttempt> attempts)
    : ImageGenerationException(FailureKind.ContentRejected, message, attempts);

/// <summary>The budget has no room; the message starts "Budget exceeded" and names the limit. Nothing was sent.</summary>
/// <param name="message">The message.</param>
/// <param name="attempts">What was tried.</param>
public sealed class BudgetExceededException(string message, IReadOnlyList<GenerationAttempt> attempts)
    : ImageGenerationException(FailureKind.BudgetExceeded, message, attempts);

/// <summary>The caller canceled; what became of the remote jobs is told here. It is an <see cref="OperationCanceledException"/>.</summary>
public sealed class ImageGenerationCanceledException : OperationCanceledException
{
    /// <summary>Initializes a new instance of the <see cref="ImageGenerationCanceledException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attempts">What was under way.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public ImageGenerationCanceledException(string message, IReadOnlyList<GenerationAttempt> attempts, CancellationToken cancellationToken)
        : base(MessageSanitizer.ToLine(message), cancellationToken) => Attempts = attempts;

    /// <summary>What was under way; <see cref="GenerationAttempt.Cancellation"/> says whether the provider confirmed.</summary>
    public IReadOnlyList<GenerationAttempt> Attempts { get; }
}
