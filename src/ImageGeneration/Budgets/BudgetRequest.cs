using System.Text.Json.Serialization;

namespace ImageGeneration.Budgets;

/// <summary>Represents a request to reserve the estimated cost of one job.</summary>
public sealed record BudgetRequest
{
    /// <summary>Gets the id by which the reservation is found; the caller chooses it, so that it is known even when the answer is
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
