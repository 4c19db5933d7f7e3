using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Outputs;

/// <summary>Runs the checks of an image. One that fails says nothing about the image, which is paid for: it passes with a
/// warning.</summary>
internal sealed class OutputChecks(
    IEnumerable<IOutputCheck> checks,
    IOptions<ImageGenerationServiceOptions> options,
    TimeProvider time,
    ILogger<OutputChecks> logger)
{
    // An image that comes at the deadline or after it is checked all the same, as a check may be one of safety.
    private static readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(1);

    private readonly Known[] _checks = [.. checks.Select(static check => new Known(check, check.Name, check.NeedsBytes))];
    private readonly bool _checkLinks = checks.Any(static check => !check.NeedsBytes);
    private readonly TimeSpan _timeout = options.Value.Outputs.CheckTimeout;
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    public bool Concern(GeneratedImage image) =>
        image.Outcome == ImageOutcome.Delivered && (image.Bytes is null ? _checkLinks : _checks.Length > 0);

    public async ValueTask<Output> CheckAsync(OutputCheckContext context, CancellationToken cancellationToken)
    {
        List<string> remarks = [];
        foreach (var check in _checks.Where(check => check.Concerns(context.Image)))
        {
            var verdict = await AskAsync(check, context, cancellationToken).ConfigureAwait(false);
            if (verdict.Decision == OutputDecision.Reject)
            {
                return new(context.Image, remarks, new(FailureKind.OutputRejected, $"The image {verdict.Reason}", verdict.Reason!)
                {
                    IsFile = context.Image.Bytes is not null,
                    IsWithheld = verdict.IsWithheld,
                    MayBeRefusal = verdict.MayBeRefusal,
                });
            }

            if (verdict.Decision == OutputDecision.Warn)
            {
                remarks.Add(verdict.Reason!);
            }
        }

        return new(context.Image, remarks);
    }

    private async ValueTask<OutputVerdict> AskAsync(Known check, OutputCheckContext context, CancellationToken cancellationToken)
    {
        var (limit, ended) = cancellationToken.IsCancellationRequested
            ? (Clock.Shorter(_timeout, _gracePeriod), CancellationToken.None)
            : (_timeout, cancellationToken);
        try
        {
            return await BoundedCall.RunAsync(token => check.Check.CheckAsync(context, token), limit, time, ended).ConfigureAwait(false)
                ?? OutputVerdict.Accept;
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            OutputLog.CheckFailed(_logger, check.Name, exception);
            return OutputVerdict.Warn($"could not be checked: {check.Name} {BoundedCall.Words(exception)}.");
        }
    }

    /// <summary>Represents a check with its properties, which are read once, since they may throw.</summary>
    private sealed record Known(IOutputCheck Check, string Name, bool NeedsBytes)
    {
        public bool Concerns(GeneratedImage image) => image.Bytes is not null || !NeedsBytes;
    }
}
