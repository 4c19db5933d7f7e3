using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Specifies whether a provider has accepted a job, which decides what may be billed and what may be sent again. In JSON: the
/// snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JobAcceptance>))]
public enum JobAcceptance
{
    /// <summary>The provider has, or had, the job.</summary>
    Accepted,

    /// <summary>There surely is no job: nothing is billed.</summary>
    NotAccepted,

    /// <summary>The answer was lost: there may be a job, and a bill.</summary>
    Unknown,
}
