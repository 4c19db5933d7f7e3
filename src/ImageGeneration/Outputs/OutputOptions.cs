using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Outputs;

/// <summary>Provides the options for outputs: how images are downloaded and checked.</summary>
public sealed class OutputOptions
{
    /// <summary>Gets or sets a value indicating whether the bytes are downloaded before a call returns, because links expire; default
    /// false. When an image cannot be downloaded completely the next provider is tried; when none delivers a better one, it is delivered
    /// as its URL, with a warning.</summary>
    public bool Download { get; set; }

    /// <summary>Gets or sets the largest file that is downloaded, in bytes: 1 KiB to 1 GiB; default 64 MiB.</summary>
    [Range(1024L, 1024L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Gets or sets the timeout of one file: 1 second to 1 hour; default 2 minutes.</summary>
    [TimeSpanRange("00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets what becomes of an image that is black in every pixel, as some content filters return it: another one is
    /// requested from the next provider (<see cref="OutputDecision.Reject"/>, the default), or it is delivered with a warning, or like any
    /// other.</summary>
    public OutputDecision BlackImages { get; set; } = OutputDecision.Reject;

    /// <summary>Gets or sets the timeout of one <see cref="IOutputCheck"/> of one image: 0.1 seconds to 10 minutes; default 30
    /// seconds.</summary>
    [TimeSpanRange("00:00:00.1", "00:10:00")]
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets a value indicating whether images are downloaded from loopback, private and link-local addresses too; default
    /// false. An image of a provider whose own base URL is such an address (a server of yours) may always come from that origin: the same
    /// scheme, host and port, and no other provider's. When the environment names an HTTP proxy, the proxy resolves names and decides what
    /// may be reached; only addresses and names that mean a private network are refused here.</summary>
    public bool AllowPrivateNetworks { get; set; }
}
