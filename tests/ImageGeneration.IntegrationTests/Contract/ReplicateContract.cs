using System.Globalization;
using System.Text.Json;
using ImageGeneration.Tests;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>Replicate's own OpenAPI document: what it says an answer must look like.</summary>
internal static class ReplicateContract
{
    // What the document leaves out: a create's webhook is echoed, says the vendor's guide; is_official is missing in one of its copies of
    // a model only; the rest has been recorded, of models and files.
    public static readonly string[] LeftOut =
        ["webhook", "webhook_events_filter", "is_official", "created_at", "weights_url", "name", "etag", "md5"];

    private static readonly Lazy<JsonElement> Document = new(() => JsonDocument.Parse(File.ReadAllBytes(Source!)).RootElement);

    /// <summary>The document, which lies beside the checkout; null where it does not.</summary>
    public static string? Source { get; } = FindDocument();

    /// <summary>Each operation, such as <c>GET /predictions/{prediction_id}</c>, with the statuses that the document describes.</summary>
    public static IReadOnlyDictionary<string, int[]> Operations => Document.Value.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject(), (path, operation) => (path, operation))
        .Where(pair => pair.operation.Value.ValueKind == JsonValueKind.Object && pair.operation.Value.TryGetProperty("responses", out _))
        .ToDictionary(
            pair => $"{pair.operation.Name.ToUpperInvariant()} {pair.path.Name}",
            pair => pair.operation.Value.GetProperty("responses").EnumerateObject()
                .Select(response => int.Parse(response.Name, CultureInfo.InvariantCulture)).ToArray());

    /// <summary>The operation that a request is; null when the document has none.</summary>
    public static string? NameOf(string method, string path) => Find(method, path) is { } found ? $"{method} {found.Template}" : null;

    /// <summary>What is wrong with an answer; null when the document does not describe it.</summary>
    public static IReadOnlyList<string>? Check(string method, string path, int status, string? contentType, string body)
    {
        if (Find(method, path)?.Operation is not { } operation
            || !operation.GetProperty("responses").TryGetProperty($"{status}", out var response))
        {
            return null;
        }

        if (!response.TryGetProperty("content", out var content))
        {
            return body.Length == 0 ? [] : ["a body where none is documented"];
        }

        var media = contentType?.Split(';')[0] ?? "";
        if (!content.TryGetProperty(media, out var described))
        {
            return [$"{media} is not documented"];
        }

        if (!media.EndsWith("json", StringComparison.Ordinal))
        {
            return [];
        }

        using var json = JsonDocument.Parse(body);
        return new SchemaValidator(Document.Value, LeftOut).Check(json.RootElement, described.GetProperty("schema"));
    }

    // A path without a capture goes before one with, as in /predictions/{id}.
    private static (string Template, JsonElement Operation)? Find(string method, string path)
    {
        var segments = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        var templates = Document.Value.GetProperty("paths").EnumerateObject();
        foreach (var template in templates.OrderBy(item => item.Name.Count(sign => sign == '{')))
        {
            var pattern = template.Name.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (pattern.Length == segments.Length
                && pattern.Zip(segments).All(pair => pair.First[0] == '{' || pair.First == pair.Second)
                && template.Value.TryGetProperty(method.ToLowerInvariant(), out var operation))
            {
                return (template.Name, operation);
            }
        }

        return null;
    }

    private static string? FindDocument()
    {
        var parent = Directory.GetParent(Repository.Root)?.FullName;
        var file = parent is null ? null : Path.Combine(parent, "shared", "fixtures", "replicate", "openapi.json");
        return File.Exists(file) ? file : null;
    }
}

/// <summary>A test that needs Replicate's OpenAPI document, and says so where it is missing.</summary>
internal sealed class ContractFactAttribute : FactAttribute
{
    public ContractFactAttribute() =>
        Skip = ReplicateContract.Source is null ? "Replicate's document (../shared/fixtures beside the checkout) is not here." : null;
}
