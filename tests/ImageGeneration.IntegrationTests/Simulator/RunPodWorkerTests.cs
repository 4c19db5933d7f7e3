using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class RunPodWorkerTests
{
    private const string Order = """{"prompt":"a red fox","width":64,"height":64,"seed":42}""";
    private const string Turbo = """{"prompt":"a red fox","seed":42,"num_images":2}""";
    private const string A1111 = """{"prompt":"a red fox","width":64,"height":64,"seed":42,"batch_size":2,"steps":4}""";

    private const string Workflow = """
        {"workflow":{
          "3":{"class_type":"KSampler","inputs":{"seed":42,"steps":4,"latent_image":["5",0]}},
          "5":{"class_type":"EmptyLatentImage","inputs":{"width":64,"height":128,"batch_size":2}},
          "6":{"class_type":"CLIPTextEncode","inputs":{"text":"a red fox"}},
          "7":{"class_type":"CLIPTextEncode","inputs":{"text":"ugly"}},
          "9":{"class_type":"SaveImage","inputs":{"filename_prefix":"x"}}}}
        """;

    [Fact]
    public async Task Turbo_ReturnsRawBase64WithSeeds()
    {
        var output = (await RunAsync("worker-sdxl-turbo", Turbo))["output"];

        Assert.Equal([42, 43], output.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("seed").GetInt32()));
        AssertPng(output.GetProperty("images")[1].GetProperty("image").GetString()!);
        Assert.Equal(2, output.GetProperty("parameters").GetProperty("num_images").GetInt32());
        Assert.True(output.TryGetProperty("generation_time", out _));
    }

    [Theory]
    [InlineData("worker-a1111", A1111)]
    [InlineData("worker-a1111-api", $$"""{"api":{"method":"POST","endpoint":"/sdapi/v1/txt2img"},"payload":{{A1111}} }""")]
    public async Task A1111_BareOrWrapped_RepliesAsItselfWithTheSeedsInAString(string endpoint, string input)
    {
        var output = (await RunAsync(endpoint, input))["output"];

        Assert.Equal(2, output.GetProperty("images").GetArrayLength());
        AssertPng(output.GetProperty("images")[0].GetString()!);
        using var details = JsonDocument.Parse(output.GetProperty("info").GetString()!);
        Assert.Equal([42, 43], details.RootElement.GetProperty("all_seeds").EnumerateArray().Select(seed => seed.GetInt32()));
        Assert.Equal(4, details.RootElement.GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task Comfy_FromVersion5_MakesWhatTheNodesSay()
    {
        await using var harness = await StartAsync();
        var output = (await RunAsync(harness, "worker-comfyui", Workflow))["output"];

        var images = output.GetProperty("images");
        Assert.Equal("ComfyUI_00001_.png", images[0].GetProperty("filename").GetString());
        Assert.Equal("base64", images[0].GetProperty("type").GetString());
        AssertPng(images[1].GetProperty("data").GetString()!);
        Assert.Equal((42, 2), (harness.Journal.Jobs[0].Seed, harness.Journal.Jobs[0].Images));
    }

    [Fact]
    public async Task Comfy_ThatSavesNothing_SaysSo()
    {
        var output = (await RunAsync("worker-comfyui", """{"workflow":{"3":{"class_type":"KSampler","inputs":{}}}}"""))["output"];

        Assert.Equal(("success_no_images", 0), (output.GetProperty("status").GetString(), output.GetProperty("images").GetArrayLength()));
    }

    [Fact]
    public async Task Comfy_BeforeVersion5_PutsTheImageUnderMessage()
    {
        var output = (await RunAsync("worker-comfyui-4", Workflow))["output"];

        Assert.Equal("success", output.GetProperty("status").GetString());
        AssertPng(output.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task StableDiffusionV1_ReturnsAnArray()
    {
        const string Input = """{"prompt":"x","width":128,"height":128,"num_outputs":2,"seed":7}""";
        var output = (await RunAsync("worker-stable-diffusion-v1", Input))["output"];

        Assert.Equal((JsonValueKind.Array, 2), (output.ValueKind, output.GetArrayLength()));
        Assert.StartsWith("data:image/png;base64,", output[0].GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.Equal(8, output[1].GetProperty("seed").GetInt32());
    }

    [Theory]
    [InlineData("flux-image-base64", "image_base64")]
    [InlineData("flux-image", "image")]
    [InlineData("flux-image-url", "image_url")]
    [InlineData("flux-bare-string", null)]
    public async Task Homemade_Workers_ReturnOneImageSomewhere(string endpoint, string? member)
    {
        var output = (await RunAsync(endpoint, Order))["output"];

        var image = (member is null ? output : output.GetProperty(member)).GetString()!;
        Assert.Matches("^(iVBOR|http://|data:image/png;base64,)", image);
    }

    [Theory]
    [InlineData("stable-diffusion-xl", Order, "images", null)]
    [InlineData("worker-comfyui", Workflow, "images", "data")]
    public async Task Workers_ThatUpload_ReturnLinks(string endpoint, string input, string list, string? member)
    {
        await using var harness = await StartAsync(options => options.RunPod.UploadToBucket = true);
        var image = (await RunAsync(harness, endpoint, input))["output"].GetProperty(list)[0];

        var link = (member is null ? image : image.GetProperty(member)).GetString()!;
        Assert.NotEmpty(await harness.Client.GetByteArrayAsync(new Uri(link)));
    }

    [Theory]
    [InlineData("worker-sdxl-turbo", """{"width":256}""", """["prompt is a required input.","width does not meet the constraints."]""")]
    [InlineData("worker-comfyui", """{"prompt":"x"}""", "\"Missing 'workflow' parameter\"")]
    [InlineData(
        "worker-comfyui", """{"workflow":{},"images":[{}]}""", "\"'images' must be a list of objects with 'name' and 'image' keys\"")]
    [InlineData("worker-comfyui", """{"workflow":{"3":{}}}""", "\"Workflow validation failed: node 3 has no class_type\"")]
    [InlineData("worker-a1111-api", """{"prompt":"x"}""", "\"api is a required field in the input payload\"")]
    [InlineData("worker-a1111-api", """{"api":{"endpoint":"/other"}}""", "\"A1111 status code: 404\"")]
    [InlineData("p-image-edit", """{"prompt":"x"}""", "\"Invalid parameter: images is required\"")]
    [InlineData("p-image-edit", """{"prompt":"x","images":"y"}""", "\"Invalid parameter: images\"")]
    public async Task Workers_WithAWrongInput_FailInTheirOwnWay(string endpoint, string input, string error)
    {
        var answer = await RunAsync(endpoint, input);

        Assert.Equal("FAILED", answer.Text("status"));
        Assert.Equal(error, answer["error"].GetRawText());
        Assert.Equal(error.Contains("404") || error.Contains("class_type"), answer.Has("output"));
    }

    [Theory]
    [InlineData("black-forest-labs-flux-1-kontext-dev", """{"prompt":"x","image":"https://x.test/a.png"}""", "image_url", 0.025)]
    [InlineData("qwen-image-t2i", """{"prompt":"x","size":"512*512","seed":1}""", "result", 0.02)]
    [InlineData("qwen-image-t2i-lora", """{"prompt":"x","loras":[{"path":"a/b","scale":1}]}""", "result", 0.025)]
    [InlineData("z-image-turbo", """{"prompt":"x","output_format":"webp"}""", "image_url", 0.005)]
    [InlineData("p-image-t2i", """{"prompt":"x","aspect_ratio":"16:9"}""", "image_url", 0.005)]
    [InlineData("seedream-v4-t2i", """{"prompt":"x","size":"1024*1024"}""", "image_url", 0.027)]
    [InlineData("wan-2-6-t2i", """{"prompt":"x"}""", "image_url", 0.03)]
    [InlineData("nano-banana-edit", """{"prompt":"x","images":["https://x.test/a.png"]}""", "image_url", 0.038)]
    public async Task PublicEndpoints_ByTheirOwnFields_ReturnALinkAndItsCost(string endpoint, string input, string member, decimal cost)
    {
        var output = (await RunAsync(endpoint, input))["output"];

        Assert.Equal(cost, output.GetProperty("cost").GetDecimal());
        Assert.StartsWith("http://", output.GetProperty(member).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicEndpoint_AskedForBase64_ReturnsTheImageItself()
    {
        var output = (await RunAsync("nano-banana-edit", """{"prompt":"x","images":["y"],"enable_base64_output":true}"""))["output"];

        Assert.StartsWith("data:image/png;base64,", output.GetProperty("image_url").GetString(), StringComparison.Ordinal);
    }

    private static async Task<Answer> RunAsync(string endpoint, string input)
    {
        await using var harness = await StartAsync();
        return await RunAsync(harness, endpoint, input);
    }

    private static Task<SimulatorHarness> StartAsync(Action<SimulatorOptions>? configure = null) => SimulatorHarness.StartAsync(options =>
    {
        options.Latency = SimulatorLatency.None;
        configure?.Invoke(options);
    });

    private static Task<Answer> RunAsync(SimulatorHarness harness, string endpoint, string input) =>
        harness.PostAsync($"/v2/{endpoint}/runsync", $$"""{"input":{{input}} }""");

    private static void AssertPng(string base64) => Assert.Equal([0x89, 0x50], Convert.FromBase64String(base64)[..2]);
}
