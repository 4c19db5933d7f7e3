using FsCheck.Fluent;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Prompts;

public sealed class PromptEnhancerTests(ITestOutputHelper output)
{
    private static readonly ModelCapabilities Flux = new() { ModelId = "black-forest-labs/flux-schnell" };
    private static readonly ModelCapabilities Sdxl = new() { ModelId = "stability-ai/sdxl", NegativePrompt = true };

    [Fact]
    public void Enhance_NothingAsked_SamePromptInstanceAndNoWarning()
    {
        var request = new ImageGenerationRequest { Prompt = "A happy child." };

        var enhanced = Enhancer().Enhance(request, Flux);

        Assert.Same(request.Prompt, enhanced.Prompt);
        Assert.Null(enhanced.NegativePrompt);
        Assert.Empty(enhanced.Warnings);
    }

    [Fact]
    public void Enhance_NothingAsked_AllocatesTheResultOnly()
    {
        var enhancer = Enhancer();
        var request = new ImageGenerationRequest { Prompt = "A happy child." };

        Assert.InRange(Allocations.Of(() => enhancer.Enhance(request, Sdxl)), 1, 48);
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
        });
        var request = new ImageGenerationRequest
        {
            Prompt = "A fox",
            Style = ImageStyle.Anime,
            QualityEnhancers = [QualityEnhancer.Cinematic, QualityEnhancer.SharpFocus],
        };

        Assert.Equal("A fox, studio look, soft sky, tack sharp", enhancer.Enhance(request, Sdxl).Prompt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Enhance_BlankNegativePrompt_IsNone(string? negative)
    {
        foreach (var capabilities in new[] { Flux, Sdxl })
        {
            var enhanced = Enhancer(Fold).Enhance(new() { Prompt = "A fox", NegativePrompt = negative }, capabilities);

            Assert.Equal("A fox", enhanced.Prompt);
            Assert.Null(enhanced.NegativePrompt);
            Assert.Empty(enhanced.Warnings);
        }
    }

    [Fact]
    public void Enhance_ModelKnowsNegativePrompt_PassesItOn()
    {
        var enhanced = Enhancer(Fold).Enhance(new() { Prompt = "A fox", NegativePrompt = "blurry" }, Sdxl);

        Assert.Equal("A fox", enhanced.Prompt);
        Assert.Equal("blurry", enhanced.NegativePrompt);
        Assert.Empty(enhanced.Warnings);
    }

    [Fact]
    public void Enhance_ModelKnowsNoNegativePrompt_WarnsWithoutItsText()
    {
        var enhanced = Enhancer().Enhance(new() { Prompt = "A fox", NegativePrompt = "blurry" }, Flux);

        Assert.Equal("A fox", enhanced.Prompt);
        Assert.Null(enhanced.NegativePrompt);
        var warning = Assert.Single(enhanced.Warnings);
        Assert.StartsWith("black-forest-labs/flux-schnell takes no negative prompt: it was left out", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("blurry", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Enhance_Fold_PutsItBehindAllElseAndSaysSo()
    {
        var request = new ImageGenerationRequest
        {
            Prompt = "A fox.",
            NegativePrompt = " blurry, low quality ",
            QualityEnhancers = [QualityEnhancer.SharpFocus],
        };

        var enhanced = Enhancer(Fold).Enhance(request, Flux);

        Assert.Equal("A fox, sharp focus, crisp edges, without blurry, low quality", enhanced.Prompt);
        Assert.Null(enhanced.NegativePrompt);
        Assert.Contains("folded into the prompt", Assert.Single(enhanced.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Enhance_LongPrompt_KeepsAllOfIt()
    {
        var prompt = new string('x', 10_000);

        var enhanced = Enhancer(Fold).Enhance(
            new() { Prompt = prompt, Style = ImageStyle.Sketch, NegativePrompt = new string('y', 10_000) }, Flux);

        Assert.StartsWith(prompt + ", sketch, ", enhanced.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("without " + new string('y', 10_000), enhanced.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Enhance_UnknownStyle_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Enhancer().Enhance(new() { Prompt = "A fox", Style = (ImageStyle)99 }, Sdxl));

    [Fact]
    public void Enhance_AnyPrompt_StartsWithItAndTwiceIsOnce()
    {
        var words = Gen.Elements("fox", "oil painting", "sharp", "focus", "Anime", "film_still", "soft washes", "ПРИВЕТ", "日本", "-", "…", "crisp edges.");
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
                return once.StartsWith(request.Prompt.TrimEnd(' ', '.', ',', ';'), StringComparison.Ordinal) && ReferenceEquals(once, twice);
            }).Check(output);
    }

    [Fact]
    public void EnhancedPrompt_ToString_HoldsNoText() =>
        Assert.DoesNotContain("fox", Enhancer().Enhance(new() { Prompt = "A fox" }, Sdxl).ToString(), StringComparison.Ordinal);

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

    private static void Fold(PromptOptions prompts) => prompts.NegativePrompt = NegativePromptHandling.FoldIntoPrompt;

    private static PromptEnhancer Enhancer(Action<PromptOptions>? configure = null)
    {
        var options = new ImageGenerationOptions();
        configure?.Invoke(options.Prompts);
        return new(Options.Create(options));
    }
}
