using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Modal;

/// <summary>Calls of the function: held until they are over or sent on with a 303, or queued and fetched later.</summary>
internal sealed class ModalCalls(SimulatorOptions options, JobScheduler scheduler, OutputLinks links, ModalResult results)
{
    public const string CallParameter = "__modal_function_call_id";
    private const string IdAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);
    private readonly ModalInput _inputs = new(options.Modal);

    /// <summary><c>POST /</c> with JSON, or <c>GET /</c> with the fields in the query.</summary>
    public async ValueTask<ApiReply> CallAsync(ApiRequest request)
    {
        if (request.Query(CallParameter) is not null)
        {
            return request.Context.Request.Method == "GET" ? await FollowAsync(request) : ModalErrors.For(ModalEdgeError.BadRedirectMethod);
        }

        if (Accept(request, out var job) is { } refusal)
        {
            return refusal;
        }

        return options.Modal.QueueCalls ? Queued(202, job!) : await HoldAsync(request, job!);
    }

    /// <summary><c>POST /submit</c>.</summary>
    public ApiReply Submit(ApiRequest request) => Accept(request, out var job) ?? Queued(200, job!);

    /// <summary><c>GET /result/{id}</c>: 202 while it runs, 404 when it has expired; both with an empty JSON string.</summary>
    public ApiReply Result(ApiRequest request)
    {
        if (Find(request, request.Segment("id")) is not { } job)
        {
            return ApiReply.Text(404, "\"\"", "application/json");
        }

        return job.Timeline.Over(scheduler.Now) ? results.Create(job, scheduler.Now) : ApiReply.Text(202, "\"\"", "application/json");
    }

    /// <summary><c>POST /cancel/{id}</c>, a route that some applications have: Modal itself has none.</summary>
    public ApiReply Cancel(ApiRequest request)
    {
        if (Find(request, request.Segment("id")) is not { } job)
        {
            return ModalErrors.Detail(404, "Not Found");
        }

        job.Cancel(scheduler.Now);
        return Queued(200, job);
    }

    private async ValueTask<ApiReply> FollowAsync(ApiRequest request) =>
        Find(request, request.Query(CallParameter)!) is { } job
            ? await HoldAsync(request, job)
            : ModalErrors.For(ModalEdgeError.InvalidFunctionCall);

    private async ValueTask<ApiReply> HoldAsync(ApiRequest request, SimulatedJob job)
    {
        if (job.TakeHop())
        {
            return SentOn(request, job);
        }

        await job.WaitAsync(options.Modal.Leg, scheduler.Time, request.Aborted);
        return job.Timeline.Over(scheduler.Now) ? results.Create(job, scheduler.Now) : SentOn(request, job);
    }

    private ApiReply SentOn(ApiRequest request, SimulatedJob job)
    {
        var path = $"{request.Context.Request.Path.Value}?{CallParameter}={job.Id}";
        var reply = new ApiReply { Status = 303 };
        return (job.Plan.Location ?? options.Modal.Location) switch
        {
            ModalLocation.Absolute => reply.With("Location", request.Origin + path),
            ModalLocation.Relative => reply.With("Location", path),
            ModalLocation.CrossOrigin => reply.With("Location", links.Origin + path),
            _ => reply,
        };
    }

    private ApiReply? Accept(ApiRequest request, out SimulatedJob? job)
    {
        job = null;
        var app = ModelData.Modal;
        if (_inputs.Read(request, app, out var input) is { } refusal)
        {
            return refusal;
        }

        job = scheduler.Accept(new JobRequest
        {
            Provider = SimulatedProvider.Modal,
            Id = $"fc-{scheduler.Random.Word(IdAlphabet, 26)}",
            Model = app,
            Target = app.Id,
            Version = "",
            Order = ImageOrder.Read(input, app),
            Input = input.ToUtf8(),
            Request = request.Record,
            RunLimit = options.Modal.FunctionTimeout,
            RunLimitError = ModalErrors.Edge(ModalEdgeError.FunctionTimedOut).Text,
            Retention = Retention,
            OutputRetention = Retention,
        });
        return null;
    }

    private SimulatedJob? Find(ApiRequest request, string id)
    {
        if (scheduler.Jobs.Find(id) is not { Provider: SimulatedProvider.Modal } job || job.Expired(scheduler.Now))
        {
            return null;
        }

        request.Record.JobId = job.Id;
        return job;
    }

    private ApiReply Queued(int status, SimulatedJob job) =>
        ApiReply.Json(status, new JsonObject { [options.Modal.CallIdName] = job.Id });
}
