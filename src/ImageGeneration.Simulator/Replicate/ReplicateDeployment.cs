using System.Text.Json;
using System.Text.Json.Nodes;

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

    public JsonObject ToJson() => new()
    {
        ["owner"] = Slug.Split('/')[0],
        ["name"] = Slug.Split('/')[1],
        ["current_release"] = new JsonObject
        {
            ["number"] = Number,
            ["model"] = Model,
            ["version"] = Version,
            ["created_at"] = ReplicateCatalog.Timestamp(CreatedAt),
            ["created_by"] = ReplicateLookups.AccountJson(),
            ["configuration"] = new JsonObject
            {
                ["hardware"] = Hardware,
                ["min_instances"] = MinInstances,
                ["max_instances"] = MaxInstances,
            },
        },
    };
}
