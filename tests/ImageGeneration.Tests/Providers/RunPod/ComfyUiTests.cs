using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.RunPod;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Providers.RunPod;

public sealed class ComfyUiTests
{
    private const string Queued = """{"id":"6f1a-u1","status":"IN_QUEUE"}""";
    private const string Workflow =
        """{"3":{"class_type":"KSampler","inputs":{"seed":1,"steps":20,"cfg":7.0,"model":["10",0]}},"5":{"class_type":"EmptyLatentImage","inputs":{"width":768,"height":512,"batch_size":1}},"6":{"class_type":"CLIPTextEncode","inputs":{"text":"old","clip":["4",1]}},"7":{"class_type":"CLIPTextEncode","inputs":{"text":"bad"}},"10":{"class_type":"LoraLoader","inputs":{"lora_name":"none.safetensors","strength_model":0.0,"strength_clip":0.0}}}""";

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task Submit_Workflow_GetsTheRequestsValuesInTheirPlaces()
    {
        _bed.On("POST", "https://api.runpod.ai/v2/comfy/run", 200, Queued);
        using var extras = JsonDocument.Parse("""{"comfy_org_api_key":"k"}""");
        var request = ProviderTestBed.Request("comfy") with
        {
            NegativePrompt = "n",
            Width = 640,
            Height = 640,
            Count = 2,
            Steps = 30,
            GuidanceScale = 5.5,
            Seed = 42,
            LoraWeights = [new("fox.safetensors", 0.8)],
            Extras = extras.RootElement,
        };

        await Provider(All).SubmitJobAsync(request, default);

        Assert.Equal(
            """{"input":{"workflow":{"3":{"class_type":"KSampler","inputs":{"seed":42,"steps":30,"cfg":5.5,"model":["10",0]}},"5":{"class_type":"EmptyLatentImage","inputs":{"width":640,"height":640,"batch_size":2}},"6":{"class_type":"CLIPTextEncode","inputs":{"text":"a red fox in the snow","clip":["4",1]}},"7":{"class_type":"CLIPTextEncode","inputs":{"text":"n"}},"10":{"class_type":"LoraLoader","inputs":{"lora_name":"fox.safetensors","strength_model":0.8,"strength_clip":0.8}}},"comfy_org_api_key":"k"}}""",
            _bed.Last.Body);
    }

    [Fact]
    public async Task Submit_WhatARequestLeavesOpen_KeepsTheTemplatesValue()
    {
        _bed.On("POST", "https://api.runpod.ai/v2/comfy/run", 200, Queued);

        await Provider(All).SubmitJobAsync(ProviderTestBed.Request("comfy") with { Width = 768, Height = 512 }, default);

        Assert.Equal(
            "{\"input\":{\"workflow\":" + Workflow.Replace("\"old\"", "\"a red fox in the snow\"", StringComparison.Ordinal) + "}}", _bed.Last.Body);
    }

    [Fact]
    public async Task Submit_WorkflowAmongTheExtras_TakesTheTemplatesPlace()
    {
        _bed.On("POST", "https://api.runpod.ai/v2/comfy/run", 200, Queued);
        using var extras = JsonDocument.Parse("""{"workflow":{"1":{}}}""");

        await Provider(All).SubmitJobAsync(ProviderTestBed.Request("comfy") with { Extras = extras.RootElement }, default);

        Assert.Equal("""{"input":{"workflow":{"1":{}}}}""", _bed.Last.Body);
    }

    [Fact]
    public void GetCapabilities_Workflow_CanDoWhatHasAPlace()
    {
        var all = Provider(All).GetCapabilities("flux1")!;
        var least = Provider(workflow => workflow.Inputs["prompt"] = "6.text").GetCapabilities("flux1")!;

        Assert.Equal((true, true, 8, 1), (all.NegativePrompt, all.Seed, all.MaxImagesPerJob, all.MaxLoraWeights));
        Assert.Equal(new PixelSizes(64, 4096, 8), all.Sizes);
        Assert.Equal((false, false, 1, 0), (least.NegativePrompt, least.Seed, least.MaxImagesPerJob, least.MaxLoraWeights));
        Assert.Equal((null, null), (least.Steps, least.GuidanceScale));
        Assert.Equal((768, 512), (least.Sizes.Fit(1024, 1024).Width, least.Sizes.Fit(1024, 1024).Height));
    }

    [Theory]
    [InlineData("""{"images":[{"filename":"a.png","type":"base64","data":"PNG"}]}""", 1)]
    [InlineData("""{"images":[{"filename":"a.png","type":"s3_url","data":"https://bucket.test/a.png?sig=1"},{"filename":"b.png","type":"base64","data":"PNG"}],"errors":["one node failed"]}""", 2)]
    [InlineData("""{"status":"success","message":"PNG"}""", 1)]
    [InlineData("""{"status":"success","message":"https://bucket.test/a.png"}""", 1)]
    [InlineData("""{"status":"error","message":"no such node"}""", 0)]
    [InlineData("""{"status":"success_no_images","images":[]}""", 0)]
    public async Task GetJob_OutputsOfOldAndNewWorkers_AreRead(string output, int images)
    {
        var body = output.Replace("PNG", ProviderTestBed.Png, StringComparison.Ordinal);
        _bed.On("GET", "https://api.runpod.ai/v2/comfy/status/6f1a-u1", 200, $$"""{"status":"COMPLETED","output":{{body}}}""");

        var job = await Provider(All).GetJobAsync(new("runpod", "6f1a-u1", "comfy"), default);

        Assert.Equal(images, job.Images.Count);
        Assert.Equal(images == 0, job.Failure is not null);
    }

