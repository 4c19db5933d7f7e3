using System.Net;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

/// <summary>The server-sent events of <c>urls.stream</c>.</summary>
public sealed class ReplicateStreamTests
{
    private const string Sdxl = $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"prompt":"a fox","width":64,"height":64} }""";

    [Fact]
    public async Task Stream_OfAnImageModel_ReportsLogsThenTheLinkThenDone()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var created = await harness.PostAsync("/v1/predictions", Sdxl);

        var (body, events) = await StreamAsync(harness, created);

        Assert.StartsWith(": hi\n\n", body, StringComparison.Ordinal);
        Assert.Equal(["logs", "output", "done"], events.Select(item => item.Name).Distinct());
        var polled = await harness.PollAsync(created.Text("id")!);
        Assert.Equal(polled.Text("logs"), string.Concat(events.Where(item => item.Name == "logs").Select(item => item.Data)));
        Assert.True(events.Count(item => item.Name == "logs") > 3);
        Assert.Equal(polled["output"][0].GetString(), Assert.Single(events, item => item.Name == "output").Data);
        Assert.Equal("{}", events[^1].Data);
        Assert.All(events, item => Assert.Matches("^[0-9]{13}:[0-9]+$", item.Id));
    }

    [Fact]
    public async Task Stream_OfText_ComesPieceByPiece()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var created = await harness.PostAsync("/v1/models/meta/meta-llama-3-8b-instruct/predictions", """{"input":{"prompt":"x"}}""");

        var (_, events) = await StreamAsync(harness, created);

        var pieces = events.Where(item => item.Name == "output").ToList();
        var output = (await harness.PollAsync(created.Text("id")!))["output"].EnumerateArray().Select(piece => piece.GetString());
        Assert.Equal(output, pieces.Select(piece => piece.Data));
        Assert.True(pieces.Select(piece => piece.Id.Split(':')[0]).Distinct().Count() > 2);
    }

    [Fact]
    public async Task Stream_TakenUpAgain_GoesOnAfterTheLastEvent()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var created = await harness.PostAsync("/v1/predictions", Sdxl);
        var (_, all) = await StreamAsync(harness, created);

        var (_, rest) = await StreamAsync(harness, created, all[1].Id);

        Assert.Equal(all.Skip(2), rest);
    }

    [Theory]
    [InlineData("failed", """{"detail":"CUDA out of memory."}""", """{"reason":"error"}""")]
    [InlineData("canceled", null, """{"reason":"canceled"}""")]
    public async Task Stream_OfAPredictionThatDoesNotSucceed_SaysWhy(string status, string? error, string done)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.JobFails("CUDA out of memory.") });
        var created = await harness.PostAsync("/v1/predictions", Sdxl);
        if (status == "canceled")
        {
            await harness.PostAsync($"/v1/predictions/{created.Text("id")}/cancel");
        }

        var (_, events) = await StreamAsync(harness, created);

        Assert.Equal(error, events.SingleOrDefault(item => item.Name == "error")?.Data);
        Assert.Equal(("done", done), (events[^1].Name, events[^1].Data));
    }

    [Fact]
    public async Task Stream_LongerThanHalfAMinute_IsCutWithAComment()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["stability-ai/sdxl"] = TimeSpan.FromMinutes(2));
        var created = await harness.PostAsync("/v1/predictions", Sdxl);

        var (body, events) = await StreamAsync(harness, created);

        Assert.EndsWith(":408: 408 Request Timeout\n\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain(events, item => item.Name == "done");
    }

    [Fact]
    public async Task Stream_OfNothingOrUnderAFault_IsAnErrorInThatPhase()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var created = await harness.PostAsync("/v1/predictions", Sdxl);
        harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Stream, Effect = FaultEffect.Status(503) });
        using var triggered = await harness.Client.GetAsync(Address(created));
        harness.Simulator.Faults.Clear();
        using var unknown = await harness.Client.GetAsync(new Uri(harness.Simulator.OutputBaseUri, "/v1/streams/nothing"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.NotFound), (triggered.StatusCode, unknown.StatusCode));
        Assert.Empty(harness.Journal.KeysSeenOnOutputHost);
    }

    private static Uri Address(Answer created) => new(created["urls"].GetProperty("stream").GetString()!);

    private static async Task<(string Body, List<StreamEvent> Events)> StreamAsync(
        SimulatorHarness harness, Answer created, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(created));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var sent = harness.Client.SendAsync(request);
        await StepAsync(harness, sent);
        using var response = await sent;
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadAsStringAsync();
        var blocks = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => block[0] != ':');
        return (body, [.. blocks.Select(StreamEvent.Parse)]);
    }

    // From one timer to the next, so that the stream is at each where the clock is.
    private static async Task StepAsync(SimulatorHarness harness, Task sent)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!sent.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            harness.Clock.AdvanceToNextTimer();
        }
    }

    private sealed record StreamEvent(string Name, string Id, string Data)
    {
        public static StreamEvent Parse(string block)
        {
            var lines = block.Split('\n');
            return new(Fields("event").Single(), Fields("id").Single(), string.Join('\n', Fields("data")));

            IEnumerable<string> Fields(string name) =>
                lines.Where(line => line.StartsWith($"{name}: ", StringComparison.Ordinal)).Select(line => line[(name.Length + 2)..]);
        }
    }
}
