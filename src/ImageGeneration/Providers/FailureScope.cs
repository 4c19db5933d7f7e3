using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Specifies what a failure concerns, and therefore what is not asked for a while after it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureScope>))]
public enum FailureScope
{
    /// <summary>The provider or the account: requests for every model may be held back.</summary>
    Provider,

    /// <summary>The model or endpoint that was asked: the provider's others are still used.</summary>
    Model,

    /// <summary>This request alone: nothing is held back, and the same provider is not asked again for it.</summary>
    Request,
}
