using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>Describes the worker behind an endpoint: what it refuses, how it reads its input, what it returns.</summary>
internal sealed record RunPodShape
{
    public required Func<JsonElement, RunPodEndpoint, JobRefusal?> Refuse { get; init; }

    public Func<JsonElement, RunPodEndpoint, ImageOrder> Order { get; init; } = ImageOrder.Read;

    /// <summary>Gets the delegate that creates the value of <c>output</c>.</summary>
    public required Func<WorkerOutput, JsonNode?> Output { get; init; }
}
