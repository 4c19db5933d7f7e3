using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>Specifies the outcome of one image of a request. In JSON: <c>delivered</c>, <c>filtered</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ImageOutcome>))]
public enum ImageOutcome
{
    /// <summary>The image is available, as <see cref="GeneratedImage.Url"/>, as <see cref="GeneratedImage.Bytes"/> or both.</summary>
    Delivered,

    /// <summary>The provider made the image and its content filter withheld it; it may have been billed.</summary>
    Filtered,
}

/// <summary>Represents one image of a response.</summary>
public sealed record GeneratedImage
{
    /// <summary>Gets the outcome; default <see cref="ImageOutcome.Delivered"/>.</summary>
    [JsonPropertyName("outcome")]
    public ImageOutcome Outcome { get; init; }

    // As ticks, 0 for null: an image is copied on its way, and a nullable date is three times as large.
    private readonly long _expiresAt;

    /// <summary>Gets the name of the provider that made the image; null for an image that is not from a response. A private address is
    /// trusted only for the provider that it belongs to.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>Gets the link to the image at the provider; null when the provider sent the bytes. Such links expire: see
    /// <see cref="ExpiresAt"/>. The link is kept to the letter, as it may be signed.</summary>
    [JsonPropertyName("url"), JsonConverter(typeof(LinkJsonConverter))]
    public Uri? Url { get; init; }

    /// <summary>Gets the time at which <see cref="Url"/> expires, in UTC, according to the link itself or the provider's documentation
    /// (Replicate: an hour after the end of the job; RunPod's public endpoints: seven days); null when there is no link or its expiry is
    /// unknown.</summary>
    [JsonPropertyName("expiresAt")]
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAt == 0 ? null : new(_expiresAt, TimeSpan.Zero);
        init => _expiresAt = value?.UtcTicks ?? 0;
    }

    /// <summary>Gets the bytes of the file when the provider sent them or <c>Outputs:Download</c> is on; otherwise null. In JSON:
    /// base64.</summary>
    [JsonPropertyName("bytes")]
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Gets the media type, such as <c>image/png</c>: read from the bytes when they are available, otherwise as the provider
    /// reports it; null when unknown.</summary>
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Gets the width in pixels: read from the bytes, or as the provider reports it; null when unknown.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Gets the height in pixels, as <see cref="Width"/>; null when unknown.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>Gets the seed of the job that made the image; null when unknown.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Returns outcome, media type and size, never the link, as it gives access to the image.</summary>
    public override string ToString() => $"{Outcome} {MediaType} {Width}x{Height}";
}
