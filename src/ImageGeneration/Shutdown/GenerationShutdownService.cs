using Microsoft.Extensions.Hosting;

namespace ImageGeneration.Shutdown;

/// <summary>Begins the shutdown before the host stops anything else: a web server waits for its requests, and they for their
/// images.</summary>
internal sealed class GenerationShutdownService(GenerationShutdown shutdown) : IHostedLifecycleService
{
    private Task _draining = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _draining = shutdown.DrainAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested)
        {
            shutdown.Cancel();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
