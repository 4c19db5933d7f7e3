using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>What a provider would charge for a request.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="ModelId">The provider's id of the model.</param>
/// <param name="AmountUsd">US dollars for all images of the request; null when no price is known.</param>
/// <param name="Basis">How it was reckoned, in words: <c>0.003 USD per image x 1</c>, or why it is unknown.</param>
public sealed record CostEstimate(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("modelId")] string ModelId,
    [property: JsonPropertyName("costUsd")] decimal? AmountUsd,
    [property: JsonPropertyName("basis")] string Basis)
{
    /// <summary>Where <see cref="AmountUsd"/> is null: what rented hardware of the usual kind would cost for as long, in US dollars, for the
    /// order of providers alone. It is no price: nothing is told, reserved or billed by it. Null where not even that is known.</summary>
    [JsonPropertyName("rankingUsd")]
    public decimal? RankingUsd { get; init; }

    /// <summary>Where the price stands; null when it is the application's own or unknown.</summary>
    [JsonPropertyName("source")]
    public Uri? Source { get; init; }

    /// <summary>When that page was read; null when it is the application's own or unknown.</summary>
    [JsonPropertyName("asOf")]
    public DateOnly? AsOf { get; init; }
}
