using ImageGeneration.Simulator.Control;
using ImageGeneration.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>A request's way through the API host: journal, faults, route, faults again, answer.</summary>
internal sealed class ApiPipeline(
    SimulatorOptions options, SimulatorJournal journal, FaultPlan faults, IReadOnlyList<ProviderApi> apis)
{
    private readonly RouteTable _routes = new(apis);
    private readonly ControlApi _control = new(journal, faults);
    private readonly AnswerWriter _answers = new(options.TimeProvider);

    public async Task HandleAsync(HttpContext context)
    {
        if (ControlApi.Handles(context.Request.Path.Value ?? "/"))
        {
            await ControlAsync(context);
            return;
        }

        var (api, route, segments) = _routes.Find(context.Request.Method, context.Request.Path.Value ?? "/");
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        var phase = route is null ? RequestPhase.Other : api!.PhaseOf(route, context.Request);
        var record = Recorder.Record(context, SimulatorHost.Api, api?.Provider, phase, body, options);
        journal.Add(record);
        var request = new ApiRequest(context, route, segments, body, record);
        if (api is null)
        {
            await _answers.WriteAsync(request, ApiReply.Text(404, "The simulator has no such route."), fault: null);
            return;
        }

        var fault = faults.Draw(record, () => api.ModelOf(request), onJob: false);
        try
        {
            var reply = fault is { AfterAccept: false } ? null : await AnswerAsync(api, route, request);
            reply = FaultAnswer.Replace(fault, reply, record, api);
            await _answers.WriteAsync(request, reply, fault);
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // The client left; what it had submitted goes on.
        }
    }

    private async Task ControlAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await RequestBody.ReadAsync(request, context.RequestAborted);
        var job = request.Query.TryGetValue("job", out var id) ? id.ToString() : null;
        var prompt = request.Query.TryGetValue("prompt", out var text) ? text.ToString() : null;
        await AnswerWriter.SendAsync(context, _control.Answer(request.Method, request.Path.Value!, job, prompt, body));
    }

    private static ValueTask<ApiReply> AnswerAsync(ProviderApi api, ApiRoute? route, ApiRequest request) =>
        route is null ? ValueTask.FromResult(api.NoRoute(request)) : route.Handler(request);
}
