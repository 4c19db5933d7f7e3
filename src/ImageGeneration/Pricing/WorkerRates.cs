using System.Collections.Frozen;
using ImageGeneration.Providers.RunPod;

namespace ImageGeneration.Pricing;

/// <summary>What a second of the worker costs, for endpoints of one's own: as set (<c>WorkerUsdPerSecond</c>), else what is usual.</summary>
internal sealed class WorkerRates(IEnumerable<KeyValuePair<string, decimal?>> rates)
{
    private readonly FrozenDictionary<string, Price> _set = rates
        .Where(rate => rate.Value is not null)
        .ToFrozenDictionary(
            rate => rate.Key,
            rate => new Price { Provider = rate.Key, Model = "", PerSecondUsd = rate.Value },
            StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Price> Usual = ListPrices.UsualWorker.ToFrozenDictionary(
        rate => rate.Key, rate => new Price { Provider = rate.Key, Model = "", PerSecondUsd = rate.Value });

    public static WorkerRates None { get; } = new([]);

    /// <summary>The rate of the settings; null where none is set, and for what is billed otherwise.</summary>
    public Price? Find(string provider, string modelId) =>
        IsBilledByTime(provider, modelId) ? _set.GetValueOrDefault(provider) : null;

    /// <summary>For the order of providers alone; null where nothing is known about the hardware.</summary>
    public static Price? FindUsual(string provider, string modelId) =>
        ProviderKind.Of(provider) is { } kind && IsBilledByTime(provider, modelId) ? Usual[kind] : null;

    private static bool IsBilledByTime(string provider, string modelId) =>
        ProviderKind.Of(provider) switch
        {
            ProviderKind.RunPod => RunPodModels.FindPublic(modelId) is null,
            // Official models have a name and no version, and are billed by the image.
            ProviderKind.Replicate => modelId.Contains(':', StringComparison.Ordinal)
                || modelId.StartsWith("deployments/", StringComparison.OrdinalIgnoreCase) || !modelId.Contains('/', StringComparison.Ordinal),
            _ => true,
        };
}
