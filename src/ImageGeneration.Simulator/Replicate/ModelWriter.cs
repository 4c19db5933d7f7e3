using System.Text.Json;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes models and versions, with the schema of the inputs that validation uses too.</summary>
internal static class ModelWriter
{
    public static void WriteModel(Utf8JsonWriter json, ReplicateModel model)
    {
        json.WriteStartObject();
        json.WriteString("url", $"https://replicate.com/{model.Id}");
        json.WriteString("owner", model.Owner);
        json.WriteString("name", model.Name);
        json.WriteString("description", model.Description);
        json.WriteString("visibility", model.Visibility);
        json.WriteBoolean("is_official", model.Official);
        json.WriteNumber("run_count", 0);
        foreach (var link in (string[])["cover_image_url", "default_example", "github_url", "license_url", "paper_url", "weights_url"])
        {
            json.WriteString(link, model.Links.GetValueOrDefault(link));
        }

        json.WriteString("created_at", model.CreatedAt);
        json.WritePropertyName("latest_version");
        if (model.Versions.Count > 0)
        {
            WriteVersion(json, model, model.Versions[0]);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    public static void WriteVersions(Utf8JsonWriter json, ReplicateModel model)
    {
        json.WriteStartObject();
        json.WriteNull("previous");
        json.WriteNull("next");
        json.WriteStartArray("results");
        foreach (var version in model.Versions)
        {
            WriteVersion(json, model, version);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteVersion(Utf8JsonWriter json, ReplicateModel model, ReplicateVersion version)
    {
        json.WriteStartObject();
        json.WriteString("id", version.Id);
        json.WriteString("created_at", version.CreatedAt);
        json.WriteString("cog_version", version.CogVersion);
        json.WriteStartObject("openapi_schema");
        json.WriteString("openapi", "3.0.2");
        json.WriteStartObject("info");
        json.WriteString("title", "Cog");
        json.WriteString("version", "0.1.0");
        json.WriteEndObject();
        json.WriteStartObject("paths");
        json.WriteEndObject();
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        InputSchema.Write(json, model.Inputs);
        WriteOutput(json, model.Output);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, ReplicateOutput output)
    {
        json.WriteStartObject("Output");
        json.WriteString("type", output == ReplicateOutput.Image ? "string" : "array");
        if (output == ReplicateOutput.Image)
        {
            json.WriteString("format", "uri");
        }
        else
        {
            json.WriteStartObject("items");
            json.WriteString("type", "string");
            if (output == ReplicateOutput.Images)
            {
                json.WriteString("format", "uri");
            }

            json.WriteEndObject();
        }

        json.WriteString("title", "Output");
        if (output == ReplicateOutput.Text)
        {
            json.WriteString("x-cog-array-type", "iterator");
            json.WriteString("x-cog-array-display", "concatenate");
        }

        json.WriteEndObject();
    }
}
