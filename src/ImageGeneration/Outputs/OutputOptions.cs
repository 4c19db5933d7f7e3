using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Outputs;

/// <summary>How finished images are fetched and checked.</summary>
public sealed class OutputOptions
{
    /// <summary>Fetch the bytes before a call returns, because links expire; default false. For an image that cannot be fetched, or not to
    /// its end, the next provider is asked; where none brings a better one, it is delivered as its URL, and a warning says so.</summary>
    public bool Download { get; set; }

    /// <summary>The largest file that is fetched, in bytes: 1 KiB to 1 GiB; default 64 MiB.</summary>
    [Range(1024L, 1024L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The time for one file: 1 second to 1 hour; default 2 minutes.</summary>
    [TimeSpanRange("00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets what becomes of an image that is black in every pixel, as some content filters send one: another is asked for
    /// at the next provider (<see cref="OutputDecision.Reject"/>, the default), or it is delivered with a warning, or as any
    /// other.</summary>
    public OutputDecision BlackImages { get; set; } = OutputDecision.Reject;

    /// <summary>Gets or sets the time for one <see cref="IOutputCheck"/> of one image: 0.1 seconds to 10 minutes; default 30
    /// seconds.</summary>
    [TimeSpanRange("00:00:00.1", "00:10:00")]
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Fetch from loopback, private and link-local addresses too; default false. An image of a provider whose own base URL is such
    /// an address (a server of yours) may always come from that origin: the same scheme, host and port, and no other provider's. Where the
    /// environment names an HTTP proxy, the proxy resolves names and decides what may be reached; only addresses and names that mean a
    /// private network are refused here.</summary>
    public bool AllowPrivateNetworks { get; set; }
}
