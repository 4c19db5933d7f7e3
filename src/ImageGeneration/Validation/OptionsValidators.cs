using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Settings;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Validation;

// The rules of one property each, generated from the attributes; the rules across properties are in ProviderRules and
// ImageGenerationRulesValidator.

[OptionsValidator]
internal sealed partial class ImageGenerationRanges : IValidateOptions<ImageGenerationServiceOptions>;

/// <summary>The ranges, with messages that name the settings by their paths.</summary>
internal sealed class ImageGenerationServiceOptionsValidator : IValidateOptions<ImageGenerationServiceOptions>
{
    private static readonly ImageGenerationRanges _ranges = new();

    public ValidateOptionsResult Validate(string? name, ImageGenerationServiceOptions options) =>
        _ranges.Validate(name, options) is { Failed: true } broken
            ? ValidateOptionsResult.Fail(
                broken.Failures.Select(failure => SettingPath.In(failure, nameof(ImageGenerationServiceOptions), "ImageGeneration")))
            : ValidateOptionsResult.Success;
}

[OptionsValidator]
internal sealed partial class ProviderOptionsValidator : IValidateOptions<ProviderOptions>;

[OptionsValidator]
internal sealed partial class ReplicateOptionsValidator : IValidateOptions<ReplicateOptions>;

[OptionsValidator]
internal sealed partial class RunPodOptionsValidator : IValidateOptions<RunPodOptions>;

[OptionsValidator]
internal sealed partial class ModalOptionsValidator : IValidateOptions<ModalOptions>;

/// <summary>All rules for the options of one provider that was added under a name of its own.</summary>
internal sealed class NamedProviderValidator<TOptions>(string name, IValidateOptions<TOptions> ranges) : IValidateOptions<TOptions>
    where TOptions : ProviderOptions
{
    public ValidateOptionsResult Validate(string? optionsName, TOptions options)
    {
        if (optionsName != name)
        {
            return ValidateOptionsResult.Skip;
        }

        var failures = new List<string>();
        var path = $"ImageGeneration:{SettingsSources.Providers}:{name}";
        failures.AddRange((ranges.Validate(name, options).Failures ?? []).Select(failure => SettingPath.In(failure, name, path)));
        var isBuiltIn = typeof(TOptions) != typeof(ProviderOptions);
        ProviderRules.Check(path, options, isBuiltIn, failures);
        if (isBuiltIn && options is { Enabled: true, IsConfigured: false })
        {
            failures.Add(ProviderRules.NoKey(path));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
