using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Stack;

public sealed class FaultTests
{
    [Fact]
    public async Task Submit_TheAnswerIsLostAndTheProviderHasAList_TheJobIsFoundAndAdopted()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.LostAnswer);

        var response = await app.Images.GenerateImageWithFailoverAsync(Quality());

        Assert.Equal("replicate", response.Provider);
        Assert.Equal(1, app.Simulator.Journal.JobsCreated);
        Assert.Empty(response.Warnings);
        Assert.Equal(app.Simulator.Journal.BilledUsd, response.CostUsd);
    }

    [Fact]
    public async Task Submit_TheAnswerIsLostAndNothingCanBeFound_NotSentAgainToTheSameProvider()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.LostAnswer, SimulatedProvider.RunPod);

        var response = await app.Images.GenerateImageWithFailoverAsync(StackApplication.Sdxl);

        Assert.Equal("replicate", response.Provider);
        Assert.Equal(1, app.Creates(SimulatedProvider.RunPod));
        Assert.Contains(response.Warnings, warning => warning.Contains("may have been billed", StringComparison.Ordinal));
        Assert.Equal(1, app.Images.GetMetrics().PossiblyBilledUnseen);
    }

    [Fact]
    public async Task Submit_OnAWarmConnectionThatIsReset_NotSentTwiceByTheTransport()
    {
        await using var app = await StackApplication.StartAsync();
        await app.Images.GenerateImageAsync(StackApplication.Flux, "replicate");
        app.Fault(FaultEffect.Reset);

        var response = await app.Images.GenerateImageWithFailoverAsync(Quality());

        Assert.Equal("runpod", response.Provider);
        Assert.Equal(2, app.Creates(SimulatedProvider.Replicate));
    }

    [Fact]
    public async Task Submit_429WithAShortWait_SentOnceMoreAfterIt()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.RateLimited(1), times: 1);

        var response = await app.Images.GenerateImageWithFailoverAsync(Quality());

        Assert.Equal(("replicate", 1), (response.Provider, response.Metadata.Attempts[0].Resubmits));
        Assert.True(response.GenerationTime >= TimeSpan.FromSeconds(1));
        Assert.Equal(1, app.Simulator.Journal.JobsCreated);
    }

    [Theory]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(402, FailureKind.OutOfCredit)]
    [InlineData(403, FailureKind.Unavailable)] // the firewall's page
    [InlineData(404, FailureKind.Unsupported)]
    [InlineData(500, FailureKind.UnknownOutcome)]
    [InlineData(502, FailureKind.UnknownOutcome)]
    [InlineData(503, FailureKind.Unavailable)]
    [InlineData(504, FailureKind.UnknownOutcome)]
    public async Task Submit_EachStatus_ItsKindAndTheNextProviderDelivers(int status, FailureKind kind)
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.Status(status));

        var response = await app.Images.GenerateImageWithFailoverAsync(Quality());

        Assert.Equal("runpod", response.Provider);
        Assert.Equal(kind, response.Metadata.Attempts[0].Failure);
    }

    [Fact]
    public async Task Submit_422_StopsAndNamesTheField()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.Status(422, """{"detail":"- input.seed: Must be positive","status":422,"title":"Input validation failed","invalid_fields":[{"type":"number_gte","field":"input.seed","description":"Must be positive"}]}"""));

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => app.Images.GenerateImageWithFailoverAsync(Quality()));

        Assert.Equal(FailureKind.InvalidRequest, failure.Kind);
        Assert.Contains("seed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, app.Creates(SimulatedProvider.RunPod));
    }

    [Fact]
    public async Task Job_Flagged_IsAContentPolicyViolationAndNobodyElseIsAsked()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.Flagged);

        var failure = await Assert.ThrowsAsync<ContentRejectedException>(() => app.Images.GenerateImageWithFailoverAsync(Quality()));

        Assert.StartsWith("Content policy violation", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, app.Creates(SimulatedProvider.RunPod));
    }

    [Fact]
    public async Task Job_OneOfFourFiltered_ThreeDeliveredAndSaid()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.FewerImages(3));

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux with { Count = 4 }, "replicate");

        Assert.Equal(3, response.Images.Count(image => image.Outcome == ImageOutcome.Delivered));
        Assert.Contains(response.Warnings, warning => warning.StartsWith("1 of 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Job_Aborted_EndsAndTheNextProviderDelivers()
    {
        await using var app = await StackApplication.StartAsync();
        app.Fault(FaultEffect.JobAborted);

        Assert.Equal("runpod", (await app.Images.GenerateImageWithFailoverAsync(Quality())).Provider);
    }

    [Fact]
    public async Task Job_StuckInTheProvidersQueue_CanceledThereAndTheNextDelivers()
    {
        await using var app = await StackApplication.StartAsync(options => options.Replicate.Jobs.QueueTimeout = TimeSpan.FromSeconds(1));
        app.Fault(FaultEffect.StuckInQueue);

        var response = await app.Images.GenerateImageWithFailoverAsync(Quality());

        Assert.Equal("runpod", response.Provider);
        Assert.Equal(CancellationOutcome.Confirmed, response.Metadata.Attempts[0].Cancellation);
        Assert.Equal(0, app.Simulator.Journal.JobsRunning);
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    public async Task Job_TheCallerCancels_TheRemoteJobIsCanceledAndConfirmed(string provider)
    {
        await using var app = await StackApplication.StartAsync(speed: 1);
        using var source = new CancellationTokenSource();
        var running = new CancelWhenAccepted(source);

        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => app.Images.GenerateAsync(StackApplication.Sdxl, new() { Provider = provider, Progress = running }, source.Token));

        Assert.Equal(CancellationOutcome.Confirmed, Assert.Single(canceled.Attempts).Cancellation);
        Assert.True(Assert.Single(app.Simulator.Journal.Jobs).CancelRequested);
        Assert.Equal(0, app.Simulator.Journal.JobsRunning);
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    public async Task Job_TheDeadlinePasses_TheRemoteJobIsCanceled(string provider)
    {
        await using var app = await StackApplication.StartAsync(speed: 0.1);

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => app.Images.GenerateImageAsync(StackApplication.Sdxl with { Deadline = TimeSpan.FromSeconds(1) }, provider));

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Equal(CancellationOutcome.Confirmed, Assert.Single(failure.Attempts).Cancellation);
        Assert.Equal(0, app.Simulator.Journal.JobsRunning);
    }

    [Fact]
    public async Task Poll_ReadsFail_TheJobIsNeitherLostNorBoughtAgain()
    {
        await using var app = await StackApplication.StartAsync(speed: 10);
        app.Fault(FaultEffect.Status(502), phase: RequestPhase.Poll, times: 2);
        app.Fault(FaultEffect.Reset, phase: RequestPhase.Poll, times: 1);

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux, "replicate");

        Assert.Single(response.Images);
        Assert.Equal(1, app.Simulator.Journal.JobsCreated);
    }

    [Fact]
    public async Task Everything_Fails_NoKeyInAnyLogLineOrException()
    {
        await using var app = await StackApplication.StartAsync();
        foreach (var provider in new[] { SimulatedProvider.Replicate, SimulatedProvider.RunPod })
        {
            app.Fault(FaultEffect.RateLimited(0), provider, times: 1);
            app.Fault(FaultEffect.Status(503), provider, times: 1);
            app.Fault(
                FaultEffect.Status(401, $$"""{"title":"Unauthenticated","detail":"Bearer {{StackApplication.ReplicateKey}} {{StackApplication.RunPodKey}}"}"""), provider);
        }

        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => app.Images.GenerateImageWithFailoverAsync(Quality()));

        var everything = string.Join('\n', app.Log) + failure;
        Assert.NotEmpty(app.Log);
        Assert.Contains("Authentication failed", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(StackApplication.ReplicateKey, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(StackApplication.RunPodKey, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("lighthouse", everything, StringComparison.Ordinal);
    }

    private static ImageGenerationRequest Quality() => StackApplication.Flux with { QualityEnhancers = [QualityEnhancer.HighDetail] };

    private sealed class CancelWhenAccepted(CancellationTokenSource source) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Phase is GenerationPhase.Queued or GenerationPhase.Running)
            {
                source.Cancel();
            }
        }
    }
}
