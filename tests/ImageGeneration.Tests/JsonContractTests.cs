using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Tests;

public sealed partial class JsonContractTests
{
    [Fact]
    public void Request_AsAWebClientWritesIt_IsRead()
    {
        const string json = """
            {"prompt":"a cat","model":"flux1","width":768,"height":512,"count":2,"style":"oil_painting","negativePrompt":"dogs",
             "qualityEnhancers":["high_detail","sharp_focus"],"seed":7,"steps":4,"guidanceScale":3.5,"loraWeights":{"me/x":0.8},
             "outputFormat":"webp","deadline":90,"extras":{"replicate":{"go_fast":false}},"budgetTags":{"tenant":"acme"}}
            """;

        var request = JsonSerializer.Deserialize(json, ContractContext.Default.ImageGenerationRequest)!;

        Assert.Equal(("a cat", ImageModel.Flux1, 768, 512, 2, ImageStyle.OilPainting, "dogs"), (
            request.Prompt, request.Model, request.Width, request.Height, request.Count, request.Style, request.NegativePrompt));
        Assert.Equal([QualityEnhancer.HighDetail, QualityEnhancer.SharpFocus], request.QualityEnhancers);
        Assert.Equal((7L, 4, 3.5, 0.8, ImageFormat.Webp, TimeSpan.FromSeconds(90)), (
            request.Seed, request.Steps, request.GuidanceScale, request.LoraWeights!["me/x"], request.OutputFormat, request.Deadline));
        Assert.Equal("acme", request.BudgetTags!["tenant"]);
        Assert.False(request.Extras!["replicate"].GetProperty("go_fast").GetBoolean());
    }

    [Fact]
    public void Request_WithThePromptAlone_HasTheDefaults()
    {
        var request = JsonSerializer.Deserialize("""{"prompt":"a cat"}""", ContractContext.Default.ImageGenerationRequest)!;

        Assert.Equal((ImageModel.Sdxl, 1024, 1024, 1), (request.Model, request.Width, request.Height, request.Count));
        Assert.Null(request.Deadline);
    }

    [Theory]
    [InlineData("""{"prompt":"x","style":"Impressionist"}""")]
    [InlineData("""{"prompt":"x","style":3}""")]
    [InlineData("""{"prompt":"x","model":""}""")]
    [InlineData("""{"prompt":"x","deadline":"soon"}""")]
    [InlineData("""{"width":5}""")]
    public void Request_Malformed_IsAJsonError(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ContractContext.Default.ImageGenerationRequest));

    [Fact]
    public void Response_Written_HasTheContractsNamesAndWords()
    {
        var response = new ImageGenerationResponse
        {
            Id = "id",
            Status = GenerationStatus.Succeeded,
            Images = [new() { Url = new Uri("https://x.test/1.png"), Seed = 7, ExpiresAt = new(2026, 11, 22, 13, 0, 0, TimeSpan.FromHours(1)) }, new() { Bytes = new byte[] { 1, 2 }, Outcome = ImageOutcome.Delivered }],
            Provider = "replicate",
            Model = ImageModel.Flux1,
            GenerationTime = TimeSpan.FromSeconds(2.5),
            CostUsd = 0.003m,
            Metadata = new()
            {
                OriginalPrompt = "a",
                EnhancedPrompt = "b",
                Attempts = [new() { Provider = "replicate", Failure = FailureKind.OutOfCredit, Cancellation = CancellationOutcome.NotConfirmed }],
            },
        };

        using var json = JsonSerializer.SerializeToDocument(response, ContractContext.Default.ImageGenerationResponse);
        var root = json.RootElement;

        Assert.Equal("succeeded", root.GetProperty("status").GetString());
        Assert.Equal("https://x.test/1.png", root.GetProperty("imageUrl").GetString());
        Assert.Equal("2026-11-22T12:00:00+00:00", root.GetProperty("images")[0].GetProperty("expiresAt").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("images")[1].GetProperty("expiresAt").ValueKind);
        Assert.Equal("AQI=", root.GetProperty("images")[1].GetProperty("bytes").GetString());
        Assert.Equal((2.5, 0.003m), (root.GetProperty("generationTimeSeconds").GetDouble(), root.GetProperty("costUsd").GetDecimal()));
        var attempt = root.GetProperty("metadata").GetProperty("attempts")[0];
        Assert.Equal(("out_of_credit", "not_confirmed"), (attempt.GetProperty("failure").GetString(), attempt.GetProperty("cancellation").GetString()));
    }

    // A context generated in the application makes the converters itself; a test that sees the internals would not notice.
    [Fact]
    public void Converters_OfThePublicContract_ArePublic()
    {
        var converters = typeof(ImageGenerationRequest).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties().Cast<MemberInfo>().Append(type))
            .Select(member => member.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType)
            .OfType<Type>()
            .ToList();

        Assert.NotEmpty(converters);
        Assert.All(converters, converter => Assert.True(converter.IsVisible, converter.Name));
    }

    [Fact]
    public void ToString_OfRequestAndResponse_HoldsNoPrompt()
    {
        var request = new ImageGenerationRequest { Prompt = "very secret", NegativePrompt = "more secret" };

        Assert.DoesNotContain("secret", request.ToString(), StringComparison.Ordinal);
    }

    [JsonSerializable(typeof(ImageGenerationRequest))]
    [JsonSerializable(typeof(ImageGenerationResponse))]
    private sealed partial class ContractContext : JsonSerializerContext;
}
