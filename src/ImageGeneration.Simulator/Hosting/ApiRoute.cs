namespace ImageGeneration.Simulator.Hosting;

/// <summary>One route of a provider; <c>{name}</c> in the pattern captures a segment.</summary>
internal sealed record ApiRoute(string Method, string Pattern, RequestPhase Phase, Func<ApiRequest, ValueTask<ApiReply>> Handler)
{
    public string[] Segments { get; } = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public static ApiRoute Get(string pattern, RequestPhase phase, Func<ApiRequest, ApiReply> handler) =>
        new("GET", pattern, phase, request => ValueTask.FromResult(handler(request)));

    public static ApiRoute Patch(string pattern, RequestPhase phase, Func<ApiRequest, ApiReply> handler) =>
        new("PATCH", pattern, phase, request => ValueTask.FromResult(handler(request)));

    public static ApiRoute Delete(string pattern, RequestPhase phase, Func<ApiRequest, ApiReply> handler) =>
        new("DELETE", pattern, phase, request => ValueTask.FromResult(handler(request)));

    public static ApiRoute Post(string pattern, RequestPhase phase, Func<ApiRequest, ApiReply> handler) =>
        new("POST", pattern, phase, request => ValueTask.FromResult(handler(request)));
}
