using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Whether a provider has accepted a job: what may be billed, and what may be sent again, follows from it. In JSON: the
/// snake-case word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JobAcceptance>))]
public enum JobAcceptance
{
    /// <summary>The provider has, or had, the job.</summary>
    Accepted,

    /// <summary>There surely is no job: nothing is billed.</summary>
    NotAccepted,

    /// <summary>The answer got lost: there may be a job, and a bill.</summary>
    Unknown,
}
