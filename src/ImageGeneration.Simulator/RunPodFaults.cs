using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.RunPod;

namespace ImageGeneration.Simulator;

/// <summary>The faults that only RunPod has; the others are on <see cref="FaultEffect"/>.</summary>
public static class RunPodFaults
{
    /// <summary>The submit is answered 200 without an <c>id</c>; the job runs all the same.</summary>
    public static FaultEffect NoId { get; } = WithName(new JobFault(plan => plan with { OmitId = true }));

    /// <summary>The submit is answered with a job that has failed under an error's status, as RunPod's pages show it; no job.</summary>
    /// <param name="error">The error.</param>
    /// <param name="status">The HTTP status.</param>
    public static FaultEffect FailedEnvelope(string error, int status = 400) => WithName(FaultEffect.Status(
        status, $$"""{"id":"8e7d6c5b-4a39-4281-9f0e-0d1c2b3a4958-u1","status":"FAILED","error":{{Quoted(error)}}}"""));

    /// <summary>The workers crash as they start: the job stays in the queue, and <c>/health</c> counts an unhealthy worker.</summary>
    public static FaultEffect CrashLoop { get; } =
        WithName(new JobFault(plan => plan with { QueueDelay = Timeout.InfiniteTimeSpan, CrashLoop = true }));

    /// <summary>The platform gave up on the worker: <c>job timed out after 1 retries</c>.</summary>
    public static FaultEffect GivenUp { get; } = WithName(new JobFault(plan => plan with
    {
        Ending = JobEnding.Failed,
        Error = "job timed out after 1 retries",
        ErrorIsJson = false,
        Retries = 1,
    }));

    /// <summary>An exception in a Python handler: the error is a string that holds a JSON document.</summary>
    /// <param name="message">The message of the exception, such as <c>CUDA out of memory. Tried to allocate 2.00 GiB</c>.</param>
    /// <param name="type">Its type, as Python prints it.</param>
    public static FaultEffect HandlerException(string message, string type = "<class 'RuntimeError'>") =>
        WithName(FaultEffect.JobFails(RunPodErrors.HandlerException(message, type)));

    /// <summary>The error is an array of texts, as validators return it.</summary>
    public static FaultEffect ErrorList(params string[] errors) => Error($"[{string.Join(',', errors.Select(Quoted))}]");

    /// <summary>The error is this JSON value, whatever its kind.</summary>
    /// <param name="json">The value.</param>
    /// <param name="outputJson">What is left of the handler's answer, as <c>output</c>; null for nothing.</param>
    public static FaultEffect Error(string json, string? outputJson = null) => WithName(new JobFault(plan => plan with
    {
        Ending = JobEnding.Failed,
        Error = Parsed(json),
        ErrorIsJson = true,
        OutputJson = outputJson is null ? null : Parsed(outputJson),
    }));

    /// <summary>The job is <c>COMPLETED</c> and its output says that it failed, as public endpoints do when memory runs out.</summary>
    public static FaultEffect CompletedWithError(string message) =>
        WithName(Output($$"""{"status":"error","message":{{Quoted(message)}}}"""));

    /// <summary>The job is <c>COMPLETED</c> with this output, any JSON value; <c>null</c> and <c>{}</c> have been seen.</summary>
    public static FaultEffect Output(string json) => WithName(new JobFault(plan => plan with { OutputJson = Parsed(json) }));

    /// <summary>While it runs, the job shows this JSON value as its <c>output</c>: a progress update, not a result.</summary>
    public static FaultEffect Progress(string json) => WithName(new JobFault(plan => plan with { ProgressJson = Parsed(json) }));

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetRawText();
    }

    private static FaultEffect WithName(FaultEffect effect, [CallerMemberName] string member = "") =>
        FaultEffect.WithName("runPod", effect, member);
}
