namespace ImageGeneration.Prompts;

/// <summary>Provides the built-in words of styles and quality enhancers, phrases separated by commas. The first phrase is the name of the
/// style alone, so that it is not added to a prompt that already contains it.</summary>
internal static class PromptModifiers
{
    public static string For(ImageStyle style) => style switch
    {
        ImageStyle.Watercolor => "watercolor, soft washes of color, flowing pigments, textured paper",
        ImageStyle.OilPainting => "oil painting, visible brush strokes, rich impasto texture, on canvas",
        ImageStyle.DigitalArt => "digital art, clean rendering, polished illustration",
        ImageStyle.Cartoon => "cartoon, bold outlines, flat colors, playful shapes",
        ImageStyle.Realistic => "photorealistic, natural light, lifelike textures, true proportions",
        ImageStyle.Sketch => "sketch, pencil lines, cross-hatching, on paper",
        ImageStyle.Anime => "anime, cel shading, clean line art, expressive eyes",
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "There is no such style."),
    };

    public static string For(QualityEnhancer enhancer) => enhancer switch
    {
        QualityEnhancer.HighDetail => "high detail, intricate details",
        QualityEnhancer.ProfessionalLighting => "professional lighting, balanced exposure",
        QualityEnhancer.SharpFocus => "sharp focus, crisp edges",
        QualityEnhancer.VibrantColors => "vibrant colors, rich color palette",
        QualityEnhancer.Cinematic => "cinematic, dramatic composition, film still",
        _ => throw new ArgumentOutOfRangeException(nameof(enhancer), enhancer, "There is no such quality enhancer."),
    };
}
