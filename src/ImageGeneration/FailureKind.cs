using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Why a job failed, and therefore what comes next: the one list that failover, retry, breaker, metrics and documentation share.
/// In JSON and in the metric tag <c>error.type</c>: the snake-case word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>Nobody said. There may be a job: the next provider is tried, this one not again.</summary>
    Unknown = 0,

    /// <summary>The provider refused the input (400, 422). Never sent anywhere again.</summary>
    InvalidRequest = 1,

    /// <summary>The provider cannot do what is asked; known before anything is sent, or from its "no such model". The next provider is
    /// tried.</summary>
    Unsupported = 2,

    /// <summary>A content filter refused the prompt or the picture. Not routed around unless <c>Routing:FailoverOnContentRejected</c> says
    /// so.</summary>
    ContentRejected = 3,

    /// <summary>The key was not accepted. The next provider is tried; after a 401 its circuit opens for long, after a 403 the model or
    /// endpoint that was asked.</summary>
    Unauthorized = 4,

    /// <summary>The account has no credit or has reached its spend limit (402). The next provider is tried; its circuit opens for long, or its
    /// model where the provider's words speak of that.</summary>
    OutOfCredit = 5,

    /// <summary>Too many requests (429). Sent again when the wait is short, else the next provider is tried.</summary>
    RateLimited = 6,

    /// <summary>This process's own queue for the provider is full. The next provider is tried.</summary>
    QueueFull = 7,

    /// <summary>The provider cannot be reached or is broken, and surely accepted nothing. Sent again, then the next provider is
    /// tried.</summary>
    Unavailable = 8,

    /// <summary>The answer to the submit got lost: the job may have been accepted. Never sent again to the same provider.</summary>
    UnknownOutcome = 9,

    /// <summary>One of the clocks ran out: queue, run or total; the message says which. The job is canceled.</summary>
    TimedOut = 10,

    /// <summary>The job was accepted, ran and failed.</summary>
    JobFailed = 11,

    /// <summary>The job succeeded and brought no image.</summary>
    EmptyOutput = 12,

    /// <summary>The job succeeded and its image has gone: the link to it has expired, or the file is not there. The job is billed; the
    /// next provider is tried.</summary>
    OutputExpired = 15,

    /// <summary>The job succeeded and what it brought is not taken: it is no image, or a check or a limit of <c>Outputs</c> refuses it. The
    /// job is billed; the next provider is tried.</summary>
    OutputRejected = 16,

    /// <summary>The job succeeded and its image could not be fetched, or not to its end. The job is billed; the next provider is
    /// tried.</summary>
    OutputUnavailable = 17,

    /// <summary>The job was canceled by somebody else: the provider or its console. Also the caller's own cancellation, inside an
    /// attempt.</summary>
    Canceled = 13,

    /// <summary>The budget has no room for the estimated cost. Nothing was sent; a cheaper provider is tried.</summary>
    BudgetExceeded = 14,

    /// <summary>A check of prompts that the application has added threw or did not answer in time. Nothing was sent, nobody is
    /// asked.</summary>
    PromptCheckFailed = 18,

    /// <summary>The application is shutting down: no job is submitted any more, and one that ran was canceled (see
    /// <see cref="Shutdown.ShutdownOptions"/>). Nobody else is asked.</summary>
    ShuttingDown = 19,
}
