namespace ImageGeneration.Simulator;

/// <summary>Specifies the provider whose HTTP API a request or a job belongs to.</summary>
public enum SimulatedProvider
{
    /// <summary>Replicate, under <c>/v1</c>.</summary>
    Replicate,

    /// <summary>RunPod serverless, under <c>/v2</c>.</summary>
    RunPod,

    /// <summary>A web endpoint on Modal, under <c>/modal</c>.</summary>
    Modal,
}
