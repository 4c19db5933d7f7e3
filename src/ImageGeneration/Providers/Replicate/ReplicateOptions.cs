using ImageGeneration.Configuration;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Provides the options of Replicate (https://replicate.com/docs/reference/http, read 2026-11-22).</summary>
public sealed class ReplicateOptions : ProviderOptions
{
    /// <summary>Initializes a new instance of the <see cref="ReplicateOptions"/> class with working defaults for everything but the
    /// key.</summary>
    public ReplicateOptions()
    {
        BaseUrl = new Uri("https://api.replicate.com/v1");
        Models["flux1"] = "black-forest-labs/flux-schnell";
        Models["sdxl"] = "stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";
        // 600 creates and 3000 other calls a minute.
        RateLimit = new() { RequestsPerMinute = 60, Concurrent = 5, DocumentedReads = 3000 };
        Quality = 90;
    }

    /// <summary>Gets or sets how long the create call waits for the result (<c>Prefer: wait</c>): 1 to 60 seconds; null (default) polls
    /// instead, so that the job's id is known at once and a lost connection loses nothing.</summary>
    [TimeSpanRange("00:00:01", "00:01:00")]
    [FixedAtStart]
    public TimeSpan? SyncWait { get; set; }

    /// <summary>Gets or sets a value indicating whether models that the library does not know are asked what they take, once each and free
    /// of charge, before their first request, and deployments which model they run; default true. When false, the names that such models
    /// share are used.</summary>
    public bool DiscoverModelCapabilities { get; set; } = true;

    internal override TimeSpan? HeldSubmit => SyncWait;
}
