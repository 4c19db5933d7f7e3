using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Routing;

namespace ImageGeneration.Tests;

/// <summary>Every spelling that means the same is taken, and what is not a member of a request is told: dropped in silence it is paid.</summary>
public sealed partial class RequestJsonTests
{
    [Theory]
    [InlineData("negative_prompt")]
    [InlineData("negativePrompt")]
    [InlineData("NEGATIVE-PROMPT")]
    [InlineData("NegativePrompt")]
    [InlineData("negative")]
    public void NegativePrompt_AnySpelling_IsRead(string name) =>
        Assert.Equal("dogs", Read($$"""{"prompt":"x","{{name}}":"dogs"}""").NegativePrompt);

    [Theory]
    [InlineData("numOutputs")]
    [InlineData("num_outputs")]
    [InlineData("num-images")]
    [InlineData("n")]
    [InlineData("number_of_images")]
    [InlineData("Count")]
    [InlineData("batch_size")]
    public void Count_AnySpelling_IsRead(string name) => Assert.Equal(3, Read($$"""{"prompt":"x","{{name}}":3}""").Count);

    [Fact]
    public void Request_AsAPythonClientWritesIt_IsRead()
    {
        const string json = """
            {"prompt":"a cat","model":"flux1","quality_enhancers":["HighDetail","sharp-focus"],"num_inference_steps":4,"guidance_scale":"3.5",
             "lora_weights":{"me/x":0.8},"output_format":"JPG","style":"Oil Painting","seed":4294967295,"width":"768","height":512.0}
            """;

        var request = Read(json);

        Assert.Equal([QualityEnhancer.HighDetail, QualityEnhancer.SharpFocus], request.QualityEnhancers);
        Assert.Equal((4, 3.5, 0.8, ImageFormat.Jpeg, ImageStyle.OilPainting), (
            request.Steps, request.GuidanceScale, request.LoraWeights!["me/x"], request.OutputFormat, request.Style));
        Assert.Equal((4294967295L, 768, 512), (request.Seed, request.Width, request.Height));
    }

    [Theory]
    [InlineData("""{"prompt":"x","negativ_promt":"dogs"}""", "'negativ_promt'; did you mean 'negativePrompt'?")]
    [InlineData("""{"prompt":"x","widht":512}""", "did you mean 'width'?")]
    [InlineData("""{"prompt":"x","styl":"anime"}""", "did you mean 'style'?")]
    [InlineData("""{"prompt":"x","image":"https://x.test/a.png"}""", "no member 'image'; it has prompt, model")]
    [InlineData("""{"prompt":"x","images":["https://x.test/a.png"]}""", "no member 'images'")]
    [InlineData("""{"prompt":"x","count":2,"numOutputs":1}""", "'numOutputs' gives count a second time")]
    [InlineData("""{"prompt":"x","prompt":"y"}""", "'prompt' gives prompt a second time")]
    [InlineData("""{"prompt":"x","width":"wide"}""", "width: a whole number is expected")]
    [InlineData("""{"prompt":"x","count":1.5}""", "count: a whole number is expected")]
    [InlineData("""{"prompt":"x","count":null}""", "count: a whole number is expected")]
    [InlineData("""{"prompt":"x","count":99999999999}""", "count: a whole number is expected")]
    [InlineData("""{"prompt":"x","style":"Impressionist"}""", "style: 'Impressionist' is none of: watercolor, oil_painting")]
    [InlineData("""{"prompt":"x","qualityEnhancers":["shiny"]}""", "qualityEnhancers: 'shiny' is none of: high_detail")]
    [InlineData("""{"prompt":"x","qualityEnhancers":"high_detail"}""", "qualityEnhancers: a list of words is expected")]
    [InlineData("""{"prompt":"x","loraWeights":{"a":"b"}}""", "loraWeights.a: a number is expected")]
    [InlineData("""{"prompt":"x","tags":{"a":null}}""", "budgetTags.a: a text is expected")]
    [InlineData("""{"prompt":"x","extras":{"replicate":{},"replicate":{}}}""", "extras names 'replicate' twice")]
    [InlineData("""{"prompt":"x","deadline":"soon"}""", "deadline: A duration is expected")]
    [InlineData("""{"prompt":null}""", "prompt: a text is expected")]
    [InlineData("""{"width":512}""", "must have a prompt")]
    [InlineData("""["x"]""", "a JSON object")]
    public void Request_WithWhatItHasNot_IsAJsonErrorThatNamesIt(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<JsonException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Request_NameOfControlCharacters_IsShownWithoutThem()
    {
        var message = Assert.Throws<JsonException>(() => Read($$"""{"prompt":"x","\u001b[31m{{new string('z', 5000)}}":1}""")).Message;

        Assert.DoesNotContain('\u001b', message);
        Assert.InRange(message.Length, 1, 400);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""")]
    [InlineData("""{"prompt":"x","model":"flux1","width":768,"height":512,"count":2,"style":"oil_painting","negativePrompt":"dogs","qualityEnhancers":["high_detail"],"seed":7,"steps":4,"guidanceScale":3.5,"loraWeights":{"me/x":0.8},"outputFormat":"webp","deadline":90,"extras":{"replicate":{"go_fast":false}},"budgetTags":{"tenant":"acme"}}""")]
    public void Request_WrittenAndRead_IsTheSame(string json)
    {
        var written = JsonSerializer.Serialize(Read(json), Context.Default.ImageGenerationRequest);

        Assert.Equal(written, JsonSerializer.Serialize(Read(written), Context.Default.ImageGenerationRequest));
        using var before = JsonDocument.Parse(json);
        using var after = JsonDocument.Parse(written);
        Assert.All(before.RootElement.EnumerateObject(), member =>
            Assert.True(JsonElement.DeepEquals(member.Value, after.RootElement.GetProperty(member.Name)), member.Name));
        Assert.Equal(16, after.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public void Request_NullsLeftOutByTheOptions_AreNotWritten()
    {
        var context = new Context(new JsonSerializerOptions { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

        Assert.Equal(
            """{"prompt":"x","model":"sdxl","width":1024,"height":1024,"count":1,"qualityEnhancers":[]}""",
            JsonSerializer.Serialize(new() { Prompt = "x" }, context.ImageGenerationRequest));
    }

    [Theory]
    [InlineData("LowestCost")]
    [InlineData("lowest_cost")]
    [InlineData("lowest-cost")]
    [InlineData("LOWESTCOST")]
    [InlineData("lowest cost")]
    public void EnumWords_AnySpelling_IsRead(string text) => Assert.Equal(RoutingStrategy.LowestCost, EnumWords<RoutingStrategy>.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("cheapest")]
    [InlineData("LowestCost, HighestQuality")]
    public void EnumWords_AnythingElse_Throws(string? text) => Assert.Throws<JsonException>(() => EnumWords<RoutingStrategy>.Read(text));

    private static ImageGenerationRequest Read(string json) => JsonSerializer.Deserialize(json, Context.Default.ImageGenerationRequest)!;

    [JsonSerializable(typeof(ImageGenerationRequest))]
    private sealed partial class Context : JsonSerializerContext;
}
