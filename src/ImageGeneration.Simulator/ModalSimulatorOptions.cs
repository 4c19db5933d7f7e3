namespace ImageGeneration.Simulator;

/// <summary>Provides the options of the simulated Modal endpoint; every default works.</summary>
public sealed class ModalSimulatorOptions
{
    /// <summary>
    /// Gets or sets a value indicating whether the endpoint answers JSON, <c>{"images":[{"image":"base64","media_type":…,"seed":…}]}</c>,
    /// instead of the bytes of the image. Default: false; an order of several images is answered in JSON all the same.
    /// </summary>
    public bool ReplyAsJson { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether <c>POST /modal</c> answers 202 with a <c>call_id</c>, much as <c>POST /modal/submit</c>
    /// does. Default: false.
    /// </summary>
    public bool QueueCalls { get; set; }

    /// <summary>
    /// Gets or sets the member that names a queued call: <c>call_id</c>, <c>request_id</c> or <c>id</c>. Default: <c>call_id</c>.
    /// </summary>
    public string CallIdName { get; set; } = "call_id";

    /// <summary>
    /// Gets or sets a value indicating whether members that the endpoint does not know are a 422, as pydantic can have it. Default: false,
    /// they are ignored.
    /// </summary>
    public bool ForbidUnknownFields { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether a key is required, by the proxy (<c>Modal-Key</c>, <c>Modal-Secret</c>) or by the
    /// application (bearer). Default: true.
    /// </summary>
    public bool RequireKey { get; set; } = true;

    /// <summary>Gets or sets how long one HTTP call is held before it is redirected with a 303. Default: 150 seconds, Modal's
    /// own.</summary>
    public TimeSpan Leg { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>Gets or sets how long a call may run. Default: 300 seconds, Modal's default for a function.</summary>
    public TimeSpan FunctionTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Gets or sets where a 303 points to. Default: an absolute address.</summary>
    public ModalLocation Location { get; set; }

    /// <summary>
    /// Gets or sets the workspace's requests per second, with a burst of five seconds' worth. Default: null, not enforced (the real limit
    /// is 200).
    /// </summary>
    public int? RequestsPerSecond { get; set; }
}
