using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Jobs;

internal static partial class JobLog
{
    [LoggerMessage(1100, LogLevel.Warning, "{Provider}: the answer to a submit of {ModelId} was lost; a job may have been billed.")]
    public static partial void PossiblyBilled(GuardedLogger logger, string provider, string modelId);

    [LoggerMessage(1101, LogLevel.Warning, "{Provider}: the answer to a submit was lost; job {JobId} was found and adopted.")]
    public static partial void Adopted(GuardedLogger logger, string provider, string jobId);

    [LoggerMessage(1102, LogLevel.Warning, "{Provider}: the provider threw while submitting.")]
    public static partial void SubmitThrew(GuardedLogger logger, string provider, Exception exception);

    [LoggerMessage(1103, LogLevel.Warning, "{Provider}: looking for a lost job failed.")]
    public static partial void ReconcileThrew(GuardedLogger logger, string provider, Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "{Provider}: the IProgress given to the call threw; it receives no further reports of this request.")]
    public static partial void ProgressThrew(GuardedLogger logger, string provider, Exception exception);

    [LoggerMessage(1105, LogLevel.Warning,
        "{Provider}: job {JobId} was given up, and had finished when it was read again; its images are used.")]
    public static partial void LateResultCollected(GuardedLogger logger, string provider, string jobId);

    [LoggerMessage(1106, LogLevel.Warning, "{Provider}: the submit continues past its timeout; a job that it still returns will be canceled.")]
    public static partial void SubmitOrphaned(GuardedLogger logger, string provider);

    [LoggerMessage(1107, LogLevel.Warning, "{Provider}: job {JobId} was accepted after the request was given up; its cancellation: {Outcome}.")]
    public static partial void OrphanCanceled(GuardedLogger logger, string provider, string jobId, CancellationOutcome? outcome);

    [LoggerMessage(1109, LogLevel.Warning, "{Provider}: the capabilities of model {Model} could not be read; those known already are used.")]
    public static partial void CapabilitiesUnread(GuardedLogger logger, string provider, ImageModel model, Exception exception);

    [LoggerMessage(1110, LogLevel.Debug, "{Provider}: the workers of {ModelId} could not be counted; what its jobs taught is used.")]
    public static partial void WorkersUncounted(GuardedLogger logger, string provider, string modelId, Exception exception);
}
