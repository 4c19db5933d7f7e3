using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.RunPod;

namespace ImageGeneration.Simulator;

/// <summary>Provides the faults that only RunPod has; the others are on <see cref="FaultEffect"/>.</summary>
public static class RunPodFaults
{
    /// <summary>Gets a fault that answers the submit with 200 without an <c>id</c>; the job runs all the same.</summary>
    public static FaultEffect NoId { get; } = WithName(new JobFault(plan => plan with { OmitId = true }));

    /// <summary>Creates a fault that answers the submit with a failed job under an error's status, as RunPod's pages show it; there is no
    /// job.</summary>
    /// <param name="error">The error.</param>
    /// <param name="status">The HTTP status.</param>
    public static FaultEffect FailedEnvelope(string error, int status = 400) => WithName(FaultEffect.Status(
        status, $$"""{"id":"8e7d6c5b-4a39-4281-9f0e-0d1c2b3a4958-u1","status":"FAILED","error":{{Quoted(error)}}}"""));

    /// <summary>Gets a fault by which the workers crash as they start: the job stays in the queue, and <c>/health</c> counts an unhealthy
    /// worker.</summary>
    public static FaultEffect CrashLoop { get; } =
        WithName(new JobFault(plan => plan with { QueueDelay = Timeout.InfiniteTimeSpan, CrashLoop = true }));

    /// <summary>Gets a fault by which the platform gives up on the worker: <c>job timed out after 1 retries</c>.</summary>
    public static FaultEffect GivenUp { get; } = WithName(new JobFault(plan => plan with
    {
        Ending = JobEnding.Failed,
        Error = "job timed out after 1 retries",
        ErrorIsJson = false,
        Retries = 1,
    }));

    /// <summary>Creates an exception in a Python handler: the error is a string that contains a JSON document.</summary>
    /// <param name="message">The message of the exception, such as <c>CUDA out of memory. Tried to allocate 2.00 GiB</c>.</param>
    /// <param name="type">Its type, as Python prints it.</param>
    public static FaultEffect HandlerException(string message, string type = "<class 'RuntimeError'>") =>
        WithName(FaultEffect.JobFails(RunPodErrors.HandlerException(message, type)));

    /// <summary>Creates a fault whose error is an array of texts, as validators return it.</summary>
    public static FaultEffect ErrorList(params string[] errors) => Error($"[{string.Join(',', errors.Select(Quoted))}]");

    /// <summary>Creates a fault whose error is this JSON value, whatever its kind.</summary>
    /// <param name="json">The value.</param>
    /// <param name="outputJson">What the handler returned, as <c>output</c>; null for nothing.</param>
    public static FaultEffect Error(string json, string? outputJson = null) => WithName(new JobFault(plan => plan with
    {
        Ending = JobEnding.Failed,
        Error = Parsed(json),
        ErrorIsJson = true,
        OutputJson = outputJson is null ? null : Parsed(outputJson),
    }));

    /// <summary>Creates a fault by which the job is <c>COMPLETED</c> and its output says that it failed, as public endpoints do when
    /// memory runs out.</summary>
    public static FaultEffect CompletedWithError(string message) =>
        WithName(Output($$"""{"status":"error","message":{{Quoted(message)}}}"""));

    /// <summary>Creates a fault by which the job is <c>COMPLETED</c> with this output, any JSON value; <c>null</c> and <c>{}</c> have been
    /// seen.</summary>
    public static FaultEffect Output(string json) => WithName(new JobFault(plan => plan with { OutputJson = Parsed(json) }));

    /// <summary>Creates a fault by which the job shows this JSON value as its <c>output</c> while it runs: a progress update, not a
    /// result.</summary>
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
