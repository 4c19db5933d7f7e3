using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Shutdown;

/// <summary>Specifies what becomes of running jobs when the application shuts down. In settings and JSON: the snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ShutdownMode>))]
public enum ShutdownMode
{
    /// <summary>They are canceled at their providers; the exception of their caller says with what outcome.</summary>
    Cancel,

    /// <summary>They are awaited; those that take longer than <see cref="ShutdownOptions.Timeout"/> are canceled.</summary>
    Wait,
}
