using System.Net;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ModalRefusalTests
{
    private const string Input = """{"prompt":"a red fox","width":64,"height":64,"seed":42}""";

    [Theory]
    [InlineData(null, null, null, 401, "modal-http: missing credentials for proxy authorization")]
    [InlineData(null, "wk-1", null, 401, "modal-http: missing credentials for proxy authorization")]
    [InlineData(null, "ak-1", "as-1", 401, "modal-http: invalid credentials for proxy authorization")]
    [InlineData(null, "wk-2", "ws-2", 401, "modal-http: invalid credentials for proxy authorization")]
    [InlineData(null, "wk-1", "ws-1", 200, null)]
    [InlineData("Bearer token", null, null, 200, null)]
    [InlineData("Bearer other", null, null, 401, """{"detail":"Incorrect bearer token"}""")]
    public async Task Key_AtEitherDoor_IsChecked(string? bearer, string? key, string? secret, int status, string? body)
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.ApiKeys.UnionWith(["wk-1:ws-1", "token"]);
        });
        (string, string?)[] pair = [("Modal-Key", key), ("Modal-Secret", secret)];

        var answer = await harness.PostAsync("/modal", Input, bearer, [.. pair.Where(header => header.Item2 is not null)!]);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(body ?? answer.Body, answer.Body.TrimEnd('\n'));
        Assert.Equal(bearer ?? key, harness.Journal.Requests[0].Key);
    }

    [Fact]
    public async Task Key_OfAnOpenEndpoint_IsNotAskedFor()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.Modal.RequireKey = false;
        });

        Assert.Equal(HttpStatusCode.OK, (await harness.PostAsync("/modal", Input, key: null)).Status);
    }

    public static TheoryData<ModalEdgeError, int> EdgeErrors => new()
    {
        { ModalEdgeError.MissingCredentials, 401 }, { ModalEdgeError.InvalidCredentials, 401 },
        { ModalEdgeError.InvalidFunctionCall, 404 }, { ModalEdgeError.AppStopped, 404 }, { ModalEdgeError.WorkspaceDisabled, 404 },
        { ModalEdgeError.MissingRequest, 408 }, { ModalEdgeError.SpendLimit, 429 }, { ModalEdgeError.RateLimit, 429 },
        { ModalEdgeError.FunctionTimedOut, 500 }, { ModalEdgeError.Terminated, 500 }, { ModalEdgeError.LostInput, 500 },
        { ModalEdgeError.StartupFailed, 500 }, { ModalEdgeError.BadRedirectMethod, 400 },
    };

    [Theory]
    [MemberData(nameof(EdgeErrors))]
    public async Task Edge_InTheApplicationsStead_SpeaksPlainTextOnce(ModalEdgeError error, int status)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(
            new FaultRule { Provider = SimulatedProvider.Modal, Phase = RequestPhase.Create, Effect = ModalFaults.Edge(error), Times = 1 });

        var refused = await harness.PostAsync("/modal", Input);
        var accepted = await harness.PostAsync("/modal", Input);

        Assert.Equal(status, (int)refused.Status);
        Assert.Equal("text/plain; charset=utf-8", refused.Headers["Content-Type"]);
        Assert.Equal(error != ModalEdgeError.MissingRequest, refused.Body.StartsWith("modal-http: ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Equal(1, harness.Journal.JobsCreated);
    }

    [Theory]
    [InlineData(ModalEdgeError.Terminated, "modal-http: internal error: function was terminated by signal")]
    [InlineData(null, "Internal Server Error")]
    public async Task Call_ThatFails_Is500InTheWordsOfItsOrigin(ModalEdgeError? error, string text)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(
            new FaultRule { Effect = error is { } edge ? ModalFaults.CallFails(edge) : FaultEffect.JobFails("RuntimeError: no") });

        var answer = await harness.PostAsync("/modal", Input);

        Assert.Equal((HttpStatusCode.InternalServerError, text), (answer.Status, answer.Body));
        Assert.Equal(SimulatedJobState.Failed, harness.Journal.Jobs[0].State);
    }

    [Fact]
    public async Task Call_BeyondTheFunctionsTime_FailsAndIsBilledForIt()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency.RunTimes["modal"] = TimeSpan.FromHours(1);
            options.Latency.QueueDelay = TimeSpan.Zero;
            options.Modal.FunctionTimeout = TimeSpan.FromSeconds(100);
        });
        var call = harness.PostAsync("/modal", Input);
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal("modal-http: internal error: function execution timed out", (await call).Body);
        Assert.Equal(0.1097m, harness.Journal.BilledUsd);
    }

    [Theory]
    [InlineData("""{}""", "missing")]
    [InlineData("""{"prompt":null}""", "string_type")]
    [InlineData("""{"prompt":"x","width":1.5}""", "int_from_float")]
    [InlineData("""{"prompt":"x","width":8192}""", "less_than_equal")]
    [InlineData("""{"prompt":"x","output_format":"gif"}""", "literal_error")]
    [InlineData("""{"prompt":"x","steps":4}""", "extra_forbidden")]
    [InlineData("nonsense", "json_invalid")]
    [InlineData("[1]", "model_attributes_type")]
    public async Task Input_ThatIsWrong_Is422WithAList(string input, string type)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Modal.ForbidUnknownFields = true);

        var answer = await harness.PostAsync("/modal", input);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(type, Assert.Single(answer["detail"].EnumerateArray()).GetProperty("type").GetString());
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Answer_WithoutABodyOrRefusedForItsRate_IsAsAtTheEdge()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.Modal.RequestsPerSecond = 1;
        });
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.EmptyBody, Times = 1 });

        var answers = new List<Answer>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await harness.PostAsync("/modal", Input));
        }

        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        answers.Add(await harness.PostAsync("/modal", Input));

        Assert.Equal([200, 200, 200, 200, 200, 429, 200], answers.Select(answer => (int)answer.Status));
        Assert.Equal("", answers[0].Body);
    }

    [Fact]
    public async Task Route_ThatIsNotThere_Is404InFastApisWords()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.GetAsync("/modal/other");

        Assert.Equal((HttpStatusCode.NotFound, "Not Found"), (answer.Status, answer.Text("detail")));
    }
}
