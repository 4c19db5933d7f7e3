using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Prompts;

/// <summary>What is beyond a model's reach is told, and the words of style stand where they are read.</summary>
public sealed class PromptLengthTests
{
    private static readonly PromptLimit Clip = new(77, PromptUnit.ClipTokens);

    /// <summary>The counts are those of CLIP's own vocabulary, start and end included: the estimate is never far below.</summary>
    [Theory]
    [InlineData("a photo of a cat", 7)]
    [InlineData("a red fox in the snow, oil painting, visible brush strokes", 15)]
    [InlineData("1024x768", 10)]
    [InlineData("A happy child reading a book in a cozy library, watercolor, soft washes of color, flowing pigments, textured paper", 26)]
    [InlineData("Portrait of a wise old wizard, oil painting, visible brush strokes, rich impasto texture, on canvas, high detail, intricate details, professional lighting, balanced exposure, cinematic, dramatic composition, film still", 44)]
    [InlineData("masterpiece, best quality, ultra-detailed, 8k uhd, dslr, soft lighting, high quality, film grain, Fujifilm XT3, volumetric lighting, hyperrealistic, octane render, chiaroscuro, by Zdzisław Beksiński and Greg Rutkowski", 61)]
    [InlineData("blurry, low quality, distorted, bad anatomy, extra limbs, poorly drawn face, mutation, deformed, watermark, signature, text, jpeg artifacts", 35)]
    [InlineData("一只红色的狐狸在雪地里奔跑", 35)]
    [InlineData("雪の中を走る赤い狐のイラスト", 27)]
    [InlineData("눈 속을 달리는 붉은 여우", 23)]
    [InlineData("🦊🏔️🌨️🎨🦊🏔️🌨️🎨", 18)]
    [InlineData("Красная лиса бежит по снегу", 31)]
    [InlineData("ثعلب أحمر يركض في الثلج", 25)]
    [InlineData("Ein Fuchs läuft über die Brücke in der Dämmerung, Gemälde", 26)]
    [InlineData("un renard roux traversant la forêt enneigée à l'aube", 21)]
    [InlineData("สุนัขจิ้งจอกสีแดงวิ่งในหิมะ", 33)]
    [InlineData("लाल लोमड़ी बर्फ में दौड़ रही है", 35)]
    [InlineData("Μια κόκκινη αλεπού στο χιόνι", 50)]
    [InlineData("(masterpiece:1.2), [bad:0.8], <lora:x:0.5>!!!", 27)]
    [InlineData("👩‍👩‍👧‍👦 family 👍🏽", 10)]
    [InlineData("שועל אדום רץ בשלג", 30)]
    [InlineData("The quick brown fox jumps over the lazy dog while the astronomer photographs Andromeda galaxy through telescope", 19)]
    [InlineData("ethereal bioluminescent jellyfish floating through submerged cathedral ruins, god rays, cyberpunk neon, tilt-shift, bokeh", 27)]
    [InlineData("street photography of Reykjavik harbour at dusk, Kodak Portra 400, 35mm, f/1.8, anamorphic lens flare, moody overcast sky, wet cobblestones reflecting sodium lamps", 44)]
    [InlineData("a steampunk airship over Gondwanaland, intricate brass filigree, art nouveau, Alphonse Mucha, gouache, impasto, craquelure", 33)]
    [InlineData("character sheet, turnaround, orthographic views, isometric voxel diorama of a Japanese ramen shop", 22)]
    [InlineData("cat, 猫, gato, кошка", 16)]
    [InlineData("😀😃😄😁🤖🦄🌈✨🔥💯", 14)]
    public void Of_AnyWriting_IsNearTheCountOfClip(string text, int tokens) =>
        Assert.InRange(PromptLength.Measure(text, PromptUnit.ClipTokens), tokens * 0.8, tokens * 1.5);

    [Theory]
    [InlineData("", PromptUnit.ClipTokens, 2)]
    [InlineData("", PromptUnit.Tokens, 1)]
    [InlineData("a photo of a cat", PromptUnit.Tokens, 6)]
    [InlineData("a cat", PromptUnit.Characters, 5)]
    public void Of_OtherUnits_CountsThem(string text, PromptUnit unit, int count) => Assert.Equal(count, PromptLength.Measure(text, unit));

    [Fact]
    public void Of_Emoji_IsOneCharacterEach() => Assert.Equal(2, PromptLength.Measure("🦊🎨", PromptUnit.Characters));

    [Theory]
    [InlineData(75, false)]
    [InlineData(76, true)]
    [InlineData(200, true)]
    public void Exceeds_WordsOfOneTokenEach_BeginsPastTheLimit(int words, bool exceeds) =>
        Assert.Equal(exceeds, PromptLength.Exceeds(Words(words), Clip));

