namespace ImageGeneration.Simulator.Hosting;

/// <summary>Finds the route of a request; a plain walk, because there are thirty of them and no container to start.</summary>
internal sealed class RouteTable(IReadOnlyList<ProviderApi> apis)
{
    private readonly (ProviderApi Api, ApiRoute Route)[] _routes =
        [.. apis.SelectMany(api => api.Routes, (api, route) => (api, route))];

    /// <summary>The provider whose prefix the path has, its route if there is one, and the captured segments.</summary>
    public (ProviderApi? Api, ApiRoute? Route, string[] Segments) Find(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (api, route) in _routes)
        {
            if (route.Method == method && Matches(route.Segments, segments))
            {
                return (api, route, segments);
            }
        }

        return (apis.FirstOrDefault(api => path.StartsWith(api.Prefix, StringComparison.Ordinal)), null, segments);
    }

    private static bool Matches(string[] pattern, string[] segments)
    {
        if (pattern.Length != segments.Length)
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i][0] != '{' && !pattern[i].Equals(segments[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
