namespace ImageGeneration.Simulator.Replicate.Files;

/// <summary>An uploaded file.</summary>
internal sealed record UploadedFile(
    long Number, string Id, string Name, string ContentType, ReadOnlyMemory<byte> Bytes, string Metadata, DateTimeOffset CreatedAt);
