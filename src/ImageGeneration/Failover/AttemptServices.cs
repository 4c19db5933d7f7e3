using ImageGeneration.Budgets;
using ImageGeneration.Outputs;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Failover;

/// <summary>The services that every attempt needs.</summary>
internal sealed record AttemptServices(
    GuardedBilling Billing, OutputPipeline Outputs, MetricsRecorder Metrics, ImageGenerationActivitySource Activities, TimeProvider Time);
