namespace ImageGeneration.Providers.Replicate;

/// <summary>Infers the limits of a community model or a fine-tune from its name: these run the pipelines of diffusers, which truncate a
/// prompt where the text encoder ends (https://huggingface.co/docs/diffusers/api/pipelines/stable_diffusion/stable_diffusion_xl,
/// …/flux).</summary>
internal static class ReplicateModelFamily
{
    /// <summary>Gets the profile of a model that is in no table.</summary>
    public static ModelProfile GetProfile(string name, ModelProfile unknown) =>
        unknown with { Capabilities = unknown.Capabilities with { PromptLimit = Reads(name) } };

    private static PromptLimit? Reads(string name) =>
        name.Has("sdxl") || (name.Has("stable-diffusion") && !name.Has("stable-diffusion-3")) ? new(77, PromptUnit.ClipTokens)
        : name.Has("flux") && name.Has("schnell") ? new(256, PromptUnit.Tokens)
        : name.Has("flux") && name.Has("dev") ? new(512, PromptUnit.Tokens)
        : null;

    private static bool Has(this string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
