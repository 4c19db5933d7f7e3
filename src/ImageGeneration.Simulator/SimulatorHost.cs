namespace ImageGeneration.Simulator;

/// <summary>Specifies one of the simulator's two loopback hosts; a provider's key belongs on the first only.</summary>
public enum SimulatorHost
{
    /// <summary>The host of the providers' APIs.</summary>
    Api,

    /// <summary>The host that serves finished images without a key.</summary>
    Output,
}