    [Fact]
    public void Of_LongPrompt_AllocatesNothing()
    {
        var prompt = Words(500);

        Assert.Equal(0, Allocations.Measure(() => PromptLength.Measure(prompt, PromptUnit.ClipTokens)));
    }

    [Fact]
    public async Task Generate_PromptBeyondTheModel_ReportedAndWhereStrictRefusedBeforeAnythingIsSent()
    {
        var (provider, strictly) = (Limited(Clip), Limited(Clip));
        await using var application = new TestApplication([provider]);
        await using var strict = new TestApplication([strictly], options => options.RejectUnsupportedSettings = true);

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request(Words(90))));
        var refused = await Assert.ThrowsAsync<ImageGenerationException>(
            () => strict.Images.GenerateImageWithFailoverAsync(TestApplication.Request(Words(90))));

        Assert.Equal("m reads 77 tokens, and the prompt has about 92: its end is cut off", Assert.Single(response.Warnings));
        Assert.Contains("its end is cut off", refused.Message, StringComparison.Ordinal);
        Assert.Empty(strictly.Submits);
    }

    [Fact]
    public async Task Generate_StyleWordsPushThePromptBeyondTheModel_TheyStandFirstAndItIsReported()
    {
        var provider = Limited(Clip);
        await using var application = new TestApplication([provider]);
        var request = TestApplication.Request(Words(70)) with { Style = ImageStyle.Watercolor, QualityEnhancers = [QualityEnhancer.SharpFocus] };

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(request));

        Assert.StartsWith("watercolor, soft washes of color, flowing pigments, textured paper, sharp focus, crisp edges, fox fox ", Assert.Single(provider.Submits).Prompt, StringComparison.Ordinal);
        Assert.Contains("its end is cut off", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, PromptUnit.ClipTokens, 77)]
    [InlineData(100, PromptUnit.Tokens, 256)]
    [InlineData(300, PromptUnit.Tokens, 512)]
    [InlineData(100, PromptUnit.Characters, 1000)]
    public async Task Generate_WithinTheModel_StyleWordsStandLastAndNothingIsReported(int words, PromptUnit unit, int max)
    {
        var provider = Limited(new PromptLimit(max, unit));
        await using var application = new TestApplication([provider]);

        var response = await application.RunAsync(
            application.Images.GenerateImageWithFailoverAsync(TestApplication.Request(Words(words)) with { Style = ImageStyle.Anime }));

        Assert.Empty(response.Warnings);
        Assert.StartsWith("fox fox", Assert.Single(provider.Submits).Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_NegativePromptBeyondTheModel_Reported()
    {
        await using var application = new TestApplication([Limited(Clip)]);

        var response = await application.RunAsync(
            application.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { NegativePrompt = Words(100) }));

        Assert.Equal("m reads 77 tokens, and the negative prompt has about 102: its end is cut off", Assert.Single(response.Warnings));
    }

    [Fact]
    public void Enhance_NegativePromptFoldedBeyondTheModel_StandsFirst()
    {
        var enhancer = new PromptEnhancer(Options.Create(new ImageGenerationServiceOptions
        {
            Prompts = { NegativePrompt = NegativePromptHandling.FoldIntoPrompt },
        }));

        var enhanced = enhancer.Enhance(
            new() { Prompt = Words(80) + ".", NegativePrompt = "text" }, new() { ModelId = "m", PromptLimit = Clip });

        Assert.StartsWith("without text, fox ", enhanced.Prompt, StringComparison.Ordinal);
    }

    /// <summary>Which models have one; a worker that reads a prompt in pieces has none.</summary>
    [Theory]
    [InlineData("replicate", "sdxl", "stability-ai/sdxl", 77)]
    [InlineData("replicate", "flux1", "black-forest-labs/flux-schnell", 256)]
    [InlineData("replicate", "flux1", "black-forest-labs/flux-dev", 512)]
    [InlineData("replicate", "other", "recraft-ai/recraft-v3", 1000)]
    [InlineData("replicate", "other", "acme/thing", null)]
    [InlineData("runpod", "sdxl", "abc123", 77)]
    [InlineData("runpod", "flux1", "black-forest-labs-flux-1-schnell", 256)]
    [InlineData("runpod", "flux1", "black-forest-labs-flux-1-dev", 512)]
    [InlineData("runpod", "other", "abc123", null)]
    public void GetCapabilities_Model_HasItsLimit(string provider, string model, string id, int? max)
    {
        var bed = new Providers.ProviderTestBed();
        IImageProvider made = provider == "replicate" ? bed.Replicate(o => o.Models[model] = id) : bed.RunPod(o => o.Models[model] = id);

        Assert.Equal(max, made.GetCapabilities(model)!.PromptLimit?.Max);
    }

    private static FakeProvider Limited(PromptLimit limit) => new()
    {
        Capabilities = _ => new() { ModelId = "m", ReportsSeed = true, NegativePrompt = true, PromptLimit = limit },
    };

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("fox", count));
}
