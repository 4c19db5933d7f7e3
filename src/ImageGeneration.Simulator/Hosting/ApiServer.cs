using ImageGeneration.Simulator.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Hosts APIs. A request passes routing, journal, faults, route, faults again, answer.</summary>
internal sealed class ApiServer(SimulatorOptions options, SimulatorJournal journal, FaultPlan faults)
{
    private readonly JournalMiddleware _journal = new(options, journal);
    private readonly FaultMiddleware _faults = new(options.TimeProvider, faults);

    public Task<LoopbackServer> StartAsync(int port, IReadOnlyList<SimulatedApi> apis, CancellationToken cancellationToken) =>
        LoopbackServer.StartAsync(port, options.LoggerFactory, application => Configure(application, apis), cancellationToken);

    private void Configure(WebApplication application, IReadOnlyList<SimulatedApi> apis)
    {
        application.Use(_journal.InvokeAsync);
        application.Use(_faults.InvokeAsync);
        foreach (var api in apis)
        {
            foreach (var route in api.Routes)
            {
                var endpoint = route.Method == ApiRoute.AnyMethod
                    ? application.Map(route.Pattern, AnswerAsync)
                    : application.MapMethods(route.Pattern, [route.Method], AnswerAsync);
                endpoint.WithMetadata(api, route);
            }

            application.Map($"{api.Prefix}/{{**path}}", AnswerAsync).WithMetadata(api);
        }

        if (apis.All(api => api.Host == SimulatorHost.Api))
        {
            new ControlApi(journal, faults).Map(application);
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = context.Features.Get<ApiRequest>()!;
        context.Features.Set(request.Route is { } route ? await route.Handler(request) : request.Api!.NoRoute(request));
    }
}
