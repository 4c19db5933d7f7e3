using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Modal;

/// <summary>A web endpoint on Modal under <c>/modal</c>: the edge with its keys and texts, and a FastAPI application behind it.</summary>
internal sealed class ModalApi : SimulatedApi
{
    private const int BurstSeconds = 5;
    private const int RealRequestsPerSecond = 200;
    private readonly ModalSimulatorOptions _options;
    private readonly ModalKeys _keys;
    private readonly TokenBucket? _requests;

    public ModalApi(SimulatorOptions options, JobScheduler scheduler, OutputLinks links, JobImages images)
    {
        _options = options.Modal;
        _keys = new ModalKeys(options.ApiKeys);
        _requests = (_options.RequestsPerSecond ?? (options.EnforceRateLimits ? RealRequestsPerSecond : null)) is { } limit
            ? new TokenBucket(limit * BurstSeconds, limit * 60, options.TimeProvider)
            : null;
        var calls = new ModalCalls(options, scheduler, links, new ModalResult(_options, images));
        Routes =
        [
            .. ((ApiRoute[])
            [
                new("POST", "/modal", RequestPhase.Create, calls.CallAsync),
                new("GET", "/modal", RequestPhase.Create, calls.CallAsync),
                new("POST", "/modal/submit", RequestPhase.Create, calls.Submit),
                new("GET", "/modal/result/{id}", RequestPhase.Poll, calls.Result),
                new("POST", "/modal/cancel/{id}", RequestPhase.Cancel, calls.Cancel),
            ]).Select(Guarded),
        ];
    }

    public override SimulatedProvider? Provider => SimulatedProvider.Modal;

    public override string Prefix => "/modal";

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override string? ModelOf(ApiRequest request) => ModelData.Modal.Id;

    // The address of a result is that of the endpoint with another query.
    public override RequestPhase PhaseOf(ApiRoute? route, HttpRequest request) =>
        route is not null && request.Query.ContainsKey(ModalCalls.CallParameter) ? RequestPhase.Poll : base.PhaseOf(route, request);

    public override ApiReply NoRoute(ApiRequest request) => ModalErrors.Detail(404, "Not Found");

    public override ApiReply Error(int status) => ModalErrors.For(status);

    public override ApiReply Throttled(RateLimit limit) => ModalErrors.Throttled(limit);

    private ApiRoute Guarded(ApiRoute route) => route with
    {
        Handler = request =>
        {
            if (_requests?.Take().Remaining < 0)
            {
                return ValueTask.FromResult(ModalErrors.For(ModalEdgeError.RateLimit));
            }

            return _options.RequireKey && _keys.Refusal(request) is { } refusal ? ValueTask.FromResult(refusal) : route.Handler(request);
        },
    };
}
