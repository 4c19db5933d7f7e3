using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Specifies which timeout of a job expired.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TimeoutKind>))]
public enum TimeoutKind
{
    /// <summary>The timeout in the provider's queue.</summary>
    Queue,

    /// <summary>The timeout of the run at the provider.</summary>
    Run,

    /// <summary>The deadline of the request, which says nothing about the provider.</summary>
    Total,
}
