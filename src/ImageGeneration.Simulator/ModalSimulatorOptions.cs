namespace ImageGeneration.Simulator;

/// <summary>How the simulated Modal endpoint behaves; every default works.</summary>
public sealed class ModalSimulatorOptions
{
    /// <summary>
    /// Answers JSON, <c>{"images":[{"image":"base64","media_type":…,"seed":…}]}</c>, instead of the bytes of the image. Default: false;
    /// an order of several images is answered in JSON all the same.
    /// </summary>
    public bool ReplyAsJson { get; set; }

    /// <summary><c>POST /modal</c> answers 202 with a <c>call_id</c>, much as <c>POST /modal/submit</c> does. Default: false.</summary>
    public bool QueueCalls { get; set; }

    /// <summary>The member that names a queued call: <c>call_id</c>, <c>request_id</c> or <c>id</c>. Default: <c>call_id</c>.</summary>
    public string CallIdName { get; set; } = "call_id";

    /// <summary>Members that the endpoint does not know are a 422, as pydantic can have it. Default: false, they are ignored.</summary>
    public bool ForbidUnknownFields { get; set; }

    /// <summary>
    /// A key is demanded, by the proxy (<c>Modal-Key</c>, <c>Modal-Secret</c>) or by the application (bearer). Default: true.
    /// </summary>
    public bool RequireKey { get; set; } = true;

    /// <summary>How long one HTTP call is held before it is sent on with a 303. Default: 150 seconds, Modal's own.</summary>
    public TimeSpan Leg { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>How long a call may run. Default: 300 seconds, Modal's default for a function.</summary>
    public TimeSpan FunctionTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Where a 303 points to. Default: an absolute address.</summary>
    public ModalLocation Location { get; set; }

    /// <summary>
    /// The workspace's requests per second, with a burst of five seconds' worth. Default: null, not enforced (the real limit is 200).
    /// </summary>
    public int? RequestsPerSecond { get; set; }
}
