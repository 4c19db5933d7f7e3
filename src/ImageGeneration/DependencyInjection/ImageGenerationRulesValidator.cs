using ImageGeneration.Budgets;
using ImageGeneration.Configuration;
using ImageGeneration.Pricing;
using ImageGeneration.Prompts;
using ImageGeneration.Providers.Modules;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.DependencyInjection;

/// <summary>Validates the rules across the settings: each message names the settings and their values.</summary>
internal sealed class ImageGenerationRulesValidator(ProviderRegistry registry) : IValidateOptions<ImageGenerationServiceOptions>
{
    private const string Section = SettingsReader.Section;

    public ValidateOptionsResult Validate(string? name, ImageGenerationServiceOptions options)
    {
        var failures = new List<string>();
        foreach (var module in registry.Modules)
        {
            module.Check($"{Section}:{module.Section}", module.OptionsIn(options), failures);
        }

        CheckPresence(options, failures);
        PriceRules.Check($"{Section}:Prices", options.Prices, new PricedModels(options, registry).WhyNot, failures);
        ClosedModelRules.Check($"{Section}:Routing:ClosedModels", options.Routing, Models(options), registry.AreAllInRoot, failures);
        BudgetRules.Check($"{Section}:Budget", options.Budget, [.. registry.InOrder.Select(provider => provider.Name)], failures);
        if (!Enum.IsDefined(options.Routing.Strategy))
        {
            failures.Add($"{Section}:Routing:Strategy must be one of: {string.Join(", ", Enum.GetNames<RoutingStrategy>())}.");
        }

        if (!Enum.IsDefined(options.Prompts.NegativePrompt))
        {
            failures.Add($"{Section}:Prompts:NegativePrompt must be one of: {string.Join(", ", Enum.GetNames<NegativePromptHandling>())}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Models(ImageGenerationServiceOptions options) =>
        registry.Modules.SelectMany(module => module.OptionsIn(options).Models.Keys);

    private void CheckPresence(ImageGenerationServiceOptions options, List<string> failures)
    {
        var isAny = false;
        foreach (var required in registry.Required)
        {
            var provider = required.IsInRoot ? required.Module!.OptionsIn(options) : null;
            isAny |= provider is not { Enabled: false };
            if (provider is { Enabled: true, IsConfigured: false })
            {
                failures.Add(ProviderRules.NoKey($"{Section}:{required.Module!.Section}"));
            }
        }

        if (!isAny && !registry.Modules.Any(module => module.OptionsIn(options).IsConfigured))
        {
            var settings = registry.Modules.Select(module => $"{Section}:{module.Section}:{module.EssentialSetting}").ToList();
            failures.Add(
                $"No provider is configured: set one of the environment variables {ApiKeyEnvironmentVariables.Describe(registry.Modules)}, "
                + $"or {string.Join(", ", settings[..^1])} or {settings[^1]}.");
        }
    }
}
