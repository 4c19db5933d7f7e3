using System.Collections.Concurrent;

namespace ImageGeneration.Providers.Kit;

/// <summary>Caches the capabilities of the models that the settings name, as every request needs them.</summary>
/// <param name="options">The provider's options.</param>
/// <param name="find">Gets the capabilities for the application's name and the provider's id of a model.</param>
internal sealed class CapabilityTable(ProviderOptions options, Func<ImageModel, string, ModelCapabilities> find)
{
    private readonly ConcurrentDictionary<ImageModel, ModelCapabilities> _known = new();
    private readonly Lock _gate = new();

    public ModelCapabilities? Get(ImageModel model)
    {
        if (_known.TryGetValue(model, out var known))
        {
            return known;
        }

        if (!options.Models.TryGetValue(model.Name, out var id))
        {
            return null;
        }

        lock (_gate)
        {
            var lora = options.LoraModels.TryGetValue(model.Name, out var loraId) ? find(model, loraId) : null;
            return _known.GetOrAdd(model, find(model, id) with { LoraModel = lora });
        }
    }

    /// <summary>Removes a model about which more is known than when it was looked up.</summary>
    public void Forget(ImageModel model)
    {
        lock (_gate)
        {
            _known.TryRemove(model, out _);
        }
    }
}
