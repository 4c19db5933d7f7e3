using System.Net;

namespace ImageGeneration.Providers.Kit;

/// <summary>Represents an empty body for a submit that has none: the transport by itself sends a request without a body again when a kept
/// connection ends before the answer, and the job would be bought twice.</summary>
internal sealed class EmptyBody : HttpContent
{
    /// <summary>Whether the handler has begun to send it: from then on the provider may have it.</summary>
    public bool SendingStarted { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        SendingStarted = true;
        return Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }
}
