using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Registration;

/// <summary>Replicate, RunPod and Modal under their own names, with the settings of <see cref="ImageGenerationServiceOptions"/>; and further
/// accounts of them under other names, with named options.</summary>
internal static class BuiltInProviders
{
    public const string Replicate = "replicate";
    public const string RunPod = "runpod";
    public const string Modal = "modal";

    public static readonly string[] Names = [Replicate, RunPod, Modal];

    public static void AddTo(IServiceCollection services)
    {
        var registry = ProviderRegistry.In(services);
        if (!registry.InOrder.Any())
        {
            AddReplicate(services, Replicate, required: false);
            AddRunPod(services, RunPod, required: false);
            AddModal(services, Modal, required: false);
        }
    }

    public static void AddReplicate(IServiceCollection services, string name, bool required) =>
        Add<ReplicateOptions, ReplicateImageProvider>(services, name, required, IsBuiltIn(name, Replicate) ? root => root.Replicate : null);

    public static void AddRunPod(IServiceCollection services, string name, bool required) =>
        Add<RunPodOptions, RunPodImageProvider>(services, name, required, IsBuiltIn(name, RunPod) ? root => root.RunPod : null);

    public static void AddModal(IServiceCollection services, string name, bool required) =>
        Add<ModalOptions, ModalImageProvider>(services, name, required, IsBuiltIn(name, Modal) ? root => root.Modal : null);

    public static void CallIf(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }
    }

    public static bool IsBuiltIn(string name, string builtIn) => string.Equals(name, builtIn, StringComparison.OrdinalIgnoreCase);

    private static void Add<TOptions, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(
        IServiceCollection services, string name, bool required, Func<ImageGenerationServiceOptions, TOptions>? inRoot)
        where TOptions : ProviderOptions, new()
        where TProvider : IImageProvider
    {
        ProviderRegistry.In(services).Add(new(
            name,
            provider => inRoot is not null
                ? inRoot(provider.GetRequiredService<IOptionsMonitor<ImageGenerationServiceOptions>>().CurrentValue)
                : provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name),
            (provider, options) => ActivatorUtilities.CreateInstance<TProvider>(provider, name, options),
            (provider, changed) => _ = inRoot is not null
                ? provider.GetRequiredService<IOptionsMonitor<ImageGenerationServiceOptions>>().OnChange((_, _) => changed())
                : provider.GetRequiredService<IOptionsMonitor<TOptions>>().OnChange((_, of) => CallIf(of == name, changed)))
        {
            IsRequired = required,
            IsReplaceable = true,
        });
        services.AddProviderHttpClient(ProviderHttp.ClientName(name));
    }
}
