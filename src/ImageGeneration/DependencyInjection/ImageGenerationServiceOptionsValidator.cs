using ImageGeneration.Configuration;
using Microsoft.Extensions.Options;

namespace ImageGeneration.DependencyInjection;

[OptionsValidator]
internal sealed partial class ImageGenerationServiceRanges : IValidateOptions<ImageGenerationServiceOptions>;

/// <summary>Validates the single settings, with messages that name them by their paths.</summary>
internal sealed class ImageGenerationServiceOptionsValidator : IValidateOptions<ImageGenerationServiceOptions>
{
    private static readonly ImageGenerationServiceRanges _ranges = new();

    public ValidateOptionsResult Validate(string? name, ImageGenerationServiceOptions options) =>
        _ranges.Validate(name, options) is { Failed: true } broken
            ? ValidateOptionsResult.Fail(
                broken.Failures.Select(failure => SettingPath.In(failure, nameof(ImageGenerationServiceOptions), SettingsReader.Section)))
            : ValidateOptionsResult.Success;
}
