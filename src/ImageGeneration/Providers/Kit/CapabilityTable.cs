using System.Collections.Concurrent;

namespace ImageGeneration.Providers.Kit;

/// <summary>The capabilities of the models that the settings name, each looked up once: every request asks for them.</summary>
/// <param name="options">The provider's settings.</param>
/// <param name="find">From the application's name and the provider's id to the capabilities.</param>
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

    /// <summary>More is known about a model than when it was looked up.</summary>
    public void Forget(ImageModel model)
    {
        lock (_gate)
        {
            _known.TryRemove(model, out _);
        }
    }
}
