namespace ImageGeneration.Prompts;

/// <summary>Checks a request before it is planned: nothing is spent and no provider is asked by then. Any number can be registered
/// (<c>services.AddSingleton&lt;IPromptCheck, MyCheck&gt;()</c>); they are asked one after the other, in the order of their registration,
/// until one refuses.</summary>
/// <remarks>A check runs on the thread pool. Where one throws, or takes longer than <c>Prompts:CheckTimeout</c>, the request fails with
/// <see cref="FailureKind.PromptCheckFailed"/>, unless <c>Prompts:AllowWhenCheckFails</c> is set.</remarks>
public interface IPromptCheck
{
    /// <summary>Gets the name that messages and logs have for the check; by default that of its type.</summary>
    string Name => GetType().Name;

    /// <summary>Checks one request.</summary>
    /// <param name="request">The request, as the caller wrote it.</param>
    /// <param name="cancellationToken">Ends with the request, or when the check takes too long.</param>
    /// <returns>The verdict.</returns>
    ValueTask<PromptVerdict> CheckAsync(ImageGenerationRequest request, CancellationToken cancellationToken);
}

/// <summary>The answer of an <see cref="IPromptCheck"/>.</summary>
public sealed record PromptVerdict
{
    private PromptVerdict(string? reason) => Reason = reason;

    /// <summary>Gets the verdict on a request that may be run.</summary>
    public static PromptVerdict Allow { get; } = new(reason: null);

    /// <summary>Gets a value indicating whether the request may be run.</summary>
    public bool IsAllowed => Reason is null;

    /// <summary>Gets the reason of a refusal, as a sentence; null where the request may be run.</summary>
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
