using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Replicate;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>The host of finished images and of event streams: public links, no key, gone when the job's output has expired.</summary>
internal sealed class OutputHost(SimulatorOptions options, JobStore jobs, JobImages images) : SimulatedApi
{
    public override SimulatorHost Host => SimulatorHost.Output;

    // It serves the jobs of each.
    public override SimulatedProvider? Provider => null;

    public override string Prefix => "";

    public override IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.AnyMethod, $"{OutputLinks.Streams}/{{id}}", RequestPhase.Stream, OpenStream),
        new(ApiRoute.AnyMethod, $"{OutputLinks.Files}/{{id}}/{{file}}", RequestPhase.Download, ReadFile),
    ];

    public override RequestPhase PhaseOf(ApiRoute? route, HttpRequest request) => route?.Phase ?? RequestPhase.Download;

    public override SimulatedJob? JobOf(HttpRequest request) =>
        request.RouteValues["id"] is string id ? jobs.Find(id) : null;

    public override string? ModelOf(ApiRequest request) => JobOf(request.Context.Request)?.Model.Id;

    public override ApiReply NoRoute(ApiRequest request) => NotFound();

    public override ApiReply Error(int status) => ApiReply.Text(status, "");

    public override ApiReply Throttled(RateLimit limit) => ApiReply.Text(429, "");

    private ApiReply OpenStream(ApiRequest request)
    {
        var job = JobOf(request.Context.Request);
        if (job is not { Provider: SimulatedProvider.Replicate, Training: null } || job.OutputExpired(options.TimeProvider.GetUtcNow()))
        {
            return NotFound();
        }

        // This host knows itself only by the requests it gets: its port is chosen when it starts.
        var output = new PredictionOutput(options.Replicate, new OutputLinks(new Uri(request.Origin)), images);
        return new PredictionStream(options.TimeProvider, output).Open(job, request.Header("Last-Event-ID"));
    }

    private ApiReply ReadFile(ApiRequest request)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (request.Record.Method != HttpMethods.Get && request.Record.Method != HttpMethods.Head)
        {
            return ApiReply.Text(405, "");
        }

        var (job, file) = (JobOf(request.Context.Request), request.Segment("file"));
        if (job is null || job.OutputExpired(now))
        {
            return NotFound();
        }

        if (job.Training is not null && file == OutputLinks.Weights && job.State(now) == SimulatedJobState.Succeeded)
        {
            return new ApiReply { Status = 200, ContentType = "application/x-tar", Body = TrainedWeights.Tar };
        }

        if (OutputLinks.IndexIn(file) is not { } index || (uint)index >= job.Images(now))
        {
            return NotFound();
        }

        var image = images.Render(job, index);
        return new ApiReply { Status = 200, ContentType = image.MediaType, Body = image.Bytes }
            .With("Cache-Control", "public,max-age=3600")
            .With("Accept-Ranges", "bytes")
            .With("ETag", $"\"{job.Id}-{index}\"");
    }

    private static ApiReply NotFound() => ApiReply.Text(404, "Not Found");
}
