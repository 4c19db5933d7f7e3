using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>Represents the estimated cost of a request at one provider.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="ModelId">The provider's id of the model.</param>
/// <param name="AmountUsd">The cost of all images of the request, in US dollars; null when no price is known.</param>
/// <param name="Basis">How the cost was calculated, in words: <c>0.003 USD per image x 1</c>, or why it is unknown.</param>
public sealed record CostEstimate(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("modelId")] string ModelId,
    [property: JsonPropertyName("costUsd")] decimal? AmountUsd,
    [property: JsonPropertyName("basis")] string Basis)
{
    /// <summary>Gets the usual cost of rented hardware for the same time, in US dollars, when <see cref="AmountUsd"/> is null; null when
    /// not even that is known. It only orders the providers, and is not a price: nothing is reported, reserved or billed by it.</summary>
    [JsonPropertyName("rankingUsd")]
    public decimal? RankingUsd { get; init; }

    /// <summary>Gets the page that states the price; null when the price is the application's own or unknown.</summary>
    [JsonPropertyName("source")]
    public Uri? Source { get; init; }

    /// <summary>Gets the date on which that page was read; null when the price is the application's own or unknown.</summary>
    [JsonPropertyName("asOf")]
    public DateOnly? AsOf { get; init; }
}
