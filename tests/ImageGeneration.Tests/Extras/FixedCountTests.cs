using ImageGeneration.Providers.RunPod;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Extras;

/// <summary>Settings that make several images in each job are estimated and reserved, as extras are.</summary>
public sealed class FixedCountTests
{
    [Theory]
    [InlineData("num_images", "4", 1, 4)]
    [InlineData("batch_size", "2", 1, 2)]
    [InlineData("num_images", "2", 4, 4)]
    [InlineData("num_images", "2", 3, 4)]
    [InlineData("num_images", "1", 1, 1)]
    [InlineData("scheduler", "4", 1, 1)]
    public void EstimateCost_ModalFieldThatFixesTheCount_CountsWholeJobs(string field, string value, int count, int billed)
    {
        using var services = Services(options => options.Modal.FixedFields[field] = value);

        CheckBill(services, count, billed);
    }

    [Theory]
    [InlineData("""{"5":{"class_type":"EmptyLatentImage","inputs":{"batch_size":4,"width":512,"height":512}},"6":{"inputs":{"text":""}}}""", false, 1, 4)]
    [InlineData("""{"5":{"inputs":{"batch_size":2}},"7":{"class_type":"RepeatLatentBatch","inputs":{"amount":2}},"6":{"inputs":{"text":""}}}""", false, 1, 4)]
    [InlineData("""{"5":{"class_type":"EmptyLatentImage","inputs":{"batch_size":4}},"6":{"inputs":{"text":""}}}""", true, 1, 1)]
    [InlineData("""{"5":{"class_type":"EmptyLatentImage","inputs":{"batch_size":1}},"6":{"inputs":{"text":""}}}""", false, 2, 2)]
    public void EstimateCost_WorkflowThatFixesTheCount_CountsWholeJobs(string graph, bool hasCount, int count, int billed)
    {
        using var services = Services(options =>
        {
            options.Modal.BaseUrl = null;
            options.RunPod.ApiKey = "rpa_test";
            var workflow = options.RunPod.Workflows["sdxl"] = new ComfyUiWorkflow { Workflow = graph };
            workflow.Inputs["prompt"] = "6.text";
            if (hasCount)
            {
                workflow.Inputs["count"] = "5.batch_size";
            }
        });

        CheckBill(services, count, billed);
    }

    [Fact]
    public async Task Generate_SettingsFixTheCount_WhatTheyAskForIsReservedAndPriced()
    {
        var provider = new FakeProvider { Capabilities = _ => new() { ModelId = "m", ReportsSeed = true, FixedImagesPerJob = 4 } };
        provider.OnSubmit = static (fake, request, _) => Task.FromResult(fake.Done(request with { Count = 4 }));
        await using var application = new TestApplication(
            [provider], options => options.Prices.Add(new() { Model = "sdxl", PerImageUsd = 0.01m }));
        await using var poor = new TestApplication([provider], options =>
        {
            options.Budget.TotalUsd = 0.03m;
            options.Prices.Add(new() { Model = "sdxl", PerImageUsd = 0.01m });
        });

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal(0.04m, response.CostUsd);
        await Assert.ThrowsAsync<BudgetExceededException>(
            () => poor.RunAsync(poor.Images.GenerateImageWithFailoverAsync(TestApplication.Request())));
        Assert.Single(provider.Submits);
    }

    private static void CheckBill(ServiceProvider services, int count, int billed)
    {
        var routes = services.GetRequiredService<IImageRoutePlanner>();
        var request = TestApplication.Request() with { Count = count };

        Assert.Equal(0.01m * billed, Assert.Single(routes.EstimateCost(request)).AmountUsd);
        var told = Assert.Single(routes.Plan(request).Entries).Adaptations.Where(change => change.Contains("by its settings", StringComparison.Ordinal));
        Assert.Equal(billed == count ? 0 : 1, told.Count());
    }

    private static ServiceProvider Services(Action<ImageGenerationServiceOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration(options =>
        {
            options.Modal.BaseUrl = new Uri("https://acme--sdxl.modal.run");
            options.Prices.Add(new() { Model = "sdxl", PerImageUsd = 0.01m });
            configure(options);
        });
        return services.BuildServiceProvider();
    }
}