    public static TheoryData<string, Action<ComfyUiWorkflow>> Bad => new()
    {
        { "must set either WorkflowFile or Workflow", w => w.Workflow = null },
        { "must set either WorkflowFile or Workflow", w => w.WorkflowFile = "too.json" },
        { "names a file that cannot be read (nowhere.json)", w => (w.Workflow, w.WorkflowFile) = (null, "nowhere.json") },
        { "holds a workflow that is not JSON.", w => w.Workflow = "{" },
        { "is not a JSON object", w => w.Workflow = "[]" },
        { "Export (API)", w => w.Workflow = """{"nodes":[],"links":[]}""" },
        { "a node that has no inputs", w => w.Workflow = """{"1":{}}""" },
        { "a text that is not Unicode", w => w.Workflow = """{"6":{"inputs":{"text":"\ud800"}}}""" },
        { "a text that is not Unicode", w => w.Workflow = """{"6":{"inputs":{"text":"a","\ud800":1}}}""" },
        { "must say in Inputs:prompt where the prompt goes", w => w.Inputs.Clear() },
        { "puts seed at 99.seed", w => w.Inputs["seed"] = "3.seed, 99.seed" },
        { "puts seed at 3,", w => w.Inputs["seed"] = "3" },
        { "puts prompt at 6.clip, which is linked to node 4; name an input of that node", w => w.Inputs["prompt"] = "6.clip" },
        { "puts seed at 3.model, which is linked to node 10", w => w.Inputs["seed"] = "3.seed, 3.model" },
        {
            "puts width at 1.width, which is linked to node 6",
            w =>
            {
                w.Workflow = """{"1":{"inputs":{"width":[6,1]}},"6":{"inputs":{"text":""}}}""";
                w.Inputs.Clear();
                (w.Inputs["prompt"], w.Inputs["width"]) = ("6.text", "1.width");
            }
        },
        { "names the input sampler; known ones are prompt", w => w.Inputs["sampler"] = "3.sampler" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_Workflow_SaysWhatIsWrong(string words, Action<ComfyUiWorkflow> spoil)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Validated(options =>
        {
            options.Workflows["flux1"] = New(All);
            spoil(options.Workflows["flux1"]);
        }));

        Assert.Contains("ImageGeneration:RunPod:Workflows:flux1 ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ComfyUiWithoutAWorkflow_NamesTheSetting()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Validated(options => options.Workers["flux1"] = RunPodWorker.ComfyUi));

        Assert.Contains("set ImageGeneration:RunPod:Workflows:flux1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_WorkflowFileAndInputs_ComeFromTheConfiguration()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(file, Workflow);
        try
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["RunPod:ApiKey"] = ProviderTestBed.Key,
                ["RunPod:Models:flux1"] = "comfy",
                ["RunPod:Workflows:flux1:WorkflowFile"] = file,
                ["RunPod:Workflows:flux1:Inputs:prompt"] = "6.text",
                ["RunPod:Workflows:flux1:Inputs:seed"] = "3.seed",
            }).Build();
            using var services = new ServiceCollection().AddImageGeneration(configuration).Services.BuildServiceProvider();
            var options = services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value.RunPod;

            Assert.Equal("3.seed", options.Workflows["FLUX1"].Inputs["Seed"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void All(ComfyUiWorkflow workflow)
    {
        foreach (var (role, place) in new Dictionary<string, string>
        {
            ["prompt"] = "6.text",
            ["negative_prompt"] = "7.text",
            ["seed"] = "3.seed",
            ["width"] = "5.width",
            ["height"] = "5.height",
            ["steps"] = "3.steps",
            ["guidance"] = "3.cfg",
            ["count"] = "5.batch_size",
            ["lora"] = "10.lora_name",
            ["lora_scale"] = "10.strength_model, 10.strength_clip",
        })
        {
            workflow.Inputs[role] = place;
        }
    }

    private static ComfyUiWorkflow New(Action<ComfyUiWorkflow> configure)
    {
        var workflow = new ComfyUiWorkflow { Workflow = Workflow };
        configure(workflow);
        return workflow;
    }

    private static void Validated(Action<RunPodOptions> configure)
    {
        using var services = new ServiceCollection().AddImageGeneration(options =>
        {
            options.RunPod.ApiKey = ProviderTestBed.Key;
            configure(options.RunPod);
        }).Services.BuildServiceProvider();
        _ = services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;
    }

    private RunPodImageProvider Provider(Action<ComfyUiWorkflow> configure) =>
        _bed.RunPod(options =>
        {
            options.Models["flux1"] = "comfy";
            options.Workflows["comfy"] = New(configure);
        });
}
