using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers;

/// <summary>Provides the options that every provider has: key, address, models, limits and timeouts.</summary>
public class ProviderOptions
{
    /// <summary>Gets or sets a value indicating whether the provider is used; default true. A built-in provider without a key is not used
    /// either.</summary>
    [FixedAtStart]
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the key; null when the provider is not used. It is sent to the host of <see cref="BaseUrl"/> only, never
    /// logged and not part of the options as JSON.</summary>
    [JsonIgnore, IgnoreDataMember, DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the address of the API, <c>http</c> or <c>https</c>, loopback included; null when the provider has no
    /// default.</summary>
    [FixedAtStart]
    public Uri? BaseUrl { get; set; }

    /// <summary>Gets the provider's ids of the models, by model name (<c>flux1</c>, <c>sdxl</c>, any other).</summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the provider's ids of the models that run requests with LoRA weights, by model name; empty by default, and then such
    /// requests are refused.</summary>
    public IDictionary<string, string> LoraModels { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how good you consider its images, 0 to 100; default 50. The strategy <c>HighestQuality</c> orders by
    /// it.</summary>
    [Range(0, 100)]
    public int Quality { get; set; } = 50;

    /// <summary>Gets or sets the limits on requests, jobs and the queue.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>Gets or sets when the provider is not asked for a while.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>Gets or sets when the provider is asked again.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public RetryOptions Retry { get; set; } = new();

    /// <summary>Gets or sets the timeouts of one job.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public JobOptions Jobs { get; set; } = new();

    /// <summary>Gets how long the provider itself holds back the answer to a submit to wait for the result, in addition to
    /// <see cref="JobOptions.SubmitTimeout"/>; null when it does not.</summary>
    internal virtual TimeSpan? HeldSubmit => null;

    /// <summary>Gets the cost of a second of its workers, in US dollars; null when unknown.</summary>
    internal virtual decimal? WorkerRateUsdPerSecond => null;

    /// <summary>Gets what the options of a derived class hold, besides key and addresses, that must not be shown.</summary>
    internal virtual IEnumerable<string> Secrets => [];

    /// <summary>Gets the credentials, to see whether they have changed.</summary>
    internal virtual string Credentials => ApiKey ?? "";

    internal virtual bool IsConfigured => Enabled && !string.IsNullOrWhiteSpace(ApiKey);
}
