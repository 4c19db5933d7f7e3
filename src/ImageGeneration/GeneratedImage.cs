using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>What became of one image of a request. In JSON: <c>delivered</c>, <c>filtered</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ImageOutcome>))]
public enum ImageOutcome
{
    /// <summary>The image is there: as <see cref="GeneratedImage.Url"/>, as <see cref="GeneratedImage.Bytes"/> or both.</summary>
    Delivered,

    /// <summary>The provider made it and withheld it (its content filter); it may have been billed.</summary>
    Filtered,
}

/// <summary>One image of a response.</summary>
public sealed record GeneratedImage
{
    /// <summary>Delivered or filtered.</summary>
    [JsonPropertyName("outcome")]
    public ImageOutcome Outcome { get; init; }

    // As ticks, 0 for null: an image is copied on its way, and a nullable date is three times as large.
    private readonly long _expiresAt;

    /// <summary>The name of the provider that made it; null for an image that no response brought. Its own origin alone may have it on
    /// a private network.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>Where the provider keeps it; null where it sent the bytes themselves. Such links expire: see
    /// <see cref="ExpiresAt"/>. Kept to the letter, as a path may be signed.</summary>
    [JsonPropertyName("url"), JsonConverter(typeof(LinkJsonConverter))]
    public Uri? Url { get; init; }

    /// <summary>When <see cref="Url"/> stops working, in UTC, as the link itself or its provider's documentation says (Replicate: an hour
    /// after the job's end; RunPod's public endpoints: seven days); null where there is no link, or nobody says.</summary>
    [JsonPropertyName("expiresAt")]
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAt == 0 ? null : new(_expiresAt, TimeSpan.Zero);
        init => _expiresAt = value?.UtcTicks ?? 0;
    }

    /// <summary>The file's bytes, when the provider sent them or <c>Outputs:Download</c> is on; else null. In JSON: base64.</summary>
    [JsonPropertyName("bytes")]
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Such as <c>image/png</c>, read from the bytes where they are here, else the provider's word, else null.</summary>
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Pixels, when known: read from the bytes, or what the provider will have made.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Pixels, when known.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>The seed of the job that made it; null when nobody told.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Outcome, type and size: never the link, as whoever has it has the picture.</summary>
    public override string ToString() => $"{Outcome} {MediaType} {Width}x{Height}";
}
