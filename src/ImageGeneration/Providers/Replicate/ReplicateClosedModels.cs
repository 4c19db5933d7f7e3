using Row = ImageGeneration.Providers.Replicate.ReplicateModels.Row;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Provides the well-known limits of other vendors' models on Replicate, where a refusal would cost time. Facts from each model's
/// schema page (<c>https://replicate.com/owner/name/versions/…/api</c>) and its vendor's documentation, read 2026-11-28.</summary>
internal static class ReplicateClosedModels
{
    private const double Megapixel = 1024 * 1024;

    private static readonly InputFields ByRatio = new() { AspectRatio = "aspect_ratio" };

    private static readonly InputFields GptFields = ByRatio with { Seed = null, Count = "number_of_images", Format = "output_format" };
    private static readonly InputFields GoogleFields = ByRatio with { Seed = null, Format = "output_format", Jpeg = "jpg" };

    private static readonly ModelCapabilities Gpt = new()
    {
        ModelId = "",
        Sizes = new AspectRatioSizes([new(1024, 1024, "1:1"), new(1536, 1024, "3:2"), new(1024, 1536, "2:3")], [new("1", 1)]),
        MaxImagesPerJob = 10,
        Seed = false,
        Formats = [ImageFormat.Webp, ImageFormat.Png, ImageFormat.Jpeg],
        TypicalRunTime = TimeSpan.FromSeconds(30),
    };

    private static readonly ModelCapabilities Imagen = new()
    {
        ModelId = "",
        Sizes = new AspectRatioSizes(
            [
                new(1024, 1024, "1:1"), new(1408, 768, "16:9"), new(768, 1408, "9:16"), new(1280, 896, "4:3"), new(896, 1280, "3:4"),
            ],
            [new("1", 1)]),
        Seed = false,
        Formats = [ImageFormat.Jpeg, ImageFormat.Png],
        PromptLimit = new(480, PromptUnit.Tokens),
        TypicalRunTime = TimeSpan.FromSeconds(8),
    };

    private static readonly ModelCapabilities Ideogram3 = new()
    {
        ModelId = "",
        Sizes = Ratios("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "16:10", "10:16", "5:4", "4:5", "2:1", "1:2", "3:1", "1:3"),
        MaxSeed = int.MaxValue,
        TypicalRunTime = TimeSpan.FromSeconds(10),
    };

    private static readonly ModelCapabilities Ideogram2 = Ideogram3 with
    {
        Sizes = Ratios("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "16:10", "10:16", "3:1", "1:3"),
        NegativePrompt = true,
    };

    private static readonly ModelCapabilities Recraft = new()
    {
        ModelId = "",
        Sizes = new AspectRatioSizes(
            [
                new(1024, 1024, "1:1"), new(2048, 1024, "2:1"), new(1024, 2048, "1:2"), new(1536, 1024, "3:2"), new(1024, 1536, "2:3"),
                new(1365, 1024, "4:3"), new(1024, 1365, "3:4"), new(1280, 1024, "5:4"), new(1024, 1280, "4:5"), new(1820, 1024, "16:9"),
                new(1024, 1820, "9:16"),
            ],
            [new("1", 1)]),
        Seed = false,
        PromptLimit = new(1000, PromptUnit.Characters),
        TypicalRunTime = TimeSpan.FromSeconds(8),
    };

    private static readonly string[] GptInput =
    [
        "openai_api_key", "input_images", "input_fidelity", "quality", "background", "output_compression", "moderation", "user_id",
    ];

    private static readonly string[] ImagenInput = ["safety_filter_level", "image_size"];
    private static readonly string[] IdeogramInput =
    [
        "resolution", "magic_prompt_option", "image", "mask", "style_type", "style_preset", "style_reference_images",
    ];

    /// <summary>Gets the rows.</summary>
    public static IEnumerable<Row> All { get; } =
    [
        Closed("openai/gpt-image-1", Gpt, GptFields, GptInput),
        Closed("openai/gpt-image-1-mini", Gpt, GptFields, GptInput),
        Closed("google/imagen-4", Imagen, GoogleFields, ImagenInput),
        Closed("google/imagen-4-fast", Imagen, GoogleFields, ImagenInput),
        Closed("google/imagen-4-ultra", Imagen, GoogleFields, ImagenInput),
        Closed("google/imagen-3", Imagen, GoogleFields, ImagenInput),
        Closed("google/imagen-3-fast", Imagen, GoogleFields, ImagenInput),
        Closed("ideogram-ai/ideogram-v3-turbo", Ideogram3, ByRatio, IdeogramInput),
        Closed("ideogram-ai/ideogram-v3-balanced", Ideogram3, ByRatio, IdeogramInput),
        Closed("ideogram-ai/ideogram-v3-quality", Ideogram3, ByRatio, IdeogramInput),
        Closed("ideogram-ai/ideogram-v2", Ideogram2, ByRatio with { NegativePrompt = "negative_prompt" }, IdeogramInput),
        Closed("ideogram-ai/ideogram-v2-turbo", Ideogram2, ByRatio with { NegativePrompt = "negative_prompt" }, IdeogramInput),
        Closed("recraft-ai/recraft-v3", Recraft, ByRatio with { Seed = null }, ["size", "style"]),
        Closed("recraft-ai/recraft-v3-svg", Recraft, ByRatio with { Seed = null }, ["size", "style"]),
    ];

    private static Row Closed(string slug, ModelCapabilities capabilities, InputFields fields, string[] others) =>
        new(slug, capabilities, fields, others) { IsClosed = true };

    private static AspectRatioSizes Ratios(params string[] names) =>
        new([.. names.Select(name => new FittedSize(Side(Ratio(name)), Side(1 / Ratio(name)), name))], [new("1", 1)]);

    private static double Ratio(string name) => int.Parse(name.Split(':')[0], null) / (double)int.Parse(name.Split(':')[1], null);

    private static int Side(double ratio) => (int)Math.Round(Math.Sqrt(Megapixel * ratio) / 16) * 16;
}
