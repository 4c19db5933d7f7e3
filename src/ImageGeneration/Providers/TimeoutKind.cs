using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Which clock of a job ran out.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TimeoutKind>))]
public enum TimeoutKind
{
    /// <summary>The wait in the provider's queue.</summary>
    Queue,

    /// <summary>The run at the provider.</summary>
    Run,

    /// <summary>The request's deadline: it says nothing about the provider.</summary>
    Total,
}
