using System.Globalization;
using System.IO.Compression;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Adds what the network in front of Replicate adds to each answer: the headers that have been recorded, and
/// compression.</summary>
internal sealed class ReplicateEdge(ReplicateSimulatorOptions options)
{
    private long _rays;

    public ApiRoute InFrontOf(ApiRoute route) => route with
    {
        Handler = async request => Headed(route, Compressed(request, await route.Handler(request))),
    };

    // The clusters are named by the routes that reach one, as recorded.
    private ApiReply Headed(ApiRoute route, ApiReply reply)
    {
        reply.With("cf-ray", $"{Interlocked.Increment(ref _rays).ToString("x16", CultureInfo.InvariantCulture)}-SEA");
        var reachesOne = route.Method == "POST" && route.Pattern.Contains("/predictions", StringComparison.Ordinal);
        return reachesOne && reply.Status < 400
            ? reply.With("replicate-edge-cluster", "services-aws-us-west-2").With("replicate-target-cluster", "coreweave-us")
            : reply;
    }

    private ApiReply Compressed(ApiRequest request, ApiReply reply)
    {
        if (!options.Compress
            || reply.Body.IsEmpty
            || request.Header("Accept-Encoding")?.Contains("gzip", StringComparison.OrdinalIgnoreCase) != true)
        {
            return reply;
        }

        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(reply.Body.Span);
        }

        return reply.Changed(body: stream.ToArray()).With("Content-Encoding", "gzip").With("Vary", "Accept-Encoding");
    }
}
