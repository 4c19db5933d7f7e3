using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Shutdown;

/// <summary>What becomes of the jobs that run when the application shuts down. In settings and JSON: the snake-case word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ShutdownMode>))]
public enum ShutdownMode
{
    /// <summary>They are canceled at their providers, and what came of that is in the exception that their caller gets.</summary>
    Cancel,

    /// <summary>They are waited for; those that last longer than <see cref="ShutdownOptions.Timeout"/> are canceled.</summary>
    Wait,
}
