using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class RunPodQueueTests
{
    private const string Endpoint = "/v2/stable-diffusion-xl";
    private const string Input = """{"input":{"prompt":"a red fox","width":64,"height":64}}""";

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task Cancel_QueuedOrRunning_AnswersCanceled(int after)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync($"{Endpoint}/run", Input)).Text("id");
        harness.Clock.Advance(TimeSpan.FromMilliseconds(after));

        var answer = await harness.PostAsync($"{Endpoint}/cancel/{id}");
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("CANCELLED", answer.Text("status"));
        Assert.Equal("CANCELLED", (await harness.GetAsync($"{Endpoint}/status/{id}")).Text("status"));
        Assert.Equal(after == 0 ? 0 : 0.85m * 0.00019m, harness.Journal.BilledUsd);
    }

    [Fact]
    public async Task Retry_OfAFailedJob_RunsItAgain()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync($"{Endpoint}/run", """{"input":{"prompt":"x","foo":1}}""")).Text("id");
        var tooEarly = await harness.PostAsync($"{Endpoint}/retry/{id}");
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        var retried = await harness.PostAsync($"{Endpoint}/retry/{id}");

        Assert.Equal(HttpStatusCode.BadRequest, tooEarly.Status);
        Assert.Equal("IN_QUEUE", retried.Text("status"));
        Assert.Equal(1, (await harness.GetAsync($"{Endpoint}/status/{id}"))["retries"].GetInt32());
    }

    [Fact]
    public async Task Purge_WithJobsInTheQueue_RemovesThoseOnly()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.PostAsync($"{Endpoint}/run", Input);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await harness.PostAsync($"{Endpoint}/run", Input);

        var answer = await harness.PostAsync($"{Endpoint}/purge-queue");

        Assert.Equal(1, answer["removed"].GetInt32());
        Assert.Equal([SimulatedJobState.Running, SimulatedJobState.Canceled], harness.Journal.Jobs.Select(job => job.State));
    }

    [Fact]
    public async Task Health_CountsJobsAndWorkers()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var idle = await harness.GetAsync($"{Endpoint}/health");
        await harness.PostAsync($"{Endpoint}/run", Input);
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        await harness.PostAsync($"{Endpoint}/run", Input);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.StuckInQueue });
        await harness.PostAsync($"{Endpoint}/run", Input);

        var busy = await harness.GetAsync($"{Endpoint}/health");

        Assert.Equal(1, idle["workers"].GetProperty("idle").GetInt32());
        Assert.Equal((1, 0, 1, 1), (Jobs("completed"), Jobs("failed"), Jobs("inProgress"), Jobs("inQueue")));
        Assert.Equal(1, busy["workers"].GetProperty("running").GetInt32());
        Assert.Equal(1, busy["workers"].GetProperty("throttled").GetInt32());

        int Jobs(string state) => busy["jobs"].GetProperty(state).GetInt32();
    }

    [Theory]
    [InlineData("stable-diffusion-xl", null, HttpStatusCode.Unauthorized, "no token provided")]
    [InlineData("unknown", null, HttpStatusCode.NotFound, "endpoint not found")]
    [InlineData("unknown", "Bearer test-key", HttpStatusCode.NotFound, "endpoint not found")]
    [InlineData("stable-diffusion-xl", "test-key", HttpStatusCode.OK, null)]
    public async Task Endpoint_OrKeyMissing_IsRefusedInThatOrder(string endpoint, string? key, HttpStatusCode status, string? body)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.ApiKeys.Add("test-key"));

        var answer = await harness.GetAsync($"/v2/{endpoint}/health", key);

        Assert.Equal(status, answer.Status);
        Assert.Equal(body ?? answer.Body, answer.Body);
    }

    [Fact]
    public async Task Worker_WithInputsItDoesNotKnow_RefusesInTheValidatorsWords()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var input = """{"prompt":"x","foo":1,"seed":1.0,"width":null,"num_images":3,"guidance_scale":7,"scheduler":"UniPC"}""";
        var id = (await harness.PostAsync($"{Endpoint}/run", $$"""{"input":{{input}} }""")).Text("id");
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        var answer = await harness.GetAsync($"{Endpoint}/status/{id}");

        Assert.Equal("FAILED", answer.Text("status"));
        Assert.Equal(
            [
                "Unexpected input. foo is not a valid input option.",
                "seed should be <class 'int'> type, not <class 'float'>.",
                "width should be <class 'int'> type, not <class 'NoneType'>.",
                "num_images does not meet the constraints.",
                "scheduler does not meet the constraints.",
            ],
            answer["error"].EnumerateArray().Select(error => error.GetString()!));
    }

    /// <summary>The picture is made first, and then the handler looks for the side that its price needs.</summary>
    [Theory]
    [InlineData("""{"prompt":"x","height":512}""", "'width'")]
    [InlineData("""{"prompt":"x","width":512}""", "'height'")]
    public async Task PublicFlux_WithoutASide_FailsAfterTheWork(string input, string message)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync("/v2/flux-1-schnell/run", $$"""{"input":{{input}}}""")).Text("id");
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var working = await harness.GetAsync($"/v2/flux-1-schnell/status/{id}");
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var failed = await harness.GetAsync($"/v2/flux-1-schnell/status/{id}");

        Assert.Equal(("IN_PROGRESS", "FAILED"), (working.Text("status"), failed.Text("status")));
        using var error = JsonDocument.Parse(failed.Text("error")!);
        Assert.Equal(
            ("<class 'KeyError'>", message),
            (error.RootElement.GetProperty("error_type").GetString(), error.RootElement.GetProperty("error_message").GetString()));
    }

    /// <summary>Its code takes the -1 of the documentation for a seed like any other.</summary>
    [Fact]
    public async Task PublicFlux_SeedOfMinusOne_IsNotRandom()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        await harness.PostAsync("/v2/flux-1-schnell/run", """{"input":{"prompt":"x","width":512,"height":512,"seed":-1}}""");
        await harness.PostAsync("/v2/qwen-image-t2i/run", """{"input":{"prompt":"x","seed":-1}}""");

        Assert.Equal([false, true], harness.Journal.Jobs.Select(job => job.Seed >= 0));
    }

    [Theory]
    [InlineData("""{"prompt":"x","width":500,"height":512}""", "Invalid parameter: width must be a multiple of 64")]
    [InlineData("""{"prompt":"x","width":64}""", "Invalid parameter: width must be between 256 and 1536")]
    [InlineData("""{"width":512}""", "Invalid parameter: prompt is required")]
    public async Task PublicEndpoint_WithAWrongInput_Fails(string input, string error)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync("/v2/flux-1-schnell/run", $$"""{"input":{{input}}}""")).Text("id");
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(error, (await harness.GetAsync($"/v2/flux-1-schnell/status/{id}")).Text("error"));
    }

    [Fact]
    public async Task Run_WithAnEmptyInput_FailsMuchLaterWithoutSayingWhy()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync($"{Endpoint}/run", """{"input":{}}""")).Text("id");
        harness.Clock.Advance(TimeSpan.FromSeconds(30));
        var before = await harness.GetAsync($"{Endpoint}/status/{id}");
        harness.Clock.Advance(TimeSpan.FromSeconds(20));

        var after = await harness.GetAsync($"{Endpoint}/status/{id}");

        Assert.NotEqual("FAILED", before.Text("status"));
        Assert.Equal("job timed out after 1 retries", after.Text("error"));
        Assert.Equal(1, after["retries"].GetInt32());
    }

    [Theory]
    [InlineData("run", 10 * 1024 * 1024, 200)]
    [InlineData("run", (10 * 1024 * 1024) + 1, 413)]
    [InlineData("runsync", 20 * 1024 * 1024, 200)]
    [InlineData("runsync", (20 * 1024 * 1024) + 1, 413)]
    public async Task Submit_OfABodyAtTheLimitOrOverIt_IsTakenOrRefused(string operation, int bytes, int status)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        const string Body = """{"input":{"prompt":"x"},"padding":""}""";

        var answer = await harness.PostAsync(
            $"/v2/flux-image-url/{operation}",
            Body.Replace("\"\"", $"\"{new string('x', bytes - Body.Length)}\"", StringComparison.Ordinal));

        Assert.Equal((status, status == 200 ? 1 : 0), ((int)answer.Status, harness.Journal.JobsCreated));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"input":"text"}""")]
    [InlineData("nonsense")]
    public async Task Run_WithoutAnInputObject_Gets400(string body)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await harness.PostAsync($"{Endpoint}/run", body)).Status);
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Status_ThroughAnotherEndpoint_Is404()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync($"{Endpoint}/run", Input)).Text("id");

        Assert.Equal(HttpStatusCode.NotFound, (await harness.GetAsync($"/v2/flux-1-schnell/status/{id}")).Status);
        Assert.Equal(JsonValueKind.Object, (await harness.GetAsync($"{Endpoint}/status/{id}")).Json.ValueKind);
    }
}
