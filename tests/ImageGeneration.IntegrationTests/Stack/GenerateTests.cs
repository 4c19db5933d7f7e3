using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Stack;

public sealed class GenerateTests
{
    [Theory]
    [InlineData("flux1", "replicate")]
    [InlineData("sdxl", "replicate")]
    [InlineData("flux1", "runpod")]
    [InlineData("sdxl", "runpod")]
    public async Task Generate_EachModelAtEachProvider_DeliversARealImage(string model, string provider)
    {
        await using var app = await StackApplication.StartAsync();

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux with { Model = model, Seed = 42 }, provider);
        var image = await app.Reader.ReadAsync(Assert.Single(response.Images));

        Assert.Equal((provider, GenerationStatus.Succeeded), (response.Provider, response.Status));
        Assert.Equal((512, 512, 42L), (image.Width, image.Height, image.Seed));
        Assert.StartsWith("image/", image.MediaType, StringComparison.Ordinal);
        Assert.True(image.Bytes!.Value.Length > 1000);
        Assert.Equal(1, app.Simulator.Journal.JobsCreated);
        Assert.NotNull(response.CostUsd);
        Assert.NotNull(Assert.Single(response.Metadata.Attempts).RunTime);
    }

    [Fact]
    public async Task Generate_ReplicateHoldsTheAnswerOfATimeBilledModel_TheTimeItRanIsKnown()
    {
        await using var app = await StackApplication.StartAsync(options => options.Replicate.SyncWait = TimeSpan.FromSeconds(60));

        var response = await app.Images.GenerateImageAsync(StackApplication.Sdxl, "replicate");

        Assert.NotNull(Assert.Single(response.Metadata.Attempts).RunTime);
        Assert.Equal(1, app.Simulator.Journal.JobsCreated);
        Assert.Contains(app.Simulator.Journal.Requests, request => request.Method == "GET" && request.Host == SimulatorHost.Api);
    }

    /// <summary>FLUX takes 0 for none: the picture could not be made again.</summary>
    [Fact]
    public async Task Generate_FluxWithSeedZero_SaysWhichSeedItIsOrRefusesBeforeAnythingIsSpent()
    {
        await using var app = await StackApplication.StartAsync();
        await using var strict = await StackApplication.StartAsync(options => options.RejectUnsupportedSettings = true);
        var request = StackApplication.Flux with { Seed = 0, Count = 2 };

        var response = await app.Images.GenerateImageAsync(request, "replicate");
        var refusal = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => strict.Images.GenerateImageAsync(request, "replicate"));

        Assert.Contains(response.Warnings, warning => warning.EndsWith("seeds from 1 to 4294967295; 4294967295 is used instead of 0", StringComparison.Ordinal));
        Assert.All(response.Images, image => Assert.Equal(uint.MaxValue, image.Seed));
        Assert.Contains("4294967295 is used instead of 0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((1L, 0L), (app.Simulator.Journal.JobsCreated, strict.Simulator.Journal.JobsCreated));
    }

    [Fact]
    public async Task Generate_ALinkThatEnds_SaysWhen()
    {
        await using var app = await StackApplication.StartAsync();

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux, "replicate");

        Assert.InRange(response.Images[0].ExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task Generate_ALinkToTheOutputHost_NoKeyGoesThere()
    {
        await using var app = await StackApplication.StartAsync();

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux, "replicate");
        await app.Reader.ReadAsync(response.Images[0]);

        Assert.Equal(app.Simulator.OutputBaseUri.Port, response.ImageUrl!.Port);
        Assert.Contains(app.Simulator.Journal.Requests, request => request.Host == SimulatorHost.Output);
        Assert.Empty(app.Simulator.Journal.KeysSeenOnOutputHost);
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    public async Task Generate_WithTags_TheProviderSeesNoneOfThem(string provider)
    {
        await using var app = await StackApplication.StartAsync(options => options.Budget.Tags["tenant-tag"] = new() { TotalUsd = 1m });
        var tags = new Dictionary<string, string> { ["tenant-tag"] = "tenant-value" };

        await app.Images.GenerateImageAsync(StackApplication.Flux with { BudgetTags = tags }, provider);

        Assert.Equal(1, app.Simulator.Journal.JobsCreated);
        Assert.All(app.Simulator.Journal.Requests, request => Assert.DoesNotContain(
            "tenant-", request.Path + request.Body + string.Concat(request.Headers.Select(header => header.Key + header.Value)), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Generate_DownloadSwitchedOn_TheBytesAreInTheResponse()
    {
        await using var app = await StackApplication.StartAsync(options => options.Outputs.Download = true);

        var response = await app.Images.GenerateImageWithFailoverAsync(StackApplication.Flux);

        Assert.NotNull(Assert.Single(response.Images).Bytes);
        Assert.Empty(response.Warnings);
    }

    [Fact]
    public async Task Generate_DownloadFails_TheLinkIsKeptAndAWarningSaysSo()
    {
        await using var app = await StackApplication.StartAsync(options => options.Outputs.Download = true);
        app.Fault(FaultEffect.Status(404), phase: RequestPhase.Download);

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux, "replicate");

        Assert.NotNull(response.ImageUrl);
        Assert.Contains(response.Warnings, warning => warning.Contains("could not be fetched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_DownloadFailsAtTheFirst_TheNextProviderDeliversAndBothJobsArePaid()
    {
        await using var app = await StackApplication.StartAsync(options => options.Outputs.Download = true);
        app.Fault(FaultEffect.Status(404), SimulatedProvider.RunPod, RequestPhase.Download);

        var response = await app.Images.GenerateImageWithFailoverAsync(StackApplication.Flux);

        Assert.NotNull(Assert.Single(response.Images).Bytes);
        Assert.Equal([FailureKind.OutputExpired, null], response.Metadata.Attempts.Select(attempt => attempt.Failure));
        Assert.Equal(app.Simulator.Journal.BilledUsd, response.CostUsd);
    }

    [Fact]
    public async Task Generate_FluxOnReplicateInAnOddSize_TheWarningNamesTheSizeThatComesBack()
    {
        await using var app = await StackApplication.StartAsync();

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux with { Width = 1920, Height = 1080 }, "replicate");
        var image = await app.Reader.ReadAsync(response.Images[0]);

        Assert.Equal((1344, 768), (image.Width, image.Height));
        Assert.Contains(response.Warnings, warning => warning.Contains("1344x768", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_EightImagesWhereFourFitAJob_TwoJobs()
    {
        await using var app = await StackApplication.StartAsync();

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux with { Count = 8, Seed = 1 }, "replicate");

        Assert.Equal(8, response.Images.Count);
        Assert.Equal(2, app.Simulator.Journal.JobsCreated);
        Assert.Equal(app.Simulator.Journal.BilledUsd, response.CostUsd);
    }

    [Fact]
    public async Task Generate_ABatchAtOnce_EachDeliversAndTheLimitOfJobsHolds()
    {
        await using var app = await StackApplication.StartAsync(options => options.Replicate.RateLimit.Concurrent = 3);
        var requests = Enumerable.Range(0, 20).Select(i => StackApplication.Flux with { Prompt = $"picture {i}" });

        var responses = await Task.WhenAll(requests.Select(request => app.Images.GenerateImageAsync(request, "replicate")));

        Assert.Equal(20, responses.Select(response => response.ImageUrl).Distinct().Count());
        Assert.InRange(MostAtOnce(app.Simulator.Journal.Jobs), 1, 3);
        Assert.Equal(20, app.Images.GetMetrics().SuccessfulRequests);
    }

    [Fact]
    public async Task Generate_TheOriginalsExample_GoesToReplicateEnhanced()
    {
        await using var app = await StackApplication.StartAsync();

        var response = await app.Images.GenerateImageWithFailoverAsync(new()
        {
            Prompt = "A happy child reading a book in a cozy library",
            Model = ImageModel.Flux1,
            Style = ImageStyle.Watercolor,
            QualityEnhancers = [QualityEnhancer.HighDetail, QualityEnhancer.ProfessionalLighting],
        });

        Assert.Equal("replicate", response.Provider);
        Assert.StartsWith("quality", response.Metadata.RouteReason, StringComparison.Ordinal);
        Assert.Contains("watercolor", response.Metadata.EnhancedPrompt, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(response.Metadata.EnhancedPrompt, Assert.Single(app.Simulator.Journal.Jobs).Input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestConnection_GoodAndBadKey_DistinguishesThemAndGeneratesNothing()
    {
        await using var app = await StackApplication.StartAsync();

        Assert.True(await app.Images.TestConnectionAsync("replicate"));
        Assert.True(await app.Images.TestConnectionAsync("runpod"));
        app.Fault(FaultEffect.Status(401), phase: RequestPhase.Lookup);
        var health = await app.Monitor.CheckHealthAsync("replicate");

        Assert.Equal((false, FailureKind.Unauthorized), (health.IsHealthy, health.Failure));
        Assert.Equal(0, app.Simulator.Journal.JobsCreated);
    }

    private static int MostAtOnce(IReadOnlyList<RecordedJob> jobs) =>
        jobs.Max(job => jobs.Count(other => other.CreatedAt <= job.CreatedAt && job.CreatedAt < (other.CompletedAt ?? DateTimeOffset.MaxValue)));
}
