using System.Text.Json.Serialization;

namespace ImageGeneration.Budgets;

/// <summary>Asks a budget to set money aside for one job.</summary>
public sealed record BudgetRequest
{
    /// <summary>Gets the id that the reservation is found by; chosen by whoever asks, so that it is known also where the answer gets
    /// lost.</summary>
    [JsonPropertyName("reservationId")]
    public required Guid ReservationId { get; init; }

    /// <summary>Gets the name of the provider.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the request's tags; null when it has none.</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Gets the estimated cost in US dollars, 0 or more; null when the price is unknown.</summary>
    [JsonPropertyName("amountUsd")]
    public decimal? AmountUsd { get; init; }
}
