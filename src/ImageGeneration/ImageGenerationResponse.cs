using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>What a request brought: the images, who made them, what it cost and what was done on the way.</summary>
public sealed record ImageGenerationResponse
{
    /// <summary>The library's own id of this generation; the provider's job ids are in the attempts.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The state; a response that a call returns is always <see cref="GenerationStatus.Succeeded"/>.</summary>
    [JsonPropertyName("status")]
    public required GenerationStatus Status { get; init; }

    /// <summary>The images, delivered and filtered ones, in order.</summary>
    [JsonPropertyName("images")]
    public required IReadOnlyList<GeneratedImage> Images { get; init; }

    /// <summary>The URL of the first image that has one; null where the provider sent bytes.</summary>
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

    /// <summary>The provider that delivered (the first of them when several did).</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>The model asked for.</summary>
    [JsonPropertyName("model")]
    public required ImageModel Model { get; init; }

    /// <summary>From the call to the return.</summary>
    [JsonPropertyName("generationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan GenerationTime { get; init; }

    /// <summary>US dollars for every attempt together; null when one of them has no known price. Never guessed, never 0 for
    /// unknown.</summary>
    [JsonPropertyName("costUsd")]
    public decimal? CostUsd { get; init; }

    /// <summary><see cref="CostUsd"/>, or a part of it, is an estimate (<see cref="GenerationAttempt.CostIsEstimate"/>).</summary>
    [JsonPropertyName("costIsEstimate")]
    public bool CostIsEstimate { get; init; }

    /// <summary>Why it failed; null in a response that a call returns.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>Each setting that could not be honoured, each image that is missing, each bill that may come unseen.</summary>
    [JsonPropertyName("warnings")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How it came about.</summary>
    [JsonPropertyName("metadata")]
    public required ImageGenerationMetadata Metadata { get; init; }

    /// <summary>Id, provider, model and number of images: never the prompt.</summary>
    public override string ToString() => $"{Id} {Status} {Provider} {Model} x{Images.Count}";
}
