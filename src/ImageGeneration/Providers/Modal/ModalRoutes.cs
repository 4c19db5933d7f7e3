using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Modal;

/// <summary>Where the application's operations are.</summary>
internal sealed class ModalRoutes
{
    public const string CallId = "{call_id}";

    /// <summary>The id of a call that told none: it can be read at its address, and nothing else.</summary>
    public const string NoId = "call";

    private readonly string _root;
    private readonly string _result;
    private readonly string? _cancel;

    public ModalRoutes(ModalOptions options, Uri? baseUrl, string root)
    {
        (_root, _result, _cancel) = (root, options.ResultRoute, options.CancelRoute);
        Output = OutputMember.Parse(options.OutputField);
        AreOfQueue = options.Mode == ModalMode.Queue;
        var submit = options.SubmitRoute ?? (AreOfQueue ? "/submit" : null);
        Submit = baseUrl is null || submit is null ? baseUrl : new Uri(root + submit);
    }

    /// <summary>The answer to a submit is the id of a call.</summary>
    public bool AreOfQueue { get; }

    /// <summary>Where the images are in an answer; null where the settings do not say.</summary>
    public OutputMember? Output { get; }

    /// <summary>Null when no base URL is set.</summary>
    public Uri? Submit { get; }

    public Uri Result(string id) => At(_result, id);

    /// <summary>Null when the call cannot be canceled.</summary>
    public Uri? Cancel(string id) => _cancel is null || _root.Length == 0 || id == NoId ? null : At(_cancel, id);

    private Uri At(string route, string id) => new(_root + route.Replace(CallId, Uri.EscapeDataString(id), StringComparison.Ordinal));
}
