using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ImageGeneration.Imaging;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Modal;

/// <summary>Reads the answer of a Modal endpoint as a job: an image, JSON with images, or the address where the result will be.</summary>
/// <param name="http">The client of the provider.</param>
/// <param name="routes">The routes of the application.</param>
/// <param name="reply">The answer.</param>
/// <param name="phase">The operation: a submit, or a read of a call under way.</param>
/// <param name="modelId">The model that was requested.</param>
/// <param name="count">The number of images that were requested.</param>
/// <param name="caller">The caller's words, which are kept out of messages.</param>
internal readonly ref struct ModalReply(
    ProviderHttpClient http, ModalRoutes routes, ProviderReply reply, ProviderOperation phase, string modelId, int count, CallerWords caller)
{
    private const int MaxTextBytes = 1024 * 1024;
    private const string CallIdParameter = "__modal_function_call_id=";

    // An address that holds a call open is read again at once; one that does not must not be read in a circle.
    private static readonly TimeSpan MinHop = TimeSpan.FromSeconds(1);

    // A call that has ended must not stay unread over a header.
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>Gets how long the answer was held back.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Gets the token that ends the reading of the answer.</summary>
    public CancellationToken Token { get; init; }

    /// <summary>Creates the job.</summary>
    /// <param name="asked">The address that was called.</param>
    /// <param name="known">The call as known before; null for a submit.</param>
    public ProviderJob ToJob(Uri asked, JobReference? known)
    {
        if (reply.Status == 303)
        {
            return Redirected(asked, known);
        }

        var report = Report();
        var isAccepted = reply.Status is 202 or 204;
        var isUnderWay = isAccepted || report.State is WorkState.Waiting or WorkState.Working;

        // An image in a call under way is a preview; in the answer to a submit, it is all there is.
        var found = isAccepted || (isUnderWay && known is not null && !report.HasDone) ? FoundImages.None : Images();
        if (known is null && found.AreLinksToAnything && Called(report) is not null
            && (isUnderWay || (routes.AreOfQueue && !report.HasDone)))
        {
            found = FoundImages.None; // where the call's state and result will be
        }

        if (found.AreAllWithheld)
        {
            return ProviderJob.Failed(JobReading.AllWithheld(http, known?.Id ?? ModalRoutes.NoId), known);
        }

        var isError = !isUnderWay && (report.State == WorkState.Failed
            || ErrorText.IsError(reply.Json.Member("error"u8)) || WorkerWords.HasFailed(reply.Json));
        if (found.Images.Count > 0 && !(found.IsLastResort && (isError || isUnderWay)))
        {
            return new() { Reference = known, Status = JobStatus.Succeeded, Images = found.Images, Warnings = found.Warnings };
        }

        // Applications give an id to what fails, too.
        return (isUnderWay ? known ?? Called(report) : null) is { } call
                ? UnderWay(call, isQueued: known is null || report.State == WorkState.Waiting)
            : isAccepted || reply.Body.IsEmpty ? Unreadable(reply.Without("the id of a call"), known)
            : known is not null ? WithoutImage(known, report, isError, found)
            : isUnderWay ? Unreadable("at work on it still, without the id of a call", null)
            : !isError && Called(report) is { } queued ? UnderWay(queued, isQueued: true)
            : reply.IsBrokenJson || (reply.IsPage && routes.AreOfQueue) ? Unreadable(reply.Without("an image"), null)
            : ProviderJob.Failed(WithoutImage(found));
    }

    /// <summary>Reads the state of the work, as the answer itself reports it.</summary>
    public WorkReport Report() =>
        reply.Json.ValueKind == JsonValueKind.Undefined ? WorkReport.Parse(reply.Body.Trim(" \t\r\n"u8))
            : WorkReport.Parse(reply.Json, reply.Texts);

    /// <summary>Creates the job of a call that goes on.</summary>
    public ProviderJob UnderWay(JobReference call, bool isQueued) => new()
    {
        Reference = call,
        Status = isQueued ? JobStatus.Queued : JobStatus.Running,
        PollAfter = RetryAfter.Read(reply.Response.Headers, default, null, http.Time.GetUtcNow()) is { } pause
            ? TimeSpan.FromTicks(Math.Min(pause.Ticks, MaxPause.Ticks))
            : null,
    };

    /// <summary>Returns the call as far as an interrupted answer reported it; otherwise the fault.</summary>
    public ProviderJob BrokenOff(ProviderFailure fault) =>
        Called(WorkReport.Parse(reply.Json, reply.Texts)) is { } call
            ? new() { Reference = call, Status = JobStatus.Queued }
            : ProviderJob.Failed(fault);

    // The content of the address of a call that Modal itself gave is its result. An application's own answer is the end of the call only
    // when it says so: what is still under way is read again, and what is not understood is given up, and canceled, after some reads.
    private ProviderJob WithoutImage(JobReference known, WorkReport report, bool isError, FoundImages found)
    {
        var isResult = known.StatusUri?.Query.Contains(CallIdParameter, StringComparison.Ordinal) == true;
        var isNotYet = report.State == WorkState.Unrecognized
            || (report.State == WorkState.NotReported && report.HasProgress);
        return (isNotYet && !isError) || SaysNotYet(report) ? UnderWay(known, isQueued: false)
            : report.State == WorkState.NotReported && (reply.Json.IsNothing() || reply.Json.AsText() == "")
                ? Unreadable(reply.Without("an image"), known)
            : isError || isResult || report.State == WorkState.Done || WithoutImage(found) is not { Kind: FailureKind.EmptyOutput } failure
                ? ProviderJob.Failed(WithoutImage(found), known)
            : ProviderJob.Unread(failure with { StatusCode = reply.Status }, known);
    }

    // Also as an error: {"error":"Not ready yet"}
    private bool SaysNotYet(WorkReport report) =>
        report.State == WorkState.NotReported && reply.ReadError() is { } said && WorkReport.IsNotYet(said)
        && !WorkerWords.SaysFailed(said, reply.Texts);

    private ProviderFailure WithoutImage(FoundImages found)
    {
        var isJson = reply.Json.ValueKind != JsonValueKind.Undefined;
        var report = Report();
        var hasFailed = report.State == WorkState.Failed;
        var words = isJson ? WorkerWords.Read(reply.Json, reply.Texts) ?? (hasFailed ? report.Word : null)
            : IsText ? reply.ReadError() : null;
        var said = http.Text.Sanitize(words, caller.Prompt).TrimEnd('.');
        if ((isJson || IsText) && reply.IsRefusal(caller))
        {
            return new(FailureKind.ContentRejected, $"Content policy violation: {http.Name}: {said}.");
        }

        if (isJson
            ? hasFailed || WorkerWords.SayFailed(reply.Json, reply.Texts) || reply.ReadError() is not null
            : WorkerWords.SaysFailed(words ?? "", reply.Texts))
        {
            return new(FailureKind.JobFailed, $"{http.Name} answered with an error instead of an image: {said}.")
            {
                IsUnexplained = ErrorClassifier.IsUnexplained(caller.TakenOutOf(words ?? "")),
            };
        }

        var aside = isJson ? http.Text.Sanitize(WorkerWords.Remark(reply.Json, reply.Texts), caller.Prompt).TrimEnd('.') : said;
        var why = ImageOutput.Explain(http, reply.Json, found, caller.Prompt, $"{http.Section}:OutputField")
            + (aside.Length == 0 ? "" : ": " + aside);
        return new(FailureKind.EmptyOutput, $"{http.Name} answered {reply.Status} with no image ({MediaType}): {why}.")
        {
            IsUnexplained = true,
        };
    }

    private bool IsText => !reply.IsPage && System.Text.Unicode.Utf8.IsValid(reply.Body);

    private string MediaType => http.Text.Sanitize(reply.MediaType) is { Length: > 0 } type ? type : "no media type";

    private FoundImages Images()
    {
        if (reply.Json.ValueKind != JsonValueKind.Undefined)
        {
            return ImageOutput.Read(reply.Json, new(http.Name, count, Member: routes.Output), reply.Texts, Token);
        }

        if (!ImageWords.AreLinks(reply.Body) && ImageText.Read(reply.Body) is { } written)
        {
            return FoundImages.FromImage(written);
        }

        if (ForeignFile.Identify(reply.Body, reply.MediaType) is null)
        {
            return IsText && reply.Body.Length <= MaxTextBytes ? InText() : FoundImages.None;
        }

        var image = ImageText.FromBytes(reply.Body.ToArray(), reply.MediaType);
        return FoundImages.FromImage(image with
        {
            Seed = Header("X-Seed"),
            Width = image.Width ?? Pixels("X-Width"),
            Height = image.Height ?? Pixels("X-Height"),
        });
    }

    // A sentence with a link, or one link a line.
    private FoundImages InText()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStringValue(reply.Body);
        }

        using var document = JsonDocument.Parse(json.WrittenMemory);
        return ImageOutput.Read(document.RootElement, new(http.Name, count), cancellationToken: Token);
    }

    private ProviderJob Redirected(Uri asked, JobReference? known)
    {
        if (ForeignUri.Read(asked, reply.ReadHeader("Location")) is not { } next)
        {
            return Unreadable("without saying where the result will be", known);
        }

        // The key goes with the next call: another origin gets neither key nor call.
        if (!http.IsOwnOrigin(next))
        {
            return Unreadable("with a redirect to another origin, which is not followed", known);
        }

        return new()
        {
            Reference = known is null ? new(http.Name, CallId(next), modelId, next, count) : known with { StatusUri = next },
            Status = JobStatus.Running,
            PollAfter = HopLeft,
        };
    }

    private TimeSpan HopLeft => Took < MinHop ? MinHop - Took : TimeSpan.Zero;

    private string CallId(Uri result)
    {
        var id = result.Query.Split(CallIdParameter) is [_, var rest] ? rest.Split('&')[0] : "";
        return http.IsJobId(id) ? id : ModalRoutes.NoId;
    }

    private ProviderJob Unreadable(string why, JobReference? known)
    {
        var failure = HttpFailure.Unreadable(http, phase, reply.Status, why);
        return known is null ? ProviderJob.Failed(failure) : ProviderJob.Unread(failure with { RetryAfter = HopLeft }, known);
    }

    private JobReference? Called(WorkReport report)
    {
        var isCall = reply.Status == 202 || (reply.Fault is null && (routes.AreOfQueue || report.State is not WorkState.NotReported));
        var id = report.CallId ?? reply.ReadString("call_id"u8) ?? reply.ReadString("job_id"u8) ?? reply.ReadString("task_id"u8)
            // With a truncated image it is only the name of the request.
            ?? (reply.Status == 202 || reply.Fault is null ? reply.ReadString("request_id"u8) : null)
            ?? (isCall ? report.AnyId ?? reply.ReadString("id"u8) : null);
        return id is not null && http.IsJobId(id) ? new(http.Name, id, modelId, routes.Result(id), count) : null;
    }

    private int? Pixels(string name) => Header(name) is > 0 and <= 65536 and var pixels ? (int)pixels : null;

    private long? Header(string name) =>
        long.TryParse(reply.ReadHeader(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
