namespace ImageGeneration.Providers.RunPod;

/// <summary>Provides the addresses of an endpoint's operations.</summary>
internal sealed class RunPodEndpoint
{
    private static readonly string[] Operations = ["/run", "/runsync", "/health", "/status"];

    private Uri? _run;
    private int _holds;
    private long _noHoldUntil = long.MinValue;

    private RunPodEndpoint(string id, string? root) => (Id, Root) = (id, root);

    /// <summary>Gets the endpoint's id; its address when it is not at the API.</summary>
    public string Id { get; }

    /// <summary>Gets the address without a trailing slash; null when the id is invalid.</summary>
    public string? Root { get; }

    /// <summary>Gets or sets whether it answered a status GET with 405, as RunPod's local server does.</summary>
    public bool StatusByPost { get; set; }

    /// <summary>Gets or sets the timestamp until which no read is held there, as the endpoint refused to, or has just failed to.</summary>
    public long NoHoldUntil
    {
        get => Volatile.Read(ref _noHoldUntil);
        set => Volatile.Write(ref _noHoldUntil, Math.Max(value, _noHoldUntil));
    }

    /// <summary>Counts a read that is to be held there.</summary>
    /// <returns><see langword="false"/> if too many are held already; the read is then not counted.</returns>
    public bool TryBeginHold(int max)
    {
        if (Interlocked.Increment(ref _holds) <= max)
        {
            return true;
        }

        EndHold();
        return false;
    }

    public void EndHold() => Interlocked.Decrement(ref _holds);

    /// <summary>Reads an id, an absolute URL or the address of a console page.</summary>
    /// <param name="id">The endpoint from the settings.</param>
    /// <param name="apiRoot">The address of the API.</param>
    public static RunPodEndpoint Parse(string id, string apiRoot)
    {
        if (!Uri.TryCreate(id, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return new(id, IsId(id) ? $"{apiRoot}/{id}" : null);
        }

        if (url.Host.StartsWith("console.", StringComparison.OrdinalIgnoreCase))
        {
            var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(segments, "endpoint") + 1;
            return at > 0 && at < segments.Length && IsId(segments[at]) ? new(segments[at], $"{apiRoot}/{segments[at]}") : new(id, null);
        }

        var root = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        foreach (var operation in Operations)
        {
            if (root.EndsWith(operation, StringComparison.OrdinalIgnoreCase))
            {
                root = root[..^operation.Length];
                break;
            }
        }

        var isOfTheApi = root.StartsWith(apiRoot + "/", StringComparison.OrdinalIgnoreCase) && IsId(root[(apiRoot.Length + 1)..]);
        return new(isOfTheApi ? root[(apiRoot.Length + 1)..] : id, root);
    }

    public Uri Run(string path) => _run ??= Operation(path);

    public Uri Operation(string path) => new(Root + path);

    public Uri Job(string operation, string jobId, string query = "") =>
        new($"{Root}/{operation}/{Uri.EscapeDataString(jobId)}{query}");

    private static bool IsId(string id) => id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
