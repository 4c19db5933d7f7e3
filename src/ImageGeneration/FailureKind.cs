using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Specifies why a job failed, and therefore what comes next: failover, retry, circuit breaker, metrics and documentation share
/// this list. In JSON and in the metric tag <c>error.type</c>: the snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The reason is unknown, and there may be a job. The next provider is tried; this one is not asked again.</summary>
    Unknown = 0,

    /// <summary>The provider refused the input (400, 422). The request is never sent anywhere again.</summary>
    InvalidRequest = 1,

    /// <summary>The provider cannot do what is requested, which was known before anything was sent, or from its "no such model". The next
    /// provider is tried.</summary>
    Unsupported = 2,

    /// <summary>A content filter refused the prompt or the image. The next provider is tried only when
    /// <c>Routing:FailoverOnContentRejected</c> is set.</summary>
    ContentRejected = 3,

    /// <summary>The key was not accepted. The next provider is tried; after a 401 the provider's circuit opens for the long break
    /// duration, after a 403 that of the model or endpoint.</summary>
    Unauthorized = 4,

    /// <summary>The account has no credit or has reached its spend limit (402). The next provider is tried; the provider's circuit opens
    /// for the long break duration, or the model's when the provider's words are about the model.</summary>
    OutOfCredit = 5,

    /// <summary>There were too many requests (429). The request is sent again when the wait is short, otherwise the next provider is
    /// tried.</summary>
    RateLimited = 6,

    /// <summary>The queue of this process for the provider is full. The next provider is tried.</summary>
    QueueFull = 7,

    /// <summary>The provider cannot be reached or is broken, and surely accepted nothing. The request is sent again, then the next
    /// provider is tried.</summary>
    Unavailable = 8,

    /// <summary>The answer to the submit was lost: the job may have been accepted. The request is never sent again to the same
    /// provider.</summary>
    UnknownOutcome = 9,

    /// <summary>The queue timeout, the run timeout or the deadline expired; the message says which. The job is canceled.</summary>
    TimedOut = 10,

    /// <summary>The job was accepted, ran and failed.</summary>
    JobFailed = 11,

    /// <summary>The job succeeded without an image.</summary>
    EmptyOutput = 12,

    /// <summary>The job succeeded but its image is gone: the link has expired, or the file does not exist. The job is billed; the next
    /// provider is tried.</summary>
    OutputExpired = 15,

    /// <summary>The job succeeded but its output was rejected: it is no image, or a check or a limit of <c>Outputs</c> refused it. The job
    /// is billed; the next provider is tried.</summary>
    OutputRejected = 16,

    /// <summary>The job succeeded but its image could not be downloaded completely. The job is billed; the next provider is
    /// tried.</summary>
    OutputUnavailable = 17,

    /// <summary>The job was canceled by the provider or at its console. Inside an attempt, also the caller's own cancellation.</summary>
    Canceled = 13,

    /// <summary>The budget has no room for the estimated cost. Nothing was sent; a cheaper provider is tried.</summary>
    BudgetExceeded = 14,

    /// <summary>A prompt check that the application added threw or did not complete in time. Nothing was sent, and no other provider is
    /// tried.</summary>
    PromptCheckFailed = 18,

    /// <summary>The application is shutting down: no job is submitted any more, and one that ran was canceled (see
    /// <see cref="Shutdown.ShutdownOptions"/>). No other provider is tried.</summary>
    ShuttingDown = 19,
}
