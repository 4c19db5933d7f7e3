using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>What can happen to a submit and its answer.</summary>
internal static class SubmitScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("silent socket", "runpod") { Arrange = stage => stage.Fault(FaultEffect.Hang), Patience = 6, Also = WarnsOfAnUnseenBill },
        new("answer lost after acceptance", "replicate") { Arrange = stage => stage.Fault(FaultEffect.LostAnswer) },
        new("answer lost after acceptance, no list to look it up", "replicate")
        {
            Arrange = stage => stage.Fault(FaultEffect.LostAnswer, SimulatedProvider.RunPod),
            Act = stage => stage.GenerateAsync(Stage.Request with { Model = ImageModel.Sdxl }, null, default),
            Jobs = 2,
            Also = WarnsOfAnUnseenBill,
        },
        new("reset before acceptance", "runpod") { Arrange = stage => stage.Fault(FaultEffect.Reset), Patience = 4, Also = WarnsOfAnUnseenBill },
        new("429, Retry-After in seconds", "replicate") { Arrange = stage => stage.Fault(FaultEffect.RateLimited(1), times: 1), Also = WaitedASecond },
        new("429, Retry-After as a date", "replicate")
        {
            Arrange = stage => stage.Fault(
                FaultEffect.Status(429, "{}", headers: new Dictionary<string, string> { ["Retry-After"] = DateTimeOffset.UtcNow.AddSeconds(2).ToString("R") }), times: 1),
        },
        new("429, the wait in the body", "replicate") { Arrange = stage => stage.Fault(FaultEffect.RateLimited(1, RateLimitHint.Body), times: 1), Also = WaitedASecond },
        new("429, the wait in words", "replicate")
        {
            Arrange = stage => stage.Fault(FaultEffect.Status(429, """{"detail":"Request was throttled. Your rate limit resets in ~1s."}"""), times: 1),
            Also = WaitedASecond,
        },
        new("429 storm", "runpod") { Arrange = stage => stage.Fault(FaultEffect.RateLimited(60)) },
        new("429, bucket of an account with little credit", "replicate")
        {
            Arrange = stage => stage.Fault(
                FaultEffect.Status(
                    429,
                    """{"detail":"Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~1s.","status":429,"retry_after":1}"""),
                times: 2),
            Patience = 6,
            Also = WaitedASecond,
        },
        new("redirect to another origin", "runpod")
        {
            Arrange = stage => stage.Fault(FaultEffect.Status(
                307, "", headers: new Dictionary<string, string> { ["Location"] = new Uri(stage.Simulator.OutputBaseUri, "/v1/predictions").AbsoluteUri })),
        },
        new("out of credit", "runpod")
        {
            Arrange = stage => stage.Fault(FaultEffect.Status(402)),
            Act = TwiceAsync,
            Jobs = 2,
            Also = stage => stage.Simulator.Journal.RequestsTo(RequestPhase.Create, SimulatedProvider.Replicate).Count == 1 ? "" : "asked again without credit",
        },
        new("key refused", "runpod") { Arrange = stage => stage.Fault(FaultEffect.Status(401)) },
        new("Cloudflare's page", "runpod") { Arrange = stage => stage.Fault(FaultEffect.Status(403, "<html>Sorry, you have been blocked</html>", "text/html")) },
        new("503, then well again", "replicate") { Arrange = stage => stage.Fault(FaultEffect.Status(503), times: 2) },
        new("every provider down", nameof(FailureKind.Unavailable))
        {
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.Status(503));
                stage.Fault(FaultEffect.Status(503), SimulatedProvider.RunPod);
            },
            Jobs = 0,
        },
    ];

    private static async Task<string> TwiceAsync(Stage stage)
    {
        await stage.GenerateAsync();
        return await stage.GenerateAsync();
    }

    private static string WarnsOfAnUnseenBill(Stage stage) =>
        stage.Response?.Warnings.Any(warning => warning.Contains("may have been billed", StringComparison.Ordinal)) == true ? "" : "no warning of an unseen bill";

    private static string WaitedASecond(Stage stage) =>
        stage.Response is { GenerationTime.TotalSeconds: >= 0.99 } ? "" : "sent again before the time asked for";
}
