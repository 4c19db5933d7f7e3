using System.Globalization;
using System.Net.Http.Headers;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Writes the body of a create, and the value of its <c>Prefer</c> header.</summary>
internal static class ReplicateBody
{
    private const int MinCancelAfter = 5;
    private const int MaxCancelAfter = 24 * 60 * 60;

    /// <summary>Writes the body. Any other member at its top level would be refused.</summary>
    public static JsonBody Write(ProviderRequest request, ReplicateModel model)
    {
        var body = new JsonBody();
        var writer = body.Writer;
        writer.WriteStartObject();
        if (model.Version is not null)
        {
            writer.WriteString("version"u8, model.Version);
        }

        writer.WritePropertyName("input"u8);
        InputWriter.Write(writer, request, model.Profile.Fields);
        writer.WriteEndObject();
        return body;
    }

    /// <summary>Gets how long the create is to be held: whole seconds, 1 to 60.</summary>
    public static string Prefer(TimeSpan wait) =>
        string.Create(CultureInfo.InvariantCulture, $"wait={Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), 1, 60)}");

    public static void AddHeaders(HttpRequestHeaders headers, ProviderRequest request, string? prefer)
    {
        if (prefer is not null)
        {
            headers.TryAddWithoutValidation("Prefer", prefer);
        }

        if (request.TimeLimit is { } limit)
        {
            var seconds = (int)Math.Clamp(Math.Ceiling(limit.TotalSeconds), MinCancelAfter, MaxCancelAfter);
            headers.TryAddWithoutValidation("Cancel-After", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"));
        }
    }
}
