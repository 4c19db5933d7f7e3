using Microsoft.Extensions.Options;

namespace ImageGeneration.Registration;

/// <summary>Fills keys that no setting gave from the variables that the vendors' own tools read.</summary>
internal sealed class KeyVariables : IPostConfigureOptions<ImageGenerationServiceOptions>
{
    public const string Names = "REPLICATE_API_KEY (or REPLICATE_API_TOKEN), RUNPOD_API_KEY or MODAL_API_KEY";

    public void PostConfigure(string? name, ImageGenerationServiceOptions options)
    {
        options.Replicate.ApiKey = FirstOf(options.Replicate.ApiKey, "REPLICATE_API_KEY", "REPLICATE_API_TOKEN");
        options.RunPod.ApiKey = FirstOf(options.RunPod.ApiKey, "RUNPOD_API_KEY");
        options.Modal.ApiKey = FirstOf(options.Modal.ApiKey, "MODAL_API_KEY");
    }

    private static string? FirstOf(string? setting, params ReadOnlySpan<string> variables)
    {
        foreach (var variable in variables)
        {
            if (!string.IsNullOrWhiteSpace(setting))
            {
                break;
            }

            setting = Environment.GetEnvironmentVariable(variable);
        }

        return setting?.Trim();
    }
}
