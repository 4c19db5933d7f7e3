namespace ImageGeneration.Simulator;

/// <summary>Provides the options of the simulated Replicate; every default works.</summary>
public sealed class ReplicateSimulatorOptions
{
    /// <summary>
    /// Gets or sets a value indicating whether images are data URIs instead of links to the output host, as in the sync mode of 2024.
    /// Default: false.
    /// </summary>
    public bool OutputsAsDataUris { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether a prediction that finished within <c>Prefer: wait</c> is reported as <c>processing</c> with
    /// its output and without metrics, as Replicate does for models with file outputs. Default: true.
    /// </summary>
    public bool SyncRepliesSayProcessing { get; set; } = true;

    /// <summary>Gets or sets the HTTP status of a sync create whose wait ran out. Default: 202; 201 has been seen too.</summary>
    public int UnfinishedSyncStatus { get; set; } = 202;

    /// <summary>
    /// Gets or sets a value indicating whether a sync create whose wait ran out says <c>starting</c>, even of a prediction that runs.
    /// Default: false.
    /// </summary>
    public bool UnfinishedSyncSaysStarting { get; set; }

    /// <summary>Gets or sets the <c>version</c> of an answer. Default: <see cref="ReplicateVersions.AsAsked"/>.</summary>
    public ReplicateVersions Versions { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether what the web backend answers (lists, cancels, trainings) has null for <c>logs</c> and for
    /// times to come, empty <c>metrics</c> and the legacy <c>webhook_completed</c>, as recorded. Default: false, as documented.
    /// </summary>
    public bool WebBackendAsRecorded { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether official models report an internal name, <c>replicate-internal/…</c>, as has been seen.
    /// Default: false.
    /// </summary>
    public bool InternalModelNames { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether members that are null, empty or younger than 2024 are left out, as in older answers.
    /// Default: false.
    /// </summary>
    public bool OmitOptionalMembers { get; set; }

    /// <summary>
    /// Gets or sets the digits after the second in each timestamp, 0 to 9. Default: null, as many as the real route gives.
    /// </summary>
    public int? FractionDigits { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether creates carry a <c>Location</c> header, which is documented and has never been seen.
    /// Default: false.
    /// </summary>
    public bool SendLocation { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether answers are compressed with gzip for clients that accept it, as the real API does. Default:
    /// false.
    /// </summary>
    public bool Compress { get; set; }

    /// <summary>
    /// Gets or sets how long input, output and logs of a finished prediction can be read, and its files fetched. Default: 1 hour.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how long a prediction may run. Default: 30 minutes; trainings are not limited.</summary>
    public TimeSpan RunLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Gets or sets the creates per minute, above which they get 429. Default: null, not enforced (the real limit is 600).
    /// </summary>
    public int? CreatesPerMinute { get; set; }

    /// <summary>
    /// Gets or sets the limit per minute of everything else, trainings included. Default: null, not enforced (the real one is 3000, and
    /// polling has a bucket of its own of 60,000, as recorded; a limit that is set here holds for both together).
    /// </summary>
    public int? ReadsPerMinute { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the account is short of credit: 6 creates a minute, one at a time, and a 429 that says so.
    /// Default: false.
    /// </summary>
    public bool LowCredit { get; set; }

    /// <summary>Gets or sets where a 429 states the wait. Default: in <c>Retry-After</c> and in the body.</summary>
    public RateLimitHint RateLimitHint { get; set; }

    /// <summary>Gets the deployments: <c>owner/name</c> to the slug of a known model. Default: none.</summary>
    public IDictionary<string, string> Deployments { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the size that an uploaded file must stay below, in bytes. Default: 100 MB.</summary>
    public int FileLimit { get; set; } = 100 * 1024 * 1024;

    /// <summary>Gets or sets how long an uploaded file lives. Default: 24 hours.</summary>
    public TimeSpan FileLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Gets or sets the secret that signs webhooks, <c>whsec_</c> and base64. Default: null, a generated one; its route returns
    /// it.</summary>
    public string? WebhookSecret { get; set; }
}
