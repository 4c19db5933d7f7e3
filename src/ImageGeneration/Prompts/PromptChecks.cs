using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Prompts;

/// <summary>Represents the reason why a request is not run.</summary>
internal sealed record PromptRefusal(FailureKind Kind, string Message);

/// <summary>Runs the checks of a request. One that fails has allowed nothing: by default the request is then refused.</summary>
internal sealed partial class PromptChecks(
    IEnumerable<IPromptCheck> checks,
    IOptions<ImageGenerationServiceOptions> options,
    TimeProvider time,
    ILogger<PromptChecks> logger)
{
    private readonly IPromptCheck[] _checks = [.. checks];
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    private PromptOptions Options => options.Value.Prompts;

    /// <summary>Runs all checks.</summary>
    /// <returns>The refusal; null when the request may be run.</returns>
    public async ValueTask<PromptRefusal?> CheckAsync(ImageGenerationRequest request, CancellationToken cancellationToken)
    {
        foreach (var check in _checks)
        {
            if (await AskAsync(check, request, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async ValueTask<PromptRefusal?> AskAsync(
        IPromptCheck check, ImageGenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await BoundedCall
                .RunAsync(token => check.CheckAsync(request, token), Options.CheckTimeout, time, cancellationToken)
                .ConfigureAwait(false) ?? throw new InvalidOperationException("The check answered with null.");
            return verdict.IsAllowed ? null : new(FailureKind.ContentRejected, verdict.Reason!);
        }
#pragma warning disable CA1031 // the application's own may throw anything
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var name = Guarded.Ask(check, static check => check.Name, out _) ?? check.GetType().Name;
            CheckFailed(_logger, name, exception);
            return Options.AllowWhenCheckFails && !cancellationToken.IsCancellationRequested ? null : new(
                FailureKind.PromptCheckFailed,
                $"The prompt was not checked: {name} {BoundedCall.Words(exception)}. Nothing was sent; "
                + "Prompts:AllowWhenCheckFails lets such requests pass.");
        }
    }

    [LoggerMessage(1600, LogLevel.Warning, "The prompt check {Check} failed.")]
    private static partial void CheckFailed(GuardedLogger logger, string check, Exception exception);
}
