using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImageGeneration.Simulator.Replicate;
using ImageGeneration.Simulator.RunPod;

namespace ImageGeneration.Simulator.Catalog;

/// <summary>
/// Reads the tables of models that are embedded in the assembly. Inputs follow the models' published schemas; versions are partly made
/// up; prices are list prices of 2026, for a journal that adds up and not for a price table.
/// </summary>
internal static class ModelData
{
    /// <summary>Gets Replicate's models; two of them write text, which matters in Replicate's sync mode.</summary>
    public static ReplicateModel[] Replicate { get; } = Read("Replicate/models.json", ModelDataContext.Default.ReplicateModelArray);

    /// <summary>
    /// RunPod's public image endpoints (https://docs.runpod.io/hub/public-endpoint-reference, read 2026-11-22), and workers as people
    /// deploy them, whose GPU second is a round figure.
    /// </summary>
    public static RunPodEndpoint[] RunPod { get; } = Read("RunPod/endpoints.json", ModelDataContext.Default.RunPodEndpointArray);

    /// <summary>Gets one text-to-image function behind FastAPI, at the price of an H100's second.</summary>
    public static SimulatedModel Modal { get; } = Read("Modal/app.json", ModelDataContext.Default.SimulatedModelArray)[0];

    private static T Read<T>(string name, JsonTypeInfo<T> type)
    {
        using var stream = typeof(ModelData).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize(stream, type)!;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReplicateModel[]))]
[JsonSerializable(typeof(RunPodEndpoint[]))]
[JsonSerializable(typeof(SimulatedModel[]))]
internal sealed partial class ModelDataContext : JsonSerializerContext;
