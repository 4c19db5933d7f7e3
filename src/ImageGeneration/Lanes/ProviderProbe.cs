using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Lanes;

/// <summary>Makes the calls to a provider that are free of charge: they need no permit and count for no circuit.</summary>
internal sealed class ProviderProbe(IImageProvider provider, JobOptions options, MessageSanitizer text, TimeProvider time, GuardedLogger logger)
{
    /// <summary>Lets the provider discover what a model takes, within the timeout of a read; what it cannot discover stays as it
    /// was.</summary>
    public async ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken)
    {
        try
        {
            var reading = provider.ReadCapabilitiesAsync(model, cancellationToken);
            if (reading.IsCompletedSuccessfully)
            {
                return;
            }

            await reading.AsTask().WaitAsync(options.ReadTimeout, time, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the request goes on with what is known
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.CapabilitiesUnread(logger, provider.Name, model, text.Sanitize(exception));
        }
    }

    /// <summary>Checks the health of the provider, within the timeout of a read.</summary>
    public async Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        using var timeout = new GuardedTimeout(options.ReadTimeout, time);
        using var stop = cancellationToken.UnsafeRegister(static source => GuardedTimeout.End((GuardedTimeout)source!), timeout);
        try
        {
            var health = await provider.CheckHealthAsync(timeout.Token).ConfigureAwait(false);
            return health with { Description = text.SanitizeSentence(health.Description) };
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            var silence = $"{provider.Name}: no answer within {options.ReadTimeout.TotalSeconds:0.###} s.";
            return new(false, silence) { Failure = FailureKind.TimedOut };
        }
        catch (HttpRequestException exception)
        {
            return new(false, $"{provider.Name}: {text.Sanitize(exception.Message)}") { Failure = FailureKind.Unavailable };
        }
#pragma warning disable CA1031 // a check that fails is a result too
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(false, $"{provider.Name}: the health check failed with {exception.GetType().Name}.")
            {
                Failure = FailureKind.Unavailable,
            };
        }
    }
}
