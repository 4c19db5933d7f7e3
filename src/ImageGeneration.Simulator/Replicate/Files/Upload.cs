using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ImageGeneration.Simulator.Replicate.Files;

/// <summary>The parts of <c>POST /files</c>: the content with its name and type, and JSON that the caller attaches.</summary>
internal sealed record Upload(string Name, string ContentType, ReadOnlyMemory<byte> Bytes, string Metadata)
{
    private const int MaxNameBytes = 255;

    /// <summary>Reads a multipart body; null and a complaint when it is not what the route takes.</summary>
    public static async ValueTask<(Upload? Upload, InvalidField? Complaint)> ReadAsync(ApiRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Context.Request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return (null, new InvalidField("required", "", "content is required"));
        }

        Upload? upload = null;
        var metadata = "{}";
        try
        {
            var reader = new MultipartReader(boundary, Body(request.Body));
            while (await reader.ReadNextSectionAsync(request.Aborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                {
                    continue;
                }

                var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes, request.Aborted);
                switch (HeaderUtilities.RemoveQuotes(disposition.Name).Value)
                {
                    case "content":
                        var media = section.ContentType ?? "application/octet-stream";
                        upload = new Upload(NameIn(disposition), media, bytes.ToArray(), metadata);
                        break;
                    case "metadata":
                        metadata = Encoding.UTF8.GetString(bytes.ToArray());
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return (null, new InvalidField("invalid_type", "", "The multipart body is malformed"));
        }

        return Checked(upload, metadata);
    }

    private static (Upload? Upload, InvalidField? Complaint) Checked(Upload? upload, string metadata)
    {
        if (upload is null)
        {
            return (null, new InvalidField("required", "", "content is required"));
        }

        if (upload.Name.Length == 0 || Encoding.UTF8.GetByteCount(upload.Name) > MaxNameBytes)
        {
            return (null, new InvalidField("required", "", "filename is required and must be at most 255 bytes"));
        }

        try
        {
            using var parsed = JsonDocument.Parse(metadata);
            return parsed.RootElement.ValueKind == JsonValueKind.Object
                ? (upload with { Metadata = metadata }, null)
                : (null, InputValidator.WrongType("metadata", "object", parsed.RootElement));
        }
        catch (JsonException)
        {
            return (null, new InvalidField("invalid_type", "metadata", "metadata must be valid JSON"));
        }
    }

    private static string NameIn(ContentDispositionHeaderValue disposition) =>
        (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).ToString();

    private static MemoryStream Body(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray());
}
