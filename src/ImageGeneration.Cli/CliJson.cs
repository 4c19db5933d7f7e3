using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Cli.Estimate;
using ImageGeneration.Cli.Generate;
using ImageGeneration.Cli.Providers;
using ImageGeneration.Cli.Simulate;

namespace ImageGeneration.Cli;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FailureDocument))]
[JsonSerializable(typeof(GenerateDocument))]
[JsonSerializable(typeof(RouteDocument))]
[JsonSerializable(typeof(ProvidersDocument))]
[JsonSerializable(typeof(SimulatorDocument))]
internal sealed partial class CliJsonContext : JsonSerializerContext;

/// <summary>Writes the single JSON document of a command.</summary>
internal static class CliJson
{
    // URLs and prompts stay readable; the output is never part of a web page.
    private static readonly CliJsonContext _context =
        new(new JsonSerializerOptions(CliJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Write<T>(TextWriter output, T document) =>
        output.WriteLine(JsonSerializer.Serialize(document, typeof(T), _context));
}
