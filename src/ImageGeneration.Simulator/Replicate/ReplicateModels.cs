using ImageGeneration.Simulator.Catalog;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The models that the simulator's Replicate has from the start.</summary>
internal static class ReplicateModels
{
    /// <summary>Gets the price of the hardware for trainings.</summary>
    public static Price H100 { get; } = new(PriceUnit.Second, 0.001525m);

    public static IReadOnlyList<ReplicateModel> All => ModelData.Replicate;

    public static ReplicateModel? Find(string slug) => All.FirstOrDefault(model => model.Id.Equals(slug, StringComparison.Ordinal));

    /// <summary>Finds the model of a version.</summary>
    public static ReplicateModel? FindVersion(string version) =>
        All.FirstOrDefault(model => model.Versions.Any(candidate => candidate.Id.Equals(version, StringComparison.Ordinal)));
}
