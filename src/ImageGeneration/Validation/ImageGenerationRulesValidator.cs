using ImageGeneration.Budgets;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using ImageGeneration.Registration;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Validation;

/// <summary>The rules across the settings: each message names the settings and their values.</summary>
internal sealed class ImageGenerationRulesValidator(ProviderRegistry registry) : IValidateOptions<ImageGenerationServiceOptions>
{
    private const string Section = "ImageGeneration";

    public ValidateOptionsResult Validate(string? name, ImageGenerationServiceOptions options)
    {
        var failures = new List<string>();
        var builtIn = new (string Name, string Setting, ProviderOptions Options)[]
        {
            (BuiltInProviders.Replicate, "Replicate", options.Replicate),
            (BuiltInProviders.RunPod, "RunPod", options.RunPod),
            (BuiltInProviders.Modal, "Modal", options.Modal),
        };
        foreach (var (_, setting, provider) in builtIn)
        {
            ProviderRules.Check($"{Section}:{setting}", provider, isBuiltIn: true, failures);
        }

        CheckPresence(builtIn, failures);
        PriceRules.Check($"{Section}:Prices", options, registry, failures);
        ClosedModelRules.Check($"{Section}:Routing:ClosedModels", options, registry, failures);
        BudgetRules.Check($"{Section}:Budget", options.Budget, registry, failures);
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

    private void CheckPresence((string Name, string Setting, ProviderOptions Options)[] builtIn, List<string> failures)
    {
        var isAny = false;
        foreach (var required in registry.Required)
        {
            // One of the application's own may have the name of a built-in one.
            var (_, setting, provider) = Array.Find(
                builtIn, candidate => required.IsReplaceable && BuiltInProviders.IsBuiltIn(required.Name, candidate.Name));
            isAny |= provider is not { Enabled: false };
            if (provider is { Enabled: true, IsConfigured: false })
            {
                failures.Add(ProviderRules.NoKey($"{Section}:{setting}"));
            }
        }

        if (!isAny && !Array.Exists(builtIn, candidate => candidate.Options.IsConfigured))
        {
            failures.Add(
                $"No provider is configured: set one of the environment variables {KeyVariables.Names}, "
                + $"or {Section}:Replicate:ApiKey, {Section}:RunPod:ApiKey or {Section}:Modal:BaseUrl.");
        }
    }
}
