namespace ImageGeneration.Simulator;

/// <summary>Specifies what the <c>Location</c> of a simulated Modal 303 contains.</summary>
public enum ModalLocation
{
    /// <summary>Scheme, host, path and query.</summary>
    Absolute,

    /// <summary>Path and query only.</summary>
    Relative,

    /// <summary>An address on the output host: a client that sends its key there shows in the journal.</summary>
    CrossOrigin,

    /// <summary>Nothing, as happens at the edge under load.</summary>
    Missing,
}
