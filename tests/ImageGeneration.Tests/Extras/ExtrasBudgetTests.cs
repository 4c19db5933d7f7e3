using System.Text.Json;
using ImageGeneration.Extras;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Extras;

/// <summary>What is estimated and reserved is the input that is sent, extras included.</summary>
public sealed class ExtrasBudgetTests
{
    [Theory]
    [InlineData("""{"num_outputs":4}""", "num_outputs")]
    [InlineData("""{"num_images":2}""", "num_images")]
    [InlineData("""{"number_of_images":10}""", "number_of_images")]
    [InlineData("""{"n":2}""", "n")]
    [InlineData("""{"numOutputs":"4"}""", "numOutputs")]
    [InlineData("""{"max_images":15,"sequential_image_generation":"auto"}""", "max_images")]
    [InlineData("""{"batch_size":2}""", "batch_size")]
    [InlineData("""{"batch_size":1,"n_iter":3}""", "batch_size")]
    [InlineData("""{"num_images_per_prompt":2}""", "num_images_per_prompt")]
    [InlineData("""{"payload":{"batch_size":4}}""", "payload.batch_size")]
    [InlineData("""{"params":{"options":{"imageCount":3}}}""", "params.options.imageCount")]
    [InlineData("""{"prompt":["a cat","a dog"]}""", "prompt")]
    [InlineData("""{"num_outputs":0}""", "num_outputs")]
    [InlineData("""{"num_outputs":-3}""", "num_outputs")]
    [InlineData("""{"num_outputs":1.5}""", "num_outputs")]
    [InlineData("""{"num_outputs":1e300}""", "num_outputs")]
    [InlineData("""{"num_outputs":1,"num_outputs":4}""", "num_outputs")]
    [InlineData("""{"workflow":{"5":{"class_type":"EmptyLatentImage","inputs":{"batch_size":4,"width":512,"height":512}}}}""", "workflow.5.inputs.batch_size")]
    [InlineData("""{"workflow":{"5":{"class_type":"EmptyLatentImage","inputs":{"batch_size":1}},"6":{"class_type":"RepeatLatentBatch","inputs":{"amount":3}}}}""", "workflow.5.inputs.batch_size")]
    [InlineData("""{"workflow":"{\"5\":{\"inputs\":{\"batch_size\":4}}}"}""", "workflow.5.inputs.batch_size")]
    public async Task Generate_ExtrasAskForMoreImages_RefusedBeforeAnythingIsSentAndNamed(string extras, string member)
    {
        var provider = new FakeProvider();
        await using var application = new TestApplication([provider], options => options.Budget.TotalUsd = 0.03m);

        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => application.Images.GenerateImageWithFailoverAsync(With("fake", extras)));

