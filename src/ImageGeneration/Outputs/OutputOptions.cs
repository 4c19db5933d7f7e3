using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Outputs;

/// <summary>How finished images are fetched.</summary>
public sealed class OutputOptions
{
    /// <summary>Fetch the bytes before a call returns, because links expire; default false. An image that cannot be fetched, or not to its
    /// end, keeps its URL, and a warning says so.</summary>
    public bool Download { get; set; }

    /// <summary>The largest file that is fetched, in bytes: 1 KiB to 1 GiB; default 64 MiB.</summary>
    [Range(1024L, 1024L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The time for one file: 1 second to 1 hour; default 2 minutes.</summary>
    [TimeSpanRange("00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Fetch from loopback, private and link-local addresses too; default false. An image of a provider whose own base URL is such
    /// an address (a server of yours) may always come from that origin: the same scheme, host and port, and no other provider's. Where the
    /// environment names an HTTP proxy, the proxy resolves names and decides what may be reached; only addresses and names that mean a
    /// private network are refused here.</summary>
    public bool AllowPrivateNetworks { get; set; }
}
