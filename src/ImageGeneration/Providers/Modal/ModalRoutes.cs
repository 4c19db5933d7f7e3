using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Modal;

/// <summary>Provides the addresses of the application's operations.</summary>
internal sealed class ModalRoutes
{
    public const string CallId = "{call_id}";

    /// <summary>The id of a call that reported none: it can be read at its address, and nothing else.</summary>
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

    /// <summary>Whether the answer to a submit is the id of a call.</summary>
    public bool AreOfQueue { get; }

    /// <summary>Gets the member of an answer that holds the images; null when the settings name none.</summary>
    public OutputMember? Output { get; }

    /// <summary>Gets the address of a submit; null when no base URL is set.</summary>
    public Uri? Submit { get; }

    public Uri Result(string id) => At(_result, id);

    /// <summary>Gets the address that cancels a call; null when it cannot be canceled.</summary>
    public Uri? Cancel(string id) => _cancel is null || _root.Length == 0 || id == NoId ? null : At(_cancel, id);

    private Uri At(string route, string id) => new(_root + route.Replace(CallId, Uri.EscapeDataString(id), StringComparison.Ordinal));
}
