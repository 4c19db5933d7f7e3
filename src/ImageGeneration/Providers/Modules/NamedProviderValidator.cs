using ImageGeneration.Configuration;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.Modules;

/// <summary>Validates the options of one provider that was added under a name of its own.</summary>
/// <param name="name">The provider's name.</param>
/// <param name="module">The module that it is an account of; null for one of the application's own.</param>
/// <param name="ranges">The validator of the single settings.</param>
internal sealed class NamedProviderValidator<TOptions>(string name, ProviderModule? module, IValidateOptions<TOptions> ranges)
    : IValidateOptions<TOptions>
    where TOptions : ProviderOptions
{
    public ValidateOptionsResult Validate(string? optionsName, TOptions options)
    {
        if (optionsName != name)
        {
            return ValidateOptionsResult.Skip;
        }

        var failures = new List<string>();
        var path = SettingsSources.PathOf(name);
        failures.AddRange((ranges.Validate(name, options).Failures ?? []).Select(failure => SettingPath.In(failure, name, path)));
        if (module is null)
        {
            ProviderRules.Check(path, options, failures);
        }
        else
        {
            module.Check(path, options, failures);
            if (options is { Enabled: true, IsConfigured: false })
            {
                failures.Add(ProviderRules.NoKey(path));
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
