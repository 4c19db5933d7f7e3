namespace ImageGeneration.Providers;

/// <summary>Specifies how a model takes LoRA weights.</summary>
internal enum LoraForm
{
    None,

    /// <summary>As <c>lora_weights</c> and <c>lora_scale</c>, a second one as <c>extra_lora</c> and <c>extra_lora_scale</c>.</summary>
    WeightsAndScale,

    /// <summary>As <c>lora</c> and <c>lora_scale</c>.</summary>
    LoraAndScale,

    /// <summary>As <c>loras: [{path, scale}]</c>.</summary>
    List,

    /// <summary>As <c>&lt;lora:name:weight&gt;</c> at the end of the prompt.</summary>
    PromptTags,
}

/// <summary>Provides the names under which a model takes its input; null for what it does not take and is therefore never sent.</summary>
internal sealed record InputFields
{
    public string? Prompt { get; init; } = "prompt";

    public string? NegativePrompt { get; init; }

    public string? Width { get; init; }

    public string? Height { get; init; }

    /// <summary>Gets the name for both sides in one text, <c>1024*1024</c>.</summary>
    public string? Size { get; init; }

    public string? AspectRatio { get; init; }

    public string? Megapixels { get; init; }

    /// <summary>Gets the name of the number of images, which is sent for two images and more.</summary>
    public string? Count { get; init; }

    public string? Steps { get; init; }

    public string? Guidance { get; init; }

    /// <summary>Gets a second name of the guidance, where documentation and code differ.</summary>
    public string? GuidanceAlias { get; init; }

    public string? Seed { get; init; } = "seed";

    public string? Format { get; init; }

    /// <summary>Gets the model's word for JPEG.</summary>
    public string Jpeg { get; init; } = "jpeg";

    public LoraForm Lora { get; init; }

    /// <summary>Gets what is always sent: name and JSON value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fixed { get; init; } = [];

    /// <summary>Gets all names.</summary>
    public IEnumerable<string> Names =>
        new[]
        {
            Prompt, NegativePrompt, Width, Height, Size, AspectRatio, Megapixels, Count, Steps, Guidance, GuidanceAlias, Seed, Format,
        }
            .OfType<string>()
            .Concat(Lora switch
            {
                LoraForm.WeightsAndScale => ["lora_weights", "lora_scale", "extra_lora", "extra_lora_scale"],
                LoraForm.LoraAndScale => ["lora", "lora_scale"],
                LoraForm.List => ["loras"],
                _ => Array.Empty<string>(),
            })
            .Concat(Fixed.Select(fixedField => fixedField.Key));

    /// <summary>Gets the names that most diffusers workers share.</summary>
    public static InputFields Diffusers { get; } = new()
    {
        NegativePrompt = "negative_prompt",
        Width = "width",
        Height = "height",
        Steps = "num_inference_steps",
        Guidance = "guidance_scale",
    };
}

/// <summary>Represents a row of a provider's model table: the capabilities of a model, and the names of its input.</summary>
/// <param name="Capabilities">The capabilities.</param>
/// <param name="Fields">The names of its input.</param>
internal sealed record ModelProfile(ModelCapabilities Capabilities, InputFields Fields)
{
    /// <summary>Returns the same row with all members of the model's input: those that the library sends, and others.</summary>
    public ModelProfile With(params IEnumerable<string> others) =>
        this with { Capabilities = Capabilities with { InputNames = [.. Fields.Names.Concat(others).Distinct(StringComparer.Ordinal)] } };

    /// <summary>Returns the capabilities under an id of the provider.</summary>
    public ModelCapabilities Named(string modelId) => Capabilities with { ModelId = modelId, Fields = Fields };
}