        Assert.Equal("Extras", refused.ParamName);
        Assert.Contains($"Extras.fake.{member} is ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Count (1)", refused.Message, StringComparison.Ordinal);
        Assert.Empty(provider.Submits);
        Assert.ThrowsAny<ArgumentException>(() => application.Routes.EstimateCost(With("fake", extras)));
    }

    [Theory]
    [InlineData("""{"num_outputs":1}""")]
    [InlineData("""{"nested":{"images":["https://x.test/a.png"]}}""")]
    [InlineData("""{"image":"https://x.test/a.png","num_inference_steps":50,"max_image_size":2048}""")]
    [InlineData("""{"images":["https://x.test/a.png","https://x.test/b.png"]}""")]
    [InlineData("""{"workflow":{"5":{"inputs":{"batch_size":1}},"9":{"inputs":{"n":4,"count":7,"steps":20}}}}""")]
    [InlineData("""{"workflow":"no json"}""")]
    [InlineData("""{"num_outputs":"four","batch_size":null,"n":true}""")]
    [InlineData("""{"prompt":["a cat"]}""")]
    public async Task Generate_ExtrasAskForNoMoreImages_Delivered(string extras)
    {
        await using var application = new TestApplication([new FakeProvider()]);

        Assert.Single((await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(With("fake", extras)))).Images);
    }

    /// <summary>The extras say how many a job makes; the library runs as many jobs as it takes.</summary>
    [Theory]
    [InlineData(4, """{"num_images":2}""", 2, 2)]
    [InlineData(4, """{"num_images":4}""", 1, 4)]
    [InlineData(3, """{"num_images":1}""", 3, 1)]
    [InlineData(6, """{"batch_size":3,"n_iter":1}""", 2, 3)]
    public async Task Generate_ExtrasSetTheImagesOfAJob_AsManyJobsAsItTakes(int count, string extras, int jobs, int perJob)
    {
        var provider = new FakeProvider();
        await using var application = new TestApplication([provider], options => options.Prices.Add(new() { Model = "sdxl", PerImageUsd = 0.01m }));

        var response = await application.RunAsync(
            application.Images.GenerateImageWithFailoverAsync(With("fake", extras) with { Count = count }));

        Assert.Equal((count, jobs), (response.Images.Count, provider.Submits.Count));
        Assert.All(provider.Submits, submit => Assert.Equal(perJob, submit.Count));
        Assert.Equal(0.01m * count, response.CostUsd);
    }

    [Fact]
    public async Task Generate_ExtrasDoNotDivideTheCount_Refused()
    {
        await using var application = new TestApplication([new FakeProvider()]);

        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => application.Images.GenerateImageWithFailoverAsync(With("fake", """{"num_images":2}""") with { Count = 3 }));

        Assert.Contains("divide it", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"width":2048,"height":1024}""", 2 * 1.048576)]
    [InlineData("""{"width":512,"height":512}""", 0.262144)]
    [InlineData("""{"size":"1536*1024"}""", 1.572864)]
    [InlineData("""{"image_size":{"width":2048,"height":2048}}""", 4 * 1.048576)]
    [InlineData("""{"resolution":"2K"}""", 4 * 1.048576)]
    [InlineData("""{"megapixels":"0.25"}""", 0.262144)]
    [InlineData("""{"resolution":"2 MP"}""", 2 * 1.048576)]
    [InlineData("""{"image_size":{"w":2048,"h":2048}}""", 4 * 1.048576)]
    [InlineData("""{"target_width":2048,"target_height":1024}""", 2 * 1.048576)]
    [InlineData("""{"dimensions":"2048x1024"}""", 2 * 1.048576)]
    [InlineData("""{"upscale_factor":2}""", 4 * 1.048576)]
    [InlineData("""{"enable_hr":true,"hr_scale":"1.5"}""", 2.25 * 1.048576)]
    [InlineData("""{"upscale":true,"guidance_scale":7,"lora_scale":2}""", 1.048576)]
    [InlineData("""{"aspect_ratio":"2:1"}""", 1.048576)]
    [InlineData("""{"resolution":"auto"}""", 1.048576)]
    public async Task EstimateCost_ExtrasChangeTheSize_IsCalculatedByIt(string extras, double megapixels)
    {
        await using var application = new TestApplication(
            [new FakeProvider()], options => options.Prices.Add(new() { Model = "sdxl", PerMegapixelUsd = 0.01m }));

        var estimate = Assert.Single(application.Routes.EstimateCost(With("fake", extras)));

        Assert.Equal(0.01 * megapixels, (double)estimate.AmountUsd!.Value, 0.00002);
    }

    [Theory]
    [InlineData("""{"num_inference_steps":300}""", 10)]
    [InlineData("""{"steps":15}""", 1)]
    [InlineData("""{"width":2048,"height":2048}""", 4)]
    [InlineData("""{"width":512,"height":512}""", 1)]
    [InlineData("""{"width":2048,"height":1024,"steps":60}""", 4)]
    public async Task EstimateCost_BilledByTime_ExtrasThatTakeLongerCostMore(string extras, int times)
    {
        await using var application = new TestApplication(
            [new FakeProvider()], options => options.Prices.Add(new() { Model = "sdxl", PerSecondUsd = 0.001m }));
        var plain = Assert.Single(application.Routes.EstimateCost(TestApplication.Request())).AmountUsd;

        Assert.Equal(plain * times, Assert.Single(application.Routes.EstimateCost(With("fake", extras))).AmountUsd);
    }

    /// <summary>One job would fit, four times the pixels do not: nothing is sent.</summary>
    [Fact]
    public async Task Generate_ExtrasMakeItMoreExpensiveThanTheBudget_RefusedBeforeAnythingIsSent()
    {
        var provider = new FakeProvider();
        await using var application = new TestApplication([provider], options =>
        {
            options.Budget.TotalUsd = 0.02m;
            options.Prices.Add(new() { Model = "sdxl", PerMegapixelUsd = 0.01m });
        });

        await Assert.ThrowsAsync<BudgetExceededException>(() => application.RunAsync(
            application.Images.GenerateImageWithFailoverAsync(With("fake", """{"width":2048,"height":2048}"""))));

        Assert.Empty(provider.Submits);
    }

    [Theory]
    [InlineData("stability-ai/sdxl", """{"version":"7762fd07"}""", null)]
    [InlineData("black-forest-labs/flux-schnell", """{"quality":"high"}""", null)]
    [InlineData("black-forest-labs/flux-schnell", """{"resolution":"4K"}""", null)]
    [InlineData("black-forest-labs/flux-schnell", """{"resolution":"gigantic"}""", null)]
    [InlineData("black-forest-labs/flux-schnell", """{"megapixels":"0.25"}""", 0.003)]
    [InlineData("black-forest-labs/flux-schnell", """{"quality":80}""", 0.003)]
    [InlineData("stability-ai/sdxl", """{"num_inference_steps":300}""", 0.063)]
    [InlineData("stability-ai/sdxl", """{"width":2048,"height":2048}""", 0.0252)]
    public void Estimate_ExtrasChangeWhatTheListPriceStandsFor_IsUnknownOrGrows(string modelId, string extras, double? expected)
    {
        var costs = new CostCalculator(TestTariffs.Prices());
        var request = new ProviderRequest
        {
            Model = "m",
            ModelId = modelId,
            Prompt = "a fox",
            Width = 1024,
            Height = 1024,
            Extras = JsonElement.Parse(extras),
        };
        request = request with { Effect = ExtrasEffects.For(request, new() { ModelId = modelId }) };

        Assert.Equal((decimal?)expected, costs.Estimate("replicate", request, 1, TimeSpan.FromSeconds(1)).AmountUsd);
        var job = new ProviderJob { Reference = new("replicate", "1", modelId), Status = JobStatus.Succeeded, Images = [new()] };
        Assert.Equal((decimal?)expected, costs.Settle("replicate", request, job));
    }

    [Fact]
    public async Task Generate_ExtrasReplaceWhatTheLibraryWouldSend_ReportedAlsoWhereStrictAndTheSeedIsTheirs()
    {
        var provider = new FakeProvider
        {
            Capabilities = model => new()
            {
                ModelId = "m",
                Fields = InputFields.Diffusers,
                Steps = new(1, 50),
                NegativePrompt = true,
            },
            OnSubmit = static (provider, request, _) => Task.FromResult(
                provider.Done(request) with { Images = [new() { Url = new Uri("https://images.test/1.png") }] }),
        };
        await using var application = new TestApplication([provider], options => options.RejectUnsupportedSettings = true);
        var request = With("fake", """{"seed":9,"width":1024,"num_inference_steps":40,"prompt":"a secret","go_fast":true}""") with { Seed = 7, Steps = 20 };

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(request));

        Assert.Equal(
            ["Extras replace 'prompt' of the input for m", "Extras replace 'num_inference_steps' of the input for m (20 by 40)", "Extras replace 'seed' of the input for m (7 by 9)"],
            response.Warnings);
        Assert.Equal(9, Assert.Single(response.Images).Seed);
        Assert.DoesNotContain("secret", string.Join(' ', response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_ExtrasFixTheSeedOfSeveralJobs_ReportedAndWhereStrictRefused()
    {
        var request = With("fake", """{"seed":9}""") with { Count = 3 };
        await using var application = new TestApplication([new FakeProvider()]);
        await using var strict = new TestApplication([new FakeProvider()], options => options.RejectUnsupportedSettings = true);

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(request));

        Assert.Contains("the same image", Assert.Single(response.Warnings), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ImageGenerationException>(() => strict.Images.GenerateImageWithFailoverAsync(request));
    }

    internal static ImageGenerationRequest With(string provider, string extras) =>
        TestApplication.Request() with { Extras = new Dictionary<string, JsonElement> { [provider] = JsonElement.Parse(extras) } };
}
