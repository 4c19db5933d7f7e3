using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Specifies where a failure comes from. In JSON: the snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureOrigin>))]
public enum FailureOrigin
{
    /// <summary>The provider reported or caused it.</summary>
    Provider,

    /// <summary>This process decided it (a full queue, an open circuit, the budget, the deadline, a caller that left): it says nothing
    /// about the provider.</summary>
    Local,
}
