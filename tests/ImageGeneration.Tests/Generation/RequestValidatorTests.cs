using ImageGeneration.Generation;

namespace ImageGeneration.Tests.Generation;

public sealed class RequestValidatorTests
{
    private static readonly ImageGenerationRequest _good = new() { Prompt = "a cat" };

    public static TheoryData<string, ImageGenerationRequest> Bad => new()
    {
        { "Prompt must have 1 to 10000 characters", _good with { Prompt = " " } },
        { "Prompt must have 1 to 10000 characters", _good with { Prompt = new string('x', 10_001) } },
        { "NegativePrompt must have at most 10000", _good with { NegativePrompt = new string('x', 10_001) } },
        { "Model must be a name", _good with { Model = default } },
        { "Width must be between 64 and 4096 pixels", _good with { Width = 63 } },
        { "Width must be between 64 and 4096 pixels", _good with { Width = 4097 } },
        { "Height must be between 64 and 4096 pixels", _good with { Height = 0 } },
        { "Count must be between 1 and 8 images", _good with { Count = 0 } },
        { "Count must be between 1 and 8 images", _good with { Count = 9 } },
        { "Seed must be between 0 and 4294967295", _good with { Seed = -1 } },
        { "Steps must be between 1 and 500", _good with { Steps = 501 } },
        { "GuidanceScale must be between 0 and 50", _good with { GuidanceScale = 50.1 } },
        { "GuidanceScale must be between 0 and 50", _good with { GuidanceScale = double.NaN } },
        { "Deadline must be between 1 second and 24 hours", _good with { Deadline = TimeSpan.FromMilliseconds(999) } },
        { "Style must be one of: Watercolor", _good with { Style = (ImageStyle)99 } },
        { "OutputFormat must be one of: Png", _good with { OutputFormat = (ImageFormat)99 } },
        { "QualityEnhancers must be among: HighDetail", _good with { QualityEnhancers = [(QualityEnhancer)99] } },
        { "LoraWeights must be between -3 and 3", _good with { LoraWeights = new Dictionary<string, double> { ["x"] = 4 } } },
        { "LoraWeights must name each weight", _good with { LoraWeights = new Dictionary<string, double> { [" "] = 1 } } },
        { "Extras must map a provider's name to a JSON object", _good with { Extras = new Dictionary<string, System.Text.Json.JsonElement> { ["replicate"] = default } } },
        { "Extras must be Unicode; those of 'replicate'", _good with { Extras = Extras("""{"note":"\ud83e"}""") } },
        { "Extras must be Unicode; those of 'replicate'", _good with { Extras = Extras("""{"a":[{"\ud83e":1}]}""") } },
        { "LoraWeights must be between 1 and 8 weights", _good with { LoraWeights = Enumerable.Range(0, 9).ToDictionary(i => $"w{i}", _ => 1.0) } },
        { "BudgetTags must be between 1 and 8 tags", _good with { BudgetTags = Enumerable.Range(0, 9).ToDictionary(i => $"t{i}", _ => "v") } },
        { "BudgetTags must have valid names: a name has 1 to 64 characters", _good with { BudgetTags = new Dictionary<string, string> { [""] = "v" } } },
        { "BudgetTags must have valid names: a name has 1 to 64 characters", _good with { BudgetTags = new Dictionary<string, string> { [new('x', 65)] = "v" } } },
        { "BudgetTags must have valid names: a name has 1 to 64 characters", _good with { BudgetTags = new Dictionary<string, string> { ["a:b"] = "v" } } },
        { "BudgetTags must have valid values: a value has 1 to 128 characters", _good with { BudgetTags = new Dictionary<string, string> { ["user"] = " " } } },
        { "BudgetTags must have valid values: a value has 1 to 128 characters", _good with { BudgetTags = new Dictionary<string, string> { ["user"] = null! } } },
        { "BudgetTags must have valid values: a value has 1 to 128 characters", _good with { BudgetTags = new Dictionary<string, string> { ["user"] = new('x', 129) } } },
        { "BudgetTags must have valid values: a value has 1 to 128 characters", _good with { BudgetTags = new Dictionary<string, string> { ["user"] = "a\nb" } } },
        { "BudgetTags must name each tag once: 'user' appears twice", _good with { BudgetTags = new Dictionary<string, string> { ["user"] = "a", ["USER"] = "b" } } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_OutOfRange_NamesTheMemberAndTheRange(string message, ImageGenerationRequest request)
    {
        var refusal = Assert.ThrowsAny<ArgumentException>(() => RequestValidator.Check(request));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(refusal.ParamName!, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"note":"\ud83e\udd8a \u00e4 ä 🦊","path":"a\\b","list":[1,null,true]}""")]
    [InlineData("{}")]
    public void Check_ExtrasInAnyScript_Passes(string json) => RequestValidator.Check(_good with { Extras = Extras(json) });

    private static Dictionary<string, System.Text.Json.JsonElement> Extras(string json) =>
        new() { ["replicate"] = System.Text.Json.JsonDocument.Parse(json).RootElement.Clone() };

    [Fact]
    public void Check_AtTheBounds_Passes() => RequestValidator.Check(_good with
    {
        Width = 64,
        Height = 4096,
        Count = 8,
        Seed = uint.MaxValue,
        Steps = 500,
        GuidanceScale = 0,
        Deadline = TimeSpan.FromHours(24),
        BudgetTags = Enumerable.Range(0, 8).ToDictionary(i => $"A-z_0.{i}".PadRight(64, 'x'), _ => new string('ü', 128)),
        LoraWeights = new Dictionary<string, double> { ["https://weights.test/x.safetensors"] = -3 },
    });
}
