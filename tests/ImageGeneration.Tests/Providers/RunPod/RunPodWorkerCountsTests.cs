using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.RunPod;

public sealed class RunPodWorkerCountsTests
{
    private const string Root = "https://api.runpod.ai/v2/abc123";

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData(
        """{"jobs":{"completed":21,"failed":0,"inProgress":1,"inQueue":3,"retried":0},"workers":{"idle":1,"initializing":2,"ready":4,"running":1,"throttled":5,"unhealthy":6}}""",
        4, 1, 2, 5, 6, 3)]
    [InlineData("""{"jobs":{"completed":1,"failed":5,"inProgress":0,"inQueue":2,"retried":0},"workers":{"idle":0,"running":0}}""", 0, 0, 0, 0, 0, 2)]
    [InlineData("""{"workers":{"idle":"1","running":-3,"initializing":null}}""", 1, 0, 0, 0, 0, 0)]
    [InlineData("""{"workers":{}}""", 0, 0, 0, 0, 0, 0)]
    public async Task GetWorkerCounts_EachShape_IsRead(
        string body, int idle, int running, int initializing, int throttled, int unhealthy, int queued)
    {
        _bed.On("GET", Root + "/health", 200, body);

        var counts = await _bed.RunPod().GetWorkerCountsAsync("abc123", default);

        Assert.Equal(
            new WorkerCounts
            {
                Idle = idle,
                Running = running,
                Initializing = initializing,
                Throttled = throttled,
                Unhealthy = unhealthy,
                QueuedJobs = queued,
            },
            counts);
        Assert.Equal("GET", Assert.Single(_bed.Sent).Method.Method);
    }

    [Theory]
    [InlineData(200, """{"jobs":{"inQueue":3}}""")]
    [InlineData(200, "[]")]
    [InlineData(200, "<html>")]
    [InlineData(429, """{"workers":{"idle":1}}""")]
    [InlineData(404, "endpoint not found")]
    [InlineData(502, "<html>Bad gateway</html>")]
    public async Task GetWorkerCounts_WhatTellsNone_IsNull(int status, string body)
    {
        _bed.On("GET", Root + "/health", status, body);

        Assert.Null(await _bed.RunPod().GetWorkerCountsAsync("abc123", default));
    }

    [Fact]
    public async Task GetWorkerCounts_NoEndpoint_SendsNothing()
    {
        Assert.Null(await _bed.RunPod().GetWorkerCountsAsync("no endpoint", default));
        Assert.Empty(_bed.Sent);
    }

    [Theory]
    [InlineData("abc123", true)]
    [InlineData("https://gpu.example/v2/abc123/run", true)]
    [InlineData("black-forest-labs-flux-1-schnell", false)]
    [InlineData("flux-1-schnell", false)]
    [InlineData("no endpoint", false)]
    public void GetCapabilities_OwnEndpoints_TellTheirWorkers(string endpoint, bool tells)
    {
        var provider = _bed.RunPod(options => options.Models["flux1"] = endpoint);

        Assert.Equal(tells, provider.GetCapabilities(ImageModel.Flux1)!.ReportsWorkers);
    }
}
