using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>The worker behind an endpoint; it decides what is refused and what comes out.</summary>
internal enum RunPodWorker
{
    /// <summary>RunPod's public image endpoints: one image, a link and its cost.</summary>
    PublicImage,

    /// <summary>worker-sdxl: data URIs, unknown inputs refused.</summary>
    Sdxl,
}

/// <summary>A row of RunPod's catalogue.</summary>
internal sealed record RunPodEndpoint : SimulatedModel
{
    public required RunPodWorker Worker { get; init; }
}
