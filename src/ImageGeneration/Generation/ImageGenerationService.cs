using ImageGeneration.Failover;
using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Pricing;
using ImageGeneration.Prompts;
using ImageGeneration.Routing;
using ImageGeneration.Shutdown;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Generation;

/// <summary>Runs a request from top to bottom: check, plan, run, report.</summary>
internal sealed class ImageGenerationService(
    ImageRoutePlanner routes,
    PromptChecks prompts,
    RoutePlanner planner,
    WorkerRefresh workers,
    ProviderFailover failover,
    LaneRegistry lanes,
    ICostCalculator costs,
    MetricsRecorder metrics,
    ImageGenerationActivitySource activities,
    IOptions<ImageGenerationServiceOptions> options,
    TimeProvider time,
    GenerationShutdown shutdown,
    ILogger<ImageGenerationService> logger) : IImageGenerationService, IAsyncDisposable, IDisposable
{
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    public Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationCallOptions? options, CancellationToken cancellationToken)
    {
        var only = options?.Provider is { } provider ? lanes.Get(provider).Provider.Name : null;
        return RunAsync(request, only, options?.Progress, cancellationToken);
    }

    public Task<ImageGenerationResponse> GenerateImageAsync(
        ImageGenerationRequest request, string provider, CancellationToken cancellationToken) =>
        RunAsync(request, lanes.Get(provider).Provider.Name, null, cancellationToken);

    public Task<ImageGenerationResponse> GenerateImageWithFailoverAsync(
        ImageGenerationRequest request, CancellationToken cancellationToken) =>
        RunAsync(request, null, null, cancellationToken);

    public async Task<bool> TestConnectionAsync(string provider, CancellationToken cancellationToken) =>
        (await lanes.Get(provider).Probe.CheckHealthAsync(cancellationToken).ConfigureAwait(false)).IsHealthy;

    public string SelectOptimalProvider(ImageGenerationRequest request) => routes.SelectFirst(request);

    public decimal? CalculateGenerationCost(ImageGenerationResponse response) => costs.Calculate(response);

    public GenerationMetrics GetMetrics() => metrics.Snapshot(lanes.QueueMetrics());

    // Created after everything that its requests need, and disposed before it.
    public async ValueTask DisposeAsync() => await shutdown.DrainAsync().ConfigureAwait(false);

    public void Dispose() => shutdown.Cancel();

    private async Task<ImageGenerationResponse> RunAsync(
        ImageGenerationRequest request, string? only, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        routes.Validate(request);
        var deadline = request.Deadline ?? options.Value.Deadline;
        using var scope = new RequestScope(deadline, progress, time, _logger, cancellationToken, shutdown) { Tags = request.BudgetTags };
        var activity = activities.StartGeneration(request);
        shutdown.Enter();
        try
        {
            var route = await PlanAsync(request, only, scope).ConfigureAwait(false);
            var result = await failover.RunAsync(route.Candidates, request, scope).ConfigureAwait(false);
            if (!result.HasDelivered)
            {
                throw GenerationFailure.From(result, route, only is not null, scope);
            }

            var response = GenerationReport.Write(request, result, scope.Elapsed);
            metrics.RecordSuccess(response);
            ImageGenerationActivitySource.Complete(activity, response);
            return response;
        }
        catch (Exception exception)
        {
            var failure = exception as ImageGenerationException;
            var attempts = failure?.Attempts ?? (exception as ImageGenerationCanceledException)?.Attempts ?? [];
            metrics.RecordFailure(request.Model, failure?.Kind, scope.Elapsed);
            ImageGenerationActivitySource.Complete(activity, failure?.Kind, attempts);
            throw;
        }
        finally
        {
            ImageGenerationActivitySource.Stop(activity);
            shutdown.Leave();
        }
    }

    /// <summary>Does what precedes any spending: the checks of the application, then the route.</summary>
    private async ValueTask<PlannedRoute> PlanAsync(ImageGenerationRequest request, string? only, RequestScope scope)
    {
        var refusal = await prompts.CheckAsync(request, scope.Token).ConfigureAwait(false);
        if (scope.Caller.IsCancellationRequested)
        {
            throw GenerationFailure.Canceled([], scope.Caller);
        }

        if (refusal is not null)
        {
            throw GenerationFailure.Refused(refusal);
        }

        await lanes.ReadCapabilitiesAsync(request.Model, only, scope.Token).ConfigureAwait(false);
        var route = planner.Plan(request, only);
        workers.Start(request, route);
        return scope.Caller.IsCancellationRequested ? throw GenerationFailure.Canceled([], scope.Caller)
            : route.Candidates.Count == 0 ? throw GenerationFailure.NoEligibleProvider(request, route)
            : route;
    }
}
