using ImageGeneration.Providers.Modal;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Stack;

/// <summary>The library's Modal provider against the simulated endpoint: legs, hops, keys and the edge's moods.</summary>
public sealed class ModalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_InOneLeg_DeliversTheImage(bool json)
    {
        await using var modal = await StartAsync(options => options.Modal.ReplyAsJson = json);
        await using var app = await ApplicationAsync(modal);

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux with { Seed = 42 }, "modal");
        var image = await app.Reader.ReadAsync(Assert.Single(response.Images));

        Assert.Equal((512, 512, 42L), (image.Width, image.Height, image.Seed));
        Assert.Equal("wk-1", modal.Journal.Requests[0].Key);
        Assert.Equal((1L, 0), (modal.Journal.JobsCreated, modal.Journal.JobsRunning));
    }

    [Theory]
    [InlineData(true, ModalMode.Sync, "GET")]
    [InlineData(false, ModalMode.Queue, "POST")]
    public async Task Generate_ByQueryOrQueue_DeliversTheImage(bool get, ModalMode mode, string method)
    {
        await using var modal = await StartAsync();
        await using var app = await ApplicationAsync(modal, options => (options.Modal.UseGet, options.Modal.Mode) = (get, mode));

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux with { Seed = 42 }, "modal");

        Assert.Single(response.Images);
        Assert.Equal(42, Assert.Single(modal.Journal.Jobs).Seed);
        Assert.Equal(method, Assert.Single(modal.Journal.RequestsTo(RequestPhase.Create)).Method);
    }

    /// <summary>The first call warms the connection up: on a kept one the transport itself would send a request without a body again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_AnswerLostOnAKeptConnection_IsNotBoughtAgain(bool get)
    {
        await using var modal = await StartAsync();
        await using var app = await ApplicationAsync(modal, options => options.Modal.UseGet = get);
        await app.Images.GenerateImageAsync(StackApplication.Flux, "modal");
        modal.Faults.Add(new FaultRule { Effect = FaultEffect.LostAnswer });

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.Images.GenerateImageAsync(StackApplication.Flux, "modal"));

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.Equal((2, 2L), (Requests(modal, RequestPhase.Create), modal.Journal.JobsCreated));
    }

    [Theory]
    [InlineData(ModalLocation.Absolute)]
    [InlineData(ModalLocation.Relative)]
    public async Task Generate_SentOnThreeTimes_FollowsOnTheSameOriginWithoutASecondCall(ModalLocation location)
    {
        await using var modal = await StartAsync();
        modal.Faults.Add(new FaultRule { Effect = ModalFaults.Hops(3, location) });
        await using var app = await ApplicationAsync(modal);

        var response = await app.Images.GenerateImageAsync(StackApplication.Flux, "modal");

        Assert.Single(response.Images);
        Assert.Equal((1, 3), (Requests(modal, RequestPhase.Create), Requests(modal, RequestPhase.Poll)));
    }

    [Fact]
    public async Task Generate_SentToAnotherOrigin_GoesThereWithoutTheKeyOrNotAtAll()
    {
        await using var modal = await StartAsync();
        modal.Faults.Add(new FaultRule { Effect = ModalFaults.Hops(1, ModalLocation.CrossOrigin) });
        await using var app = await ApplicationAsync(modal);

        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.Images.GenerateImageAsync(StackApplication.Flux, "modal"));

        Assert.Empty(modal.Journal.KeysSeenOnOutputHost);
        Assert.Equal(1, modal.Journal.JobsCreated);
    }

    [Theory]
    [InlineData(ModalEdgeError.InvalidCredentials)]
    [InlineData(ModalEdgeError.AppStopped)]
    [InlineData(ModalEdgeError.SpendLimit)]
    public async Task Generate_RefusedForGood_AsksOnce(ModalEdgeError error)
    {
        await using var modal = await StartAsync();
        modal.Faults.Add(new FaultRule { Effect = ModalFaults.Edge(error) });
        await using var app = await ApplicationAsync(modal);

        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.Images.GenerateImageAsync(StackApplication.Flux, "modal"));

        Assert.Equal((1, 0L), (Requests(modal, RequestPhase.Create), modal.Journal.JobsCreated));
    }

    [Fact]
    public async Task Generate_ThatNeverReachedTheApplication_IsSentAgain()
    {
        await using var modal = await StartAsync();
        modal.Faults.Add(new FaultRule { Effect = ModalFaults.Edge(ModalEdgeError.MissingRequest), Times = 1 });
        await using var app = await ApplicationAsync(modal);

        Assert.Single((await app.Images.GenerateImageAsync(StackApplication.Flux, "modal")).Images);

        Assert.Equal((2, 1L), (Requests(modal, RequestPhase.Create), modal.Journal.JobsCreated));
    }

    private static int Requests(ImageProviderSimulator modal, RequestPhase phase) =>
        modal.Journal.RequestsTo(phase, SimulatedProvider.Modal).Count;

    private static Task<ImageProviderSimulator> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var options = new SimulatorOptions { Latency = new() { Speed = 50 } };
        configure?.Invoke(options);
        return ImageProviderSimulator.StartAsync(options);
    }

    private static Task<StackApplication> ApplicationAsync(
        ImageProviderSimulator modal, Action<ImageGenerationServiceOptions>? configure = null) => StackApplication.StartAsync(options =>
    {
        options.Modal.ApiKey = "wk-1:ws-1";
        options.Modal.BaseUrl = modal.ModalBaseUrl;
        options.Modal.Retry.BaseDelay = TimeSpan.FromMilliseconds(10);
        options.Modal.Jobs.MinPollInterval = TimeSpan.FromMilliseconds(10);
        configure?.Invoke(options);
    });
}
