using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>What a failure says something about, and therefore who is left alone after it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureScope>))]
public enum FailureScope
{
    /// <summary>The provider or the account: it may stop requests for every model.</summary>
    Provider,

    /// <summary>The model or endpoint that was asked: the provider's others go on.</summary>
    Model,

    /// <summary>This request alone: nothing is left alone, and the same provider is not asked again for it.</summary>
    Request,
}
