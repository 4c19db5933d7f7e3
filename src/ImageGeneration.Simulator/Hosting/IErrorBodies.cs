using ImageGeneration.Simulator.Faults;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>How a host words the errors that a fault asks for.</summary>
internal interface IErrorBodies
{
    /// <summary>Its own body for a status.</summary>
    ApiReply Error(int status);

    /// <summary>Its own 429, without the header.</summary>
    ApiReply Throttled(RateLimit limit);
}
