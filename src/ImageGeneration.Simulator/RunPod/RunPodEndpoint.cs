using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.RunPod.Workers;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>A row of RunPod's catalogue.</summary>
internal sealed record RunPodEndpoint : SimulatedModel
{
    public required RunPodShape Shape { get; init; }
}
