using System.Text;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit;

/// <content>The meaning of answers.</content>
public sealed partial class ProviderHttpClient
{
    private const int MaxIdLength = 200;

    /// <summary>Reads the id of the job from the answer to a submit, even when the rest of the answer never came: such a job is neither
    /// lost nor bought again.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="name">The member of the first level that holds the id, a text or a whole number.</param>
    /// <returns>The id; null when there is none that can be stored, shown and put into an address.</returns>
    /// <exception cref="ArgumentNullException">The answer or the name is null.</exception>
    public string? ReadJobId(ProviderReply reply, string name = "id")
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(name);
        return reply.ReadString(Encoding.UTF8.GetBytes(name)) is { } id && IsJobId(id) ? id : null;
    }

    /// <summary>Creates the failure of a call: what kept the answer away, or what the status means, with the wait that the service asks
    /// for (<c>Retry-After</c>, <c>retry_after</c> in the body, or words; at most ten minutes). A submit that succeeded without the id of
    /// a job is <see cref="FailureKind.UnknownOutcome"/>.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="operation">The operation that the call was made for.</param>
    /// <param name="target">What was requested, in words, such as <c>model x</c> or <c>job 17</c>.</param>
    /// <param name="request">The request of a submit, whose prompt is kept out of the message; null for none.</param>
    /// <param name="kind">The kind, when the service promises more than the status says; null to derive it from the status.</param>
    /// <returns>The failure. Its message contains neither the key nor the prompt.</returns>
    /// <exception cref="ArgumentNullException">The answer or the target is null.</exception>
    public ProviderFailure CreateFailure(
        ProviderReply reply, ProviderOperation operation, string target, ProviderRequest? request = null, FailureKind? kind = null)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(target);
        return reply.Fault
            ?? (!reply.IsSuccess || kind is not null
                ? Failure(reply, operation, target, request is null ? default : CallerWords.From(request), kind)
            : operation == ProviderOperation.Submit ? HttpFailure.WithoutJob(this, reply, "the id of a job")
            : HttpFailure.Unreadable(this, operation, reply.Status, reply.Without("what was asked for")));
    }

    /// <summary>Creates the job after a read or a cancel that did not report its state: ended when a read says that the service no longer
    /// knows it, otherwise to be read again.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="operation">The operation that the call was made for.</param>
    /// <param name="job">The reference of the job.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ArgumentNullException">The answer or the reference is null.</exception>
    public ProviderJob CreateUnread(ProviderReply reply, ProviderOperation operation, JobReference job)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(job);
        var failure = reply.Fault
            ?? (reply.IsSuccess
                ? HttpFailure.Unreadable(this, operation, reply.Status, reply.Without("the state of a job"))
                : Failure(reply, operation, "job " + job.Id, job.Caller));
        return JobReading.Failed(failure, job, operation);
    }

    /// <summary>Reads the images of a job that has succeeded, whatever their members are called: links, data URIs and base64, with their
    /// seeds and the marks of content filters.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="output">The part of <see cref="ProviderReply.Json"/> that contains the images.</param>
    /// <param name="job">The reference of the job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The job with its images; failed, with <see cref="FailureKind.ContentRejected"/> or <see cref="FailureKind.EmptyOutput"/>,
    /// when there are none.</returns>
    /// <exception cref="ArgumentNullException">The answer or the reference is null.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public ProviderJob ReadOutput(
        ProviderReply reply, JsonElement output, JobReference job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(job);
        var found = ImageOutput.Read(output, new(Name, job.Count), reply.Texts, cancellationToken);
        if (found.AreAllWithheld)
        {
            return ProviderJob.Failed(JobReading.AllWithheld(this, job.Id), job);
        }

        return found.Images.Count > 0
            ? new() { Reference = job, Status = JobStatus.Succeeded, Images = found.Images, Warnings = found.Warnings }
            : ProviderJob.Failed(
                new(
                    FailureKind.EmptyOutput,
                    $"Job {job.Id} at {Name} succeeded, but {ImageOutput.Explain(this, output, found, job.Caller.Prompt)}."),
                job);
    }

    /// <summary>Makes the words of a service fit for messages and logs: one short line without keys, data and the prompt.</summary>
    /// <param name="text">The words; null for none.</param>
    /// <param name="job">The reference of the job that they are about, whose prompt is kept out as long as this process waits for the job;
    /// null for none.</param>
    /// <returns>The line; empty when there is nothing to show.</returns>
    public string Sanitize(string? text, JobReference? job = null) => Text.Sanitize(text, job?.Caller.Prompt);

    /// <summary>Determines whether an id from an answer can be stored, shown and put into an address.</summary>
    internal bool IsJobId(string id) =>
        id.Length is > 0 and <= MaxIdLength && !Text.ContainsSecret(id)
        && !id.AsSpan().ContainsAnyExceptInRange('!', '~') && id.AsSpan().ContainsAnyExcept('.', '/');

    internal ProviderFailure Failure(
        ProviderReply reply, ProviderOperation phase, string target, CallerWords caller = default, FailureKind? kind = null)
    {
        var detail = reply.Status is >= 300 and < 400
            ? Text.Sanitize("redirect " + Redirect.Describe(reply, reply.Response.RequestMessage?.RequestUri ?? BaseUrl!), caller.Prompt)
            : Text.Sanitize(reply.ReadError(), caller.Prompt);
        kind ??= IsRefusal(reply, phase, caller) ? FailureKind.ContentRejected : HttpFailure.KindOf(reply, phase);
        return HttpFailure.Create(this, kind.Value, reply.Status, target, detail) with
        {
            Scope = HttpFailure.ScopeOf(reply, kind.Value, detail),
            // A wait that a firewall asks for does not throttle the provider.
            RetryAfter = reply.IsPage ? null : RetryAfter.Read(reply.Response.Headers, reply.Json, detail, Time.GetUtcNow()),
        };
    }

    internal ProviderFailure KeyFailure() =>
        new(FailureKind.Unauthorized, $"Authentication failed at {Name}: {KeyProblem} Check {KeySetting}.");

    /// <summary>Gets a model for a message: its id, and the setting it comes from.</summary>
    internal string ModelTarget(ProviderRequest request, ProviderOptions options)
    {
        var name = request.Model.Name;
        var isLora = options.LoraModels.TryGetValue(name, out var lora) && lora == request.ModelId;
        return $"model {request.ModelId} (setting {Section}:{(isLora ? "LoraModels" : "Models")}:{name})";
    }

    // Without the key, the credit or the model, the prompt was not judged.
    private static bool IsRefusal(ProviderReply reply, ProviderOperation phase, CallerWords caller) =>
        phase == ProviderOperation.Submit && reply.Status is >= 400 and not (401 or 402 or 404 or 405 or 408 or >= 502)
        && reply.IsRefusal(caller);
}
