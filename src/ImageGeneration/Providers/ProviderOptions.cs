using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers;

/// <summary>What every provider has: key, address, models, limits and clocks.</summary>
public class ProviderOptions
{
    /// <summary>Whether to use the provider; default true. A built-in one without a key is not used either.</summary>
    [FixedAtStart]
    public bool Enabled { get; set; } = true;

    /// <summary>The key; null means the provider is not used. It is sent to the host of <see cref="BaseUrl"/> only, never
    /// logged and not part of the options as JSON.</summary>
    [JsonIgnore, IgnoreDataMember, DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ApiKey { get; set; }

    /// <summary>The API's address, <c>http</c> or <c>https</c>, loopback included; null where the provider has no default.</summary>
    [FixedAtStart]
    public Uri? BaseUrl { get; set; }

    /// <summary>Model name (<c>flux1</c>, <c>sdxl</c>, any other) to the provider's id of the model.</summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Model name to the provider's id of the model that runs requests with LoRA weights; empty by default, and then such requests
    /// are refused.</summary>
    public IDictionary<string, string> LoraModels { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How good its pictures are in your eyes, 0 to 100: the order of <c>HighestQuality</c>.</summary>
    [Range(0, 100)]
    public int Quality { get; set; } = 50;

    /// <summary>Requests per minute, jobs at once, queue.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>When it is left alone for a while.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>When it is asked again.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public RetryOptions Retry { get; set; } = new();

    /// <summary>The clocks of one job.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public JobOptions Jobs { get; set; } = new();

    /// <summary>How long the provider itself holds a submit back to wait for the result, on top of
    /// <see cref="JobOptions.SubmitTimeout"/>.</summary>
    internal virtual TimeSpan? HeldSubmit => null;

    /// <summary>US dollars for a second of the workers behind it; null when unknown.</summary>
    internal virtual decimal? WorkerRateUsdPerSecond => null;

    /// <summary>What the settings of its kind hold, beside key and addresses, that nobody else may see.</summary>
    internal virtual IEnumerable<string> Secrets => [];

    /// <summary>What proves who calls, to see whether it has changed.</summary>
    internal virtual string Credentials => ApiKey ?? "";

    internal virtual bool IsConfigured => Enabled && !string.IsNullOrWhiteSpace(ApiKey);
}
