namespace ImageGeneration.Prompts;

/// <summary>Checks a request before it is planned: nothing has been spent and no provider asked by then. Any number can be registered
/// (<c>services.AddSingleton&lt;IPromptCheck, MyCheck&gt;()</c>); they run one after the other, in the order of their registration, until
/// one refuses.</summary>
/// <remarks>A check runs on the thread pool. When one throws, or takes longer than <c>Prompts:CheckTimeout</c>, the request fails with
/// <see cref="FailureKind.PromptCheckFailed"/>, unless <c>Prompts:AllowWhenCheckFails</c> is set.</remarks>
public interface IPromptCheck
{
    /// <summary>Gets the name of the check in messages and logs; by default that of its type.</summary>
    string Name => GetType().Name;

    /// <summary>Checks one request.</summary>
    /// <param name="request">The request, as the caller wrote it.</param>
    /// <param name="cancellationToken">A token that is canceled with the request, or when the check takes too long.</param>
    /// <returns>The verdict.</returns>
    ValueTask<PromptVerdict> CheckAsync(ImageGenerationRequest request, CancellationToken cancellationToken);
}

/// <summary>Represents the verdict of an <see cref="IPromptCheck"/>.</summary>
public sealed record PromptVerdict
{
    private PromptVerdict(string? reason) => Reason = reason;

    /// <summary>Gets the verdict that allows a request.</summary>
    public static PromptVerdict Allow { get; } = new(reason: null);

    /// <summary>Gets a value indicating whether the request may be run.</summary>
    public bool IsAllowed => Reason is null;

    /// <summary>Gets the reason for a refusal, as a sentence; null when the request may be run.</summary>
    public string? Reason { get; }

    /// <summary>Creates a verdict by which the request fails with a <see cref="ContentRejectedException"/>.</summary>
    /// <param name="reason">The reason, as a sentence: it becomes the exception's message.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static PromptVerdict Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(reason);
    }
}
