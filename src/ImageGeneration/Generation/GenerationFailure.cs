using ImageGeneration.Failover;
using ImageGeneration.Failures;
using ImageGeneration.Jobs;
using ImageGeneration.Prompts;
using ImageGeneration.Routing;

namespace ImageGeneration.Generation;

/// <summary>Creates the exception for a route that delivered nothing.</summary>
internal static class GenerationFailure
{
    public static Exception From(GenerationResult result, PlannedRoute route, bool isSingleProvider, RequestScope scope)
    {
        var attempts = result.Attempts;
        if (scope.Caller.IsCancellationRequested)
        {
            return Canceled(attempts, scope.Caller);
        }

        if (result.Failure is not { } failure)
        {
            return new ContentRejectedException(Message(FailureKind.ContentRejected, "the content filter withheld every image."), attempts);
        }

        var message = Message(failure.Kind, failure.Message);
        return failure.Kind switch
        {
            FailureKind.ContentRejected => new ContentRejectedException(message, attempts),
            FailureKind.BudgetExceeded when attempts.All(attempt => attempt.Failure == FailureKind.BudgetExceeded) =>
                new BudgetExceededException(message, attempts),
            _ when isSingleProvider || result.IsFailoverForbidden || failure.EndsRequest =>
                new ImageGenerationException(failure.Kind, message, attempts)
                {
                    IsTransient = failure.Rule.IsTransient,
                    RetryAfter = failure.RetryAfter,
                },
            _ => new AllProvidersFailedException(failure.Kind, AllFailed(attempts, route.Excluded), attempts)
            {
                IsTransient = failure.Rule.IsTransient,
                RetryAfter = failure.RetryAfter,
            },
        };
    }

    public static ImageGenerationCanceledException Canceled(IReadOnlyList<GenerationAttempt> attempts, CancellationToken caller)
    {
        var canceled = attempts
            .Where(attempt => attempt is { JobId: not null, Failure: FailureKind.Canceled })
            .Select(attempt => attempt.Message);
        var unseen = attempts.Where(attempt => attempt.PossiblyBilled).Select(attempt => GenerationReport.PossiblyBilledWarning(attempt.Provider));
        var message = string.Join(" ", canceled.Concat(unseen));
        return new(message.Length > 0 ? message : "Canceled before a job was accepted.", attempts, caller);
    }

    /// <summary>Creates the exception for a request that a check of the application refused.</summary>
    public static ImageGenerationException Refused(PromptRefusal refusal)
    {
        var message = Message(refusal.Kind, refusal.Message);
        return refusal.Kind == FailureKind.ContentRejected
            ? new ContentRejectedException(message, [])
            : new ImageGenerationException(refusal.Kind, message) { IsTransient = FailureTable.For(refusal.Kind).IsTransient };
    }

    public static ImageGenerationException NoEligibleProvider(ImageGenerationRequest request, PlannedRoute route) =>
        new(FailureKind.Unsupported, $"No configured provider can do this request ({request}): {Excluded(route.Excluded)}.");

    private static string AllFailed(IReadOnlyList<GenerationAttempt> attempts, IReadOnlyList<RouteExclusion> excluded)
    {
        var tried = string.Join(
            " ", attempts.Select(attempt => $"[{attempt.Failure}] {Message(attempt.Failure, attempt.Message).TrimEnd('.')}."));
        return $"All providers failed. {tried}" + (excluded.Count == 0 ? "" : $" Not asked: {Excluded(excluded)}.");
    }

    private static string Message(FailureKind? kind, string? message) => kind switch
    {
        FailureKind.Unauthorized => WithPrefix("Authentication failed", message),
        FailureKind.ContentRejected => WithPrefix("Content policy violation", message),
        FailureKind.BudgetExceeded => WithPrefix("Budget exceeded", message),
        _ => message ?? "",
    };

    private static string WithPrefix(string words, string? message) =>
        message?.StartsWith(words, StringComparison.Ordinal) == true
            ? message
            : $"{words}: {message?.Replace(words + ": ", "", StringComparison.Ordinal)}";

    private static string Excluded(IReadOnlyList<RouteExclusion> excluded) =>
        string.Join("; ", excluded.Select(exclusion => $"{exclusion.Provider}: {exclusion.Reason}"));
}
