using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ModalCallTests
{
    private const string Input = """{"prompt":"a red fox","width":64,"height":64,"seed":42}""";
    private const string CallParameter = "__modal_function_call_id";

    [Fact]
    public async Task Call_DoneInOneLeg_AnswersTheImageItself()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);

        var answer = await harness.PostAsync("/modal", Input);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.Equal(("42", "64", "64"), (answer.Headers["X-Seed"], answer.Headers["X-Width"], answer.Headers["X-Height"]));
        Assert.Contains("PNG", answer.Body, StringComparison.Ordinal);
        var job = Assert.Single(harness.Journal.Jobs);
        Assert.Equal((SimulatedProvider.Modal, "modal"), (job.Provider, job.Model));
        Assert.Matches("^fc-[0-9A-Z]{26}$", job.Id);
    }

    [Theory]
    [InlineData(true, Input, 1)]
    [InlineData(false, """{"prompt":"x","width":64,"height":64,"seed":42,"num_images":2}""", 2)]
    public async Task Call_InJsonOrForSeveralImages_AnswersJson(bool json, string input, int count)
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.Modal.ReplyAsJson = json;
        });

        var answer = await harness.PostAsync("/modal/", input);

        var images = answer["images"];
        Assert.Equal(count, images.GetArrayLength());
        Assert.Equal("image/png", images[0].GetProperty("media_type").GetString());
        Assert.Equal(41 + count, images[count - 1].GetProperty("seed").GetInt64());
        Assert.Equal(0x89, images[0].GetProperty("image").GetBytesFromBase64()[0]);
    }

    [Fact]
    public async Task Call_ByGet_TakesTheFieldsFromTheQuery()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);

        var answer = await harness.GetAsync("/modal?prompt=a%20red%20fox&seed=42&width=64&height=64");
        var missing = await harness.GetAsync("/modal?seed=x");

        Assert.Equal((HttpStatusCode.OK, "42"), (answer.Status, answer.Headers["X-Seed"]));
        Assert.Equal("""{"prompt":"a red fox","seed":42,"width":64,"height":64}""", harness.Journal.Jobs[0].Input);
        Assert.Equal(
            [("missing", "prompt"), ("int_parsing", "seed")],
            missing["detail"].EnumerateArray()
                .Select(item => (item.GetProperty("type").GetString()!, item.GetProperty("loc")[1].GetString()!)));
    }

    [Fact]
    public async Task Call_LongerThanALeg_IsSentOnUntilItIsDone()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["modal"] = TimeSpan.FromSeconds(200));
        var first = harness.PostAsync("/modal", Input);
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(150));
        var sentOn = await first;
        var location = new Uri(sentOn.Headers["Location"]);
        var second = harness.GetAsync(location.PathAndQuery);
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(51));

        var done = await second;
        var again = await harness.GetAsync(location.PathAndQuery);
        var posted = await harness.PostAsync(location.PathAndQuery, Input);

        Assert.Equal((HttpStatusCode.SeeOther, ""), (sentOn.Status, sentOn.Body));
        Assert.StartsWith(harness.Simulator.ModalBaseUrl + $"?{CallParameter}=fc-", location.ToString(), StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest], [done.Status, again.Status, posted.Status]);
        Assert.Equal("modal-http: bad redirect method", posted.Body);
        Assert.Equal(1, harness.Journal.JobsCreated);
        Assert.Equal(3, harness.Journal.RequestsTo(RequestPhase.Poll, SimulatedProvider.Modal).Count);
        Assert.Equal(3, harness.Journal.RequestsFor(harness.Journal.Jobs[0].Id).Count);
    }

    [Theory]
    [InlineData(ModalLocation.Absolute)]
    [InlineData(ModalLocation.Relative)]
    [InlineData(ModalLocation.CrossOrigin)]
    [InlineData(ModalLocation.Missing)]
    public async Task Hops_ThatComeAtOnce_PointWhereTheyAreReported(ModalLocation kind)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(new FaultRule { Effect = ModalFaults.Hops(2, kind), Times = 1 });
        var api = harness.Simulator.BaseUri.GetLeftPart(UriPartial.Authority);
        var expected = kind switch
        {
            ModalLocation.Absolute => $"{api}/modal?",
            ModalLocation.CrossOrigin => $"{harness.Simulator.OutputBaseUri.GetLeftPart(UriPartial.Authority)}/modal?",
            _ => "/modal?",
        };

        var first = await harness.PostAsync("/modal", Input);
        var path = $"/modal?{CallParameter}={harness.Journal.Jobs[0].Id}";
        var second = await harness.GetAsync(path);
        var done = await harness.GetAsync(path);

        Assert.Equal([303, 303, 200], new[] { first, second, done }.Select(answer => (int)answer.Status));
        Assert.Equal(kind != ModalLocation.Missing, first.Headers.ContainsKey("Location"));
        var location = first.Headers.GetValueOrDefault("Location", expected);
        Assert.StartsWith(expected, location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ThenResult_Is202UntilItIsDoneAnd404AfterAWeek()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var submitted = await harness.PostAsync("/modal/submit", Input);
        var path = $"/modal/result/{submitted.Text("call_id")}";
        var running = await harness.GetAsync(path);
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await harness.GetAsync(path);
        harness.Clock.Advance(TimeSpan.FromDays(7));
        var expired = await harness.GetAsync(path);

        Assert.Equal([200, 202, 200, 404], new[] { submitted, running, done, expired }.Select(answer => (int)answer.Status));
        Assert.Equal(JsonValueKind.String, running.Json.ValueKind);
        Assert.Equal("image/png", done.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Call_OfAQueueingEndpoint_Answers202AndCanBeCanceled()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Modal.QueueCalls = true);

        var accepted = await harness.PostAsync("/modal", Input);
        var id = accepted.Text("call_id");
        await harness.PostAsync($"/modal/cancel/{id}");
        var result = await harness.GetAsync($"/modal/result/{id}");

        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        Assert.Equal(SimulatedJobState.Canceled, harness.Journal.Job(id!)!.State);
        Assert.Equal(HttpStatusCode.InternalServerError, result.Status);
    }

    [Fact]
    public async Task Submit_WithAnotherNameForTheCall_AnswersUnderThat()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Modal.CallIdName = "request_id");

        var answer = await harness.PostAsync("/modal/submit", """{"prompt":"x"}""");

        Assert.StartsWith("fc-", answer.Text("request_id"), StringComparison.Ordinal);
        Assert.False(answer.Has("call_id"));
    }
}
