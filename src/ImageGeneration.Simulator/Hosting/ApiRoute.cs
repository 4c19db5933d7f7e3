using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Represents one route of an API.</summary>
/// <param name="Method">The HTTP method, or <see cref="AnyMethod"/>.</param>
/// <param name="Pattern">The path, in which <c>{name}</c> captures a segment.</param>
/// <param name="Phase">The phase of its requests.</param>
/// <param name="Handler">The delegate that carries a request out.</param>
internal sealed record ApiRoute(string Method, string Pattern, RequestPhase Phase, Func<ApiRequest, ValueTask<ApiReply>> Handler)
{
    public const string AnyMethod = "*";

    public ApiRoute(string method, string pattern, RequestPhase phase, Func<ApiRequest, ApiReply> handler)
        : this(method, pattern, phase, request => ValueTask.FromResult(handler(request)))
    {
    }

    /// <summary>Returns whether a path that it matches is spelled as the pattern: routing ignores case, the providers do not.</summary>
    public bool HasCaseOf(PathString path) => Pattern.Split('/').Zip(path.Value!.Split('/'))
        .All(segment => segment.First.StartsWith('{') || segment.First == segment.Second);
}
