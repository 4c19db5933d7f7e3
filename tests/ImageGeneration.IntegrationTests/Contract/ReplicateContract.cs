using System.Text.Json;
using ImageGeneration.Tests;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>Replicate's own OpenAPI document: what it says an answer must look like.</summary>
internal static class ReplicateContract
{
    private static readonly Lazy<JsonElement> Document = new(() => JsonDocument.Parse(File.ReadAllBytes(Source!)).RootElement);

    /// <summary>The document, which lies beside the checkout; null where it does not.</summary>
    public static string? Source { get; } = Find();

    /// <summary>What is wrong with an answer; null when the document does not describe it.</summary>
    public static IReadOnlyList<string>? Check(string method, string path, int status, string? contentType, string body)
    {
        if (Operation(method, path) is not { } operation
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
        return new SchemaValidator(Document.Value).Check(json.RootElement, described.GetProperty("schema"));
    }

    // A path without a capture goes before one with, as in /predictions/{id}.
    private static JsonElement? Operation(string method, string path)
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
                return operation;
            }
        }

        return null;
    }

    private static string? Find()
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
