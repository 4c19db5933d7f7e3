using System.Text.Json.Serialization;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.RunPod.Workers;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>A row of RunPod's catalog.</summary>
internal sealed record RunPodEndpoint : SimulatedModel
{
    /// <summary>The name of its worker among <see cref="RunPodShapes"/>.</summary>
    public required string Worker { get; init; }

    [JsonIgnore]
    public RunPodShape Shape => RunPodShapes.Find(Worker);
}
