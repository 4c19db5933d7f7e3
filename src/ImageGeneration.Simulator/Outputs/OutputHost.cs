using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Replicate;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>The host of finished images and of event streams: public links, no key, gone when the job's output has expired.</summary>
internal sealed class OutputHost(SimulatorOptions options, SimulatorJournal journal, FaultPlan faults, JobStore jobs, JobImages images)
    : IErrorBodies
{
    private readonly AnswerWriter _answers = new(options.TimeProvider);

    public async Task HandleAsync(HttpContext context)
    {
        var index = 0;
        var path = context.Request.Path.Value ?? "/";
        var stream = OutputLinks.TryReadStream(path, out var id);
        var job = stream || OutputLinks.TryRead(path, out id, out index) ? jobs.Find(id) : null;
        var phase = stream ? RequestPhase.Stream : RequestPhase.Download;
        var record = Recorder.Record(context, SimulatorHost.Output, job?.Provider, phase, ReadOnlyMemory<byte>.Empty, options);
        record.JobId = job?.Id;
        journal.Add(record);
        var request = new ApiRequest(context, route: null, [], ReadOnlyMemory<byte>.Empty, record);
        var fault = faults.Draw(record, () => job?.Model.Id, onJob: false);
        try
        {
            var reply = fault is { AfterAccept: false } ? null
                : stream ? Stream(request, job)
                : Answer(context.Request.Method, job, index);
            reply = FaultAnswer.Replace(fault, reply, record, this);
            await _answers.WriteAsync(request, reply, fault);
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // The client left.
        }
    }

    public ApiReply Error(int status) => ApiReply.Text(status, "");

    public ApiReply Throttled(RateLimit limit) => ApiReply.Text(429, "");

    private ApiReply Stream(ApiRequest request, SimulatedJob? job)
    {
        if (job is not { Provider: SimulatedProvider.Replicate, Training: null } || job.OutputExpired(options.TimeProvider.GetUtcNow()))
        {
            return ApiReply.Text(404, "Not Found");
        }

        // This host knows itself only by the requests it gets: its port is chosen when it starts.
        var output = new PredictionOutput(options.Replicate, new OutputLinks(new Uri(request.Origin)), images);
        return new PredictionStream(options.TimeProvider, output).Open(job, request.Header("Last-Event-ID"));
    }

    private ApiReply Answer(string method, SimulatedJob? job, int index)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (method != HttpMethods.Get && method != HttpMethods.Head)
        {
            return ApiReply.Text(405, "");
        }

        if (job?.Training is not null && job.State(now) == SimulatedJobState.Succeeded && !job.OutputExpired(now))
        {
            return new ApiReply { Status = 200, ContentType = "application/x-tar", Body = TrainedWeights.Tar };
        }

        if (job is null || job.OutputExpired(now) || (uint)index >= job.Images(now))
        {
            return ApiReply.Text(404, "Not Found");
        }

        var image = images.Render(job, index);
        return new ApiReply { Status = 200, ContentType = image.MediaType, Body = image.Bytes }
            .With("Cache-Control", "public,max-age=3600")
            .With("Accept-Ranges", "bytes")
            .With("ETag", $"\"{job.Id}-{index}\"");
    }
}
