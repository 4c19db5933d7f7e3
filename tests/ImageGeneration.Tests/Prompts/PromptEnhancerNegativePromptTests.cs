using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Prompts;

public sealed class PromptEnhancerNegativePromptTests
{
    private const NegativePromptHandling Fold = NegativePromptHandling.FoldIntoPrompt;

    private static readonly ModelCapabilities Flux = new() { ModelId = "black-forest-labs/flux-schnell" };
    private static readonly ModelCapabilities Sdxl = new() { ModelId = "stability-ai/sdxl", NegativePrompt = true };

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
        var request = new ImageGenerationRequest
        {
            Prompt = prompt,
            Style = ImageStyle.Sketch,
            QualityEnhancers = Enum.GetValues<QualityEnhancer>(),
            NegativePrompt = new string('y', 10_000),
        };

        var enhanced = Enhancer(Fold).Enhance(request, Flux);

        Assert.StartsWith(prompt + ", sketch, ", enhanced.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("film still, without " + new string('y', 10_000), enhanced.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Enhance_FoldAlone_ChangesThePrompt() =>
        Assert.Equal("A fox, without dogs", Enhancer(Fold).Enhance(new() { Prompt = "A fox", NegativePrompt = "dogs" }, Flux).Prompt);

    private static PromptEnhancer Enhancer(NegativePromptHandling handling = NegativePromptHandling.Warn) =>
        new(Options.Create(new ImageGenerationServiceOptions { Prompts = { NegativePrompt = handling } }));
}
