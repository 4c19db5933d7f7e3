using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration;

/// <summary>Turns a route that delivered nothing into the exception that its caller meets.</summary>
internal static class GenerationFailure
{
    public static Exception From(RouteOutcome outcome, PlannedRoute route, bool isSingleProvider, RequestScope scope)
    {
        var attempts = outcome.Attempts;
        if (scope.Caller.IsCancellationRequested)
        {
            return new ImageGenerationCanceledException(Canceled(attempts), attempts, scope.Caller);
        }

        if (outcome.Failure is not { } failure)
        {
            return new ImageGenerationException(FailureKind.EmptyOutput, "No image was delivered: the content filter withheld them all.", attempts);
        }

        var message = Message(failure.Kind, failure.Message);
        return failure.Kind switch
        {
            FailureKind.ContentRejected => new ContentRejectedException(message, attempts),
            FailureKind.BudgetExceeded when attempts.TrueForAll(attempt => attempt.Failure == FailureKind.BudgetExceeded) =>
                new BudgetExceededException(message, attempts),
            _ when isSingleProvider || Stops(failure.Kind, failure.Clock) =>
                new ImageGenerationException(failure.Kind, message, attempts) { RetryAfter = failure.RetryAfter },
            _ => new AllProvidersFailedException(failure.Kind, AllFailed(attempts, route.Excluded), attempts) { RetryAfter = failure.RetryAfter },
        };
    }

    public static ImageGenerationException Nobody(ImageGenerationRequest request, PlannedRoute route) =>
        new(FailureKind.Unsupported, $"No configured provider can do this request ({request}): {Excluded(route.Excluded)}.");

    private static bool Stops(FailureKind kind, string? clock) =>
        kind is FailureKind.InvalidRequest or FailureKind.UnknownOutcome || clock == JobClock.Total;

    private static string AllFailed(List<GenerationAttempt> attempts, IReadOnlyList<RouteExclusion> excluded)
    {
        var tried = string.Join(" ", attempts.Select(attempt => $"[{attempt.Failure}] {Message(attempt.Failure, attempt.Message).TrimEnd('.')}."));
        return $"All providers failed. {tried}" + (excluded.Count == 0 ? "" : $" Not asked: {Excluded(excluded)}.");
    }

    private static string Message(FailureKind? kind, string? message) => kind switch
    {
        FailureKind.Unauthorized => Begin("Authentication failed", message),
        FailureKind.ContentRejected => Begin("Content policy violation", message),
        FailureKind.BudgetExceeded => Begin("Budget exceeded", message),
        _ => message ?? "",
    };

    private static string Begin(string words, string? message) =>
        message?.StartsWith(words, StringComparison.Ordinal) == true ? message : $"{words}: {message?.Replace(words + ": ", "", StringComparison.Ordinal)}";

    private static string Excluded(IReadOnlyList<RouteExclusion> excluded) =>
        string.Join("; ", excluded.Select(exclusion => $"{exclusion.Provider}: {exclusion.Reason}"));

    private static string Canceled(List<GenerationAttempt> attempts) =>
        attempts.Count > 0 && attempts[^1].JobId is not null ? attempts[^1].Message ?? "Canceled." : "Canceled before a job was accepted.";
}
