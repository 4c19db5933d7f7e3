using System.Text;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImageGeneration.Simulator.Control;

/// <summary>Provides the simulator's own routes under <c>/__simulator</c>, for tests in another process: faults and journal, without a key
/// and not in the journal.</summary>
internal sealed class ControlApi(SimulatorJournal journal, FaultPlan faults)
{
    private const string Prefix = "/__simulator";
    private readonly JournalJson _journal = new(journal);
    private readonly FaultJson _faults = new(faults);

    public void Map(IEndpointRouteBuilder application)
    {
        var group = application.MapGroup(Prefix).WithMetadata(this);
        group.MapGet("/journal", context => ApiReply.Json(200, _journal.Create(JobsAskedFor(context.Request))).SendAsync(context));
        group.MapGet("/faults", context => ApiReply.Json(200, _faults.Create(faults.Rules)).SendAsync(context));
        group.MapPost("/faults", async context => await (await AddAsync(context.Request)).SendAsync(context));
        group.MapDelete("/faults", context => Clear().SendAsync(context));
        group.Map("/{**path}", context =>
            Error(404, $"There are GET {Prefix}/journal and GET, POST and DELETE {Prefix}/faults.").SendAsync(context));
    }

    private IReadOnlyList<RecordedJob>? JobsAskedFor(HttpRequest request)
    {
        var (job, prompt) = (request.Query["job"].FirstOrDefault(), request.Query["prompt"].FirstOrDefault());
        return job is null && prompt is null
            ? null
            : [.. journal.Jobs.Where(kept => (job is null || kept.Id == job) && (prompt is null || kept.Prompt == prompt))];
    }

    private async Task<ApiReply> AddAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        try
        {
            return ApiReply.Json(201, _faults.Create(faults.AddJson(await reader.ReadToEndAsync(request.HttpContext.RequestAborted))));
        }
        catch (FormatException e)
        {
            return Error(400, e.Message);
        }
    }

    private ApiReply Clear()
    {
        faults.Clear();
        return new ApiReply { Status = 204 };
    }

    private static ApiReply Error(int status, string text) => ApiReply.Json(status, new JsonObject { ["error"] = text });
}
