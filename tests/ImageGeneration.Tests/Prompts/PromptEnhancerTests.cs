using FsCheck.Fluent;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Prompts;

public sealed class PromptEnhancerTests(ITestOutputHelper output)
{
    private static readonly ModelCapabilities Sdxl = new() { ModelId = "stability-ai/sdxl", NegativePrompt = true };

    [Fact]
    public void Enhance_NothingAsked_SamePromptInstanceAndNoWarning()
    {
        var request = new ImageGenerationRequest { Prompt = "A happy child." };

        var enhanced = Enhancer().Enhance(request, Sdxl);

        Assert.Same(request.Prompt, enhanced.Prompt);
        Assert.Null(enhanced.NegativePrompt);
        Assert.Empty(enhanced.Warnings);
    }

    [Fact]
    public void Enhance_NothingAsked_AllocatesNothing()
    {
        var enhancer = Enhancer();
        var request = new ImageGenerationRequest { Prompt = "A happy child." };

        Assert.Equal(0, Allocations.Measure(() => enhancer.Enhance(request, Sdxl)));
    }

    [Fact]
    public void Enhance_EverythingAlreadyThere_SamePromptInstance()
    {
        var request = new ImageGenerationRequest
        {
            Prompt = "Cinematic, film-still, DRAMATIC composition of a fox",
            QualityEnhancers = [QualityEnhancer.Cinematic],
        };

        Assert.Same(request.Prompt, Enhancer().Enhance(request, Sdxl).Prompt);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Enhance_EachStyle_AddsItsNameAndMore(ImageStyle style, string name)
    {
        var enhanced = Enhancer().Enhance(new() { Prompt = "A fox", Style = style }, Sdxl).Prompt;

        Assert.StartsWith($"A fox, {name}, ", enhanced, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Enhancers))]
    public void Enhance_EachQualityEnhancer_AddsItsNameAndMore(QualityEnhancer enhancer, string name)
    {
        var enhanced = Enhancer().Enhance(new() { Prompt = "A fox", QualityEnhancers = [enhancer] }, Sdxl).Prompt;

        Assert.StartsWith($"A fox, {name}, ", enhanced, StringComparison.Ordinal);
    }

    [Fact]
    public void Enhance_StyleAndEnhancers_StyleFirstThenInOrder()
    {
        var request = new ImageGenerationRequest
        {
            Prompt = "A happy child reading a book in a cozy library",
            Style = ImageStyle.Watercolor,
            QualityEnhancers = [QualityEnhancer.HighDetail, QualityEnhancer.ProfessionalLighting, QualityEnhancer.HighDetail],
        };

        Assert.Equal(
            "A happy child reading a book in a cozy library, watercolor, soft washes of color, flowing pigments, textured paper, "
            + "high detail, intricate details, professional lighting, balanced exposure",
            Enhancer().Enhance(request, Sdxl).Prompt);
    }

    [Fact]
    public void Enhance_WordsAlreadyThere_AreNotRepeated()
    {
        var request = new ImageGenerationRequest { Prompt = "An Oil-Painting of a fox, on canvas", Style = ImageStyle.OilPainting };

        Assert.Equal(
            "An Oil-Painting of a fox, on canvas, visible brush strokes, rich impasto texture",
            Enhancer().Enhance(request, Sdxl).Prompt);
    }

    [Fact]
    public void Enhance_Overrides_ReplaceTheBuiltInWords()
    {
        var enhancer = Enhancer(prompts =>
        {
            prompts.Styles[ImageStyle.Anime] = " studio look ,, soft sky ";
            prompts.QualityEnhancers[QualityEnhancer.SharpFocus] = "tack sharp, soft sky";
            prompts.QualityEnhancers[QualityEnhancer.Cinematic] = " ";
            prompts.QualityEnhancers[QualityEnhancer.HighDetail] = null!;
        });
        var request = new ImageGenerationRequest
        {
            Prompt = "A fox",
            Style = ImageStyle.Anime,
            QualityEnhancers = [QualityEnhancer.Cinematic, QualityEnhancer.HighDetail, QualityEnhancer.SharpFocus],
        };

        Assert.Equal("A fox, studio look, soft sky, tack sharp", enhancer.Enhance(request, Sdxl).Prompt);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    public void Enhance_NoSuchStyle_Throws(int style) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Enhancer().Enhance(new() { Prompt = "A fox", Style = (ImageStyle)style }, Sdxl));

    [Fact]
    public void Enhance_StyleAndEnhancers_AllocatesPromptAndResultOnly()
    {
        var enhancer = Enhancer();
        var request = new ImageGenerationRequest
        {
            Prompt = "A fox",
            Style = ImageStyle.Anime,
            QualityEnhancers = [QualityEnhancer.Cinematic],
        };
        var characters = enhancer.Enhance(request, Sdxl).Prompt.Length;

        Assert.InRange(Allocations.Measure(() => enhancer.Enhance(request, Sdxl)), 2 * characters, (2 * characters) + 72);
    }

    [Fact]
    public void Enhance_AnyPrompt_StartsWithItAndTwiceIsOnce()
    {
        var words = Gen.Elements("fox", "oil painting", "sharp", "focus", "Anime", "film_still", "ПРИВЕТ", "日本", "-", "…", "crisp edges.");
        var asked = from prompt in words.NonEmptyListOf()
                    from style in Gen.Elements(Enum.GetValues<ImageStyle>())
                    from enhancers in Gen.Elements(Enum.GetValues<QualityEnhancer>()).ListOf()
                    select new ImageGenerationRequest { Prompt = string.Join(' ', prompt), Style = style, QualityEnhancers = [.. enhancers] };
        var enhancer = Enhancer();

        Prop.ForAll(
            asked.ToArbitrary(),
            request =>
            {
                var once = enhancer.Enhance(request, Sdxl).Prompt;
                var twice = enhancer.Enhance(request with { Prompt = once }, Sdxl).Prompt;
                var original = request.Prompt.TrimEnd(' ', '.', ',', ';');
                return once.StartsWith(original, StringComparison.Ordinal) && ReferenceEquals(once, twice);
            }).Check(output);
    }

    [Fact]
    public void EnhancedPrompt_ToString_HoldsNoText() =>
        Assert.Equal("5 characters", Enhancer().Enhance(new() { Prompt = "A fox" }, Sdxl).ToString());

    public static TheoryData<ImageStyle, string> Styles() => new()
    {
        { ImageStyle.Watercolor, "watercolor" },
        { ImageStyle.OilPainting, "oil painting" },
        { ImageStyle.DigitalArt, "digital art" },
        { ImageStyle.Cartoon, "cartoon" },
        { ImageStyle.Realistic, "photorealistic" },
        { ImageStyle.Sketch, "sketch" },
        { ImageStyle.Anime, "anime" },
    };

    public static TheoryData<QualityEnhancer, string> Enhancers() => new()
    {
        { QualityEnhancer.HighDetail, "high detail" },
        { QualityEnhancer.ProfessionalLighting, "professional lighting" },
        { QualityEnhancer.SharpFocus, "sharp focus" },
        { QualityEnhancer.VibrantColors, "vibrant colors" },
        { QualityEnhancer.Cinematic, "cinematic" },
    };

    private static PromptEnhancer Enhancer(Action<PromptOptions>? configure = null)
    {
        var options = new ImageGenerationServiceOptions();
        configure?.Invoke(options.Prompts);
        return new(Options.Create(options));
    }
}
