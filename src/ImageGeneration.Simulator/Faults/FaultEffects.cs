using System.Text.Json;

namespace ImageGeneration.Simulator.Faults;

/// <summary>Provides the effects by their names in JSON: those of the members in code, after the provider for a provider's own.</summary>
internal static class FaultEffects
{
    private static readonly Dictionary<string, Func<FaultParameters, FaultEffect>> Kinds = new(StringComparer.Ordinal)
    {
        ["reset"] = _ => FaultEffect.Reset,
        ["lostAnswer"] = _ => FaultEffect.LostAnswer,
        ["hang"] = _ => FaultEffect.Hang,
        ["hangAfterAccept"] = _ => FaultEffect.HangAfterAccept,
        ["truncatedBody"] = _ => FaultEffect.TruncatedBody,
        ["halfBody"] = _ => FaultEffect.HalfBody,
        ["emptyBody"] = _ => FaultEffect.EmptyBody,
        ["duplicate"] = _ => FaultEffect.Duplicate,
        ["stuckInQueue"] = _ => FaultEffect.StuckInQueue,
        ["jobAborted"] = _ => FaultEffect.JobAborted,
        ["noOutput"] = _ => FaultEffect.NoOutput,
        ["flagged"] = _ => FaultEffect.Flagged,
        ["status"] = Status,
        ["rateLimited"] = with => FaultEffect.RateLimited(with.RequiredWhole("seconds"), Hint(with)),
        ["slowBody"] = with => FaultEffect.SlowBody(with.Seconds()),
        ["slowAnswer"] = with => FaultEffect.SlowAnswer(with.Seconds()),
        ["wrongContentType"] = with => FaultEffect.WrongContentType(with.RequiredText("contentType")),
        ["redirect"] = with => FaultEffect.Redirect(HttpStatus(with, with.Whole("status") ?? 302), with.Text("location")),
        ["jobFails"] = with => FaultEffect.JobFails(with.RequiredText("error")),
        ["fewerImages"] = with => FaultEffect.FewerImages(with.RequiredWhole("count")),
        ["jobRunsFor"] = with => FaultEffect.JobRunsFor(with.Seconds()),
        ["jobWaitsFor"] = with => FaultEffect.JobWaitsFor(with.Seconds()),
        ["unknownStatus"] = with => FaultEffect.UnknownStatus(with.RequiredText("word")),
        ["jobSteps"] = with => FaultEffect.JobSteps([.. with.RequiredItems("steps").Select(Step)]),
        ["combine"] = Combine,
        ["replicate.error"] = with => ReplicateFaults.Error(with.Json("error") ?? "null"),
        ["replicate.problem"] = with => ReplicateFaults.Problem(with.RequiredChoice<ReplicateProblem>("problem")),
        ["replicate.lowCredit"] = with => ReplicateFaults.LowCredit(with.RequiredWhole("seconds"), Hint(with)),
        ["replicate.noPaymentMethod"] = with => ReplicateFaults.NoPaymentMethod(with.RequiredWhole("seconds"), Hint(with)),
        ["replicate.partialSyncOutput"] = with => ReplicateFaults.PartialSyncOutput(with.RequiredWhole("images")),
        ["replicate.outputExpired"] = _ => ReplicateFaults.OutputExpired,
        ["runPod.noId"] = _ => RunPodFaults.NoId,
        ["runPod.failedEnvelope"] = with =>
            RunPodFaults.FailedEnvelope(with.RequiredText("error"), HttpStatus(with, with.Whole("status") ?? 400)),
        ["runPod.crashLoop"] = _ => RunPodFaults.CrashLoop,
        ["runPod.givenUp"] = _ => RunPodFaults.GivenUp,
        ["runPod.handlerException"] = with =>
            RunPodFaults.HandlerException(with.RequiredText("message"), with.Text("type") ?? "<class 'RuntimeError'>"),
        ["runPod.error"] = with => RunPodFaults.Error(with.Json("error") ?? "null", with.Json("output")),
        ["runPod.completedWithError"] = with => RunPodFaults.CompletedWithError(with.RequiredText("message")),
        ["runPod.output"] = with => RunPodFaults.Output(with.Json("output") ?? "null"),
        ["runPod.progress"] = with => RunPodFaults.Progress(with.Json("output") ?? "null"),
        ["modal.edge"] = with => ModalFaults.Edge(with.RequiredChoice<ModalEdgeError>("error")),
        ["modal.callFails"] = with => ModalFaults.CallFails(with.RequiredChoice<ModalEdgeError>("error")),
        ["modal.hops"] = with => ModalFaults.Hops(with.RequiredWhole("hops"), with.Choice<ModalLocation>("location")),
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    /// <summary>Reads an effect: its name alone, or an object with <c>kind</c> and parameters.</summary>
    public static FaultEffect Read(JsonElement json, string path)
    {
        var with = json.ValueKind == JsonValueKind.String ? null : new FaultParameters(json, path);
        var kind = with is null ? json.GetString()! : with.RequiredText("kind");
        if (!Kinds.TryGetValue(kind, out var make))
        {
            throw FaultParameters.Wrong(path, $"there is no effect {kind}; there are {string.Join(", ", Kinds.Keys)}");
        }

        with ??= new FaultParameters(Empty, path);
        var effect = make(with);
        with.Done();
        return effect with { Written = json.Clone() };
    }

    private static JsonElement Empty { get; } = JsonDocument.Parse("{}").RootElement;

    private static FaultEffect Status(FaultParameters with)
    {
        Dictionary<string, string>? headers = null;
        if (with.Take("headers") is { } given)
        {
            var members = new FaultParameters(given, with.PathOf("headers"));
            headers = given.EnumerateObject().ToDictionary(header => header.Name, header => members.RequiredText(header.Name));
        }

        return FaultEffect.Status(
            HttpStatus(with, with.RequiredWhole("status")),
            with.Text("body"),
            with.Text("contentType"),
            headers,
            with.Flag("afterAccept") ?? false);
    }

    private static int HttpStatus(FaultParameters with, int status) =>
        status is >= 200 and <= 599 ? status : throw FaultParameters.Wrong(with.PathOf("status"), "a status from 200 to 599 is expected");

    private static FaultEffect Combine(FaultParameters with)
    {
        var effects = with.RequiredItems("effects").Select(item => Read(item.Json, item.Path)).ToList();
        return effects.TrueForAll(effect => effect is JobFault)
            ? FaultEffect.Combine(effects)
            : throw FaultParameters.Wrong(with.PathOf("effects"), "effects on a job are expected");
    }

    private static JobStep Step((JsonElement Json, string Path) item)
    {
        var with = new FaultParameters(item.Json, item.Path);
        var step = new JobStep(with.RequiredText("status"), with.Seconds());
        with.Done();
        return step;
    }

    private static RateLimitHint Hint(FaultParameters with) => with.Choice<RateLimitHint>("hint") ?? RateLimitHint.HeaderAndBody;
}
