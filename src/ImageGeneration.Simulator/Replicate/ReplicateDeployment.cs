using System.Text.Json;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>A deployment with its current release.</summary>
internal sealed record ReplicateDeployment
{
    /// <summary><c>owner/name</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>The order of creation; 0 for one of the options.</summary>
    public long Order { get; init; }

    public required string Model { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The release; each change makes another.</summary>
    public int Number { get; init; } = 1;

    public string Hardware { get; init; } = "gpu-a40-large";

    public int MinInstances { get; init; }

    public int MaxInstances { get; init; } = 1;

    /// <summary>The deployment with what a body that has been checked says.</summary>
    public ReplicateDeployment With(JsonElement body) => this with
    {
        Version = ReplicateBody.Text(body, "version") ?? Version,
        Hardware = ReplicateBody.Text(body, "hardware") ?? Hardware,
        MinInstances = ReplicateBody.Whole(body, "min_instances") ?? MinInstances,
        MaxInstances = ReplicateBody.Whole(body, "max_instances") ?? MaxInstances,
    };

    public void Write(Utf8JsonWriter json)
    {
        var slash = Slug.IndexOf('/', StringComparison.Ordinal);
        json.WriteStartObject();
        json.WriteString("owner", Slug[..slash]);
        json.WriteString("name", Slug[(slash + 1)..]);
        json.WriteStartObject("current_release");
        json.WriteNumber("number", Number);
        json.WriteString("model", Model);
        json.WriteString("version", Version);
        json.WriteString("created_at", ReplicateCatalogue.Timestamp(CreatedAt));
        json.WritePropertyName("created_by");
        ReplicateLookups.WriteAccount(json);
        json.WriteStartObject("configuration");
        json.WriteString("hardware", Hardware);
        json.WriteNumber("min_instances", MinInstances);
        json.WriteNumber("max_instances", MaxInstances);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
