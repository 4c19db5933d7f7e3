using System.Text.Json.Serialization;
using ImageGeneration.Simulator.Catalog;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>A version of a model, as the version routes report it.</summary>
internal sealed record ReplicateVersion(string Id, string CreatedAt, string CogVersion);

/// <summary>Specifies the output of a model.</summary>
internal enum ReplicateOutput
{
    /// <summary>A list of links.</summary>
    Images,

    /// <summary>One link.</summary>
    Image,

    /// <summary>Pieces of text, to be joined.</summary>
    Text,
}

/// <summary>Represents a row of Replicate's catalog.</summary>
internal sealed record ReplicateModel : SimulatedModel
{
    /// <summary>The versions, newest first.</summary>
    public required IReadOnlyList<ReplicateVersion> Versions { get; init; }

    /// <summary>Official models run by the model route and hide their version; others run by version only.</summary>
    public bool Official { get; init; }

    public ReplicateOutput Output { get; init; }

    /// <summary>The inputs of a training; null for a model that cannot be trained.</summary>
    public IReadOnlyList<InputField>? TrainingInputs { get; init; }

    /// <summary>The inputs of the versions that a training makes; null for those of the model itself.</summary>
    [JsonIgnore]
    public IReadOnlyList<InputField>? TrainedInputs { get; init; }

    [JsonIgnore]
    public string Visibility { get; init; } = "public";

    public required string Description { get; init; }

    public required string CreatedAt { get; init; }

    /// <summary>Markdown; null for none.</summary>
    [JsonIgnore]
    public string? Readme { get; init; }

    /// <summary>Addresses by the member that has them, such as <c>github_url</c>; what is not here is null.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    public string Owner => Id[..Id.IndexOf('/', StringComparison.Ordinal)];

    public string Name => Id[(Id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public string VersionName => Official ? "hidden" : Versions[0].Id;
}
