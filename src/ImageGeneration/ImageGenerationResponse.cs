using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Represents the result of a request: the images, the provider, the cost, and what was done on the way.</summary>
public sealed record ImageGenerationResponse
{
    /// <summary>Gets the library's own id of the generation; the provider's job ids are in the attempts.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Gets the state; always <see cref="GenerationStatus.Succeeded"/> in a response that a call returns.</summary>
    [JsonPropertyName("status")]
    public required GenerationStatus Status { get; init; }

    /// <summary>Gets the images, delivered and filtered ones, in order.</summary>
    [JsonPropertyName("images")]
    public required IReadOnlyList<GeneratedImage> Images { get; init; }

    /// <summary>Gets the URL of the first image that has one; null when the provider sent bytes.</summary>
    [JsonPropertyName("imageUrl")]
    public Uri? ImageUrl
    {
        get
        {
            foreach (var image in Images)
            {
                if (image.Url is { } url)
                {
                    return url;
                }
            }

            return null;
        }
    }

    /// <summary>Gets the provider that delivered; the first one when several did.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the model that was requested.</summary>
    [JsonPropertyName("model")]
    public required ImageModel Model { get; init; }

    /// <summary>Gets the time from the call to its return.</summary>
    [JsonPropertyName("generationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan GenerationTime { get; init; }

    /// <summary>Gets the total cost of all attempts, in US dollars; null when one of them has no known price. An unknown cost is never
    /// guessed, and never 0.</summary>
    [JsonPropertyName("costUsd")]
    public decimal? CostUsd { get; init; }

    /// <summary>Gets a value indicating whether <see cref="CostUsd"/>, or a part of it, is an estimate
    /// (<see cref="GenerationAttempt.CostIsEstimate"/>).</summary>
    [JsonPropertyName("costIsEstimate")]
    public bool CostIsEstimate { get; init; }

    /// <summary>Gets the reason for a failure; null in a response that a call returns.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>Gets the warnings: settings that could not be honored, missing images, jobs that may have been billed without a result.
    /// Empty when there are none.</summary>
    [JsonPropertyName("warnings")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets how the response came about.</summary>
    [JsonPropertyName("metadata")]
    public required ImageGenerationMetadata Metadata { get; init; }

    /// <summary>Returns id, status, provider, model and number of images, never the prompt.</summary>
    public override string ToString() => $"{Id} {Status} {Provider} {Model} x{Images.Count}";
}
