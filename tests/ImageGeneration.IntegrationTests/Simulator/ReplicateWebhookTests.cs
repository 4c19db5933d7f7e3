using System.Text.Json;
using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateWebhookTests
{
    [Fact]
    public void Signature_OfTheVendorsVector_IsTheirs()
    {
        var signer = new WebhookSigner("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = signer.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task Webhook_WithEveryEvent_ReportsAndSignsEach()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        using var receiver = Receiver.Start();
        await harness.CreateAsync(Body(receiver, "start", "logs", "output", "completed"));

        var got = await receiver.UntilAsync(5, harness);
        var secret = (await harness.GetAsync("/v1/webhooks/default/secret")).Text("key")!;

        Assert.Equal(["start", "logs", "logs", "output", "completed"], harness.Journal.Webhooks.Select(webhook => webhook.Event));
        Assert.Equal(["processing", "processing", "processing", "processing", "succeeded"], got.Select(Status));
        Assert.Equal(5, harness.Journal.Webhooks.Select(webhook => webhook.MessageId).Distinct().Count());
        var logs = harness.Journal.Webhooks.Where(webhook => webhook.Event == "logs").ToList();
        Assert.True(logs[1].Time - logs[0].Time >= TimeSpan.FromMilliseconds(500));
        Assert.All(got, one => Assert.Equal(Signature(secret, one), one.Headers["webhook-signature"]));
        using var output = JsonDocument.Parse(got[3].Body);
        Assert.Contains("4/4", output.RootElement.GetProperty("logs").GetString(), StringComparison.Ordinal);
        Assert.True(output.RootElement.TryGetProperty("started_at", out _) && !output.RootElement.TryGetProperty("completed_at", out _));
        Assert.Equal(receiver.Uri.OriginalString, JsonDocument.Parse(got[4].Body).RootElement.GetProperty("webhook").GetString());
    }

    [Fact]
    public async Task Webhook_WithoutAFilter_ReportsOutputAndEnd()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        using var receiver = Receiver.Start();
        var id = await harness.CreateAsync(Body(receiver));
        await harness.PostAsync($"/v1/predictions/{id}/cancel");
        await receiver.UntilAsync(1, harness);
        await harness.CreateAsync(Body(receiver));

        await receiver.UntilAsync(3, harness);

        Assert.Equal(["completed", "output", "completed"], harness.Journal.Webhooks.Select(webhook => webhook.Event));
        Assert.Equal("canceled", Status(receiver.Got[0]));
    }

    [Fact]
    public async Task Webhook_OfATextModel_ReportsOutputToo()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        using var receiver = Receiver.Start();
        await harness.PostAsync(
            "/v1/models/meta/meta-llama-3-8b-instruct/predictions", $$"""{"input":{"prompt":"x"},"webhook":"{{receiver.Uri}}"}""");

        await receiver.UntilAsync(2, harness);

        Assert.Equal(["output", "completed"], harness.Journal.Webhooks.Select(webhook => webhook.Event));
    }

    [Fact]
    public async Task Webhook_RefusedByTheReceiver_IsTriedAgainForAMinuteIfItIsTheLast()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        using var receiver = Receiver.Start([.. Enumerable.Repeat(500, 8)]);
        await harness.CreateAsync(Body(receiver, "start", "completed"));

        await receiver.UntilAsync(8, harness);

        var sent = harness.Journal.Webhooks;
        Assert.Equal([1, 1, 2, 3, 4, 5, 6, 7], sent.Select(webhook => webhook.Attempt));
        Assert.Single(sent.Skip(1).Select(webhook => webhook.MessageId).Distinct());
        Assert.InRange((sent[^1].Time - sent[1].Time).TotalSeconds, 60, 70);
        Assert.All(sent, webhook => Assert.Equal(500, webhook.AnsweredStatus));
    }

    [Fact]
    public async Task Webhook_WithFaults_ComesTwiceLateOrNotAtAll()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        using var receiver = Receiver.Start();
        Fault(FaultEffect.SlowAnswer(TimeSpan.FromSeconds(5)), "start");
        Fault(FaultEffect.Duplicate, "output");
        Fault(FaultEffect.Reset, "completed");
        await harness.CreateAsync(Body(receiver, "start", "output", "completed"));

        await receiver.UntilAsync(5, harness);

        Assert.Equal(
            [("output", 1), ("output", 1), ("completed", 1), ("completed", 2), ("start", 1)],
            harness.Journal.Webhooks.Select(webhook => (webhook.Event, webhook.Attempt)));
        Assert.Null(harness.Journal.Webhooks[2].AnsweredStatus);
        Assert.Equal(4, receiver.Got.Count);

        void Fault(FaultEffect effect, string _) =>
            harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Webhook, Effect = effect, Times = 1 });
    }

    [Theory]
    [InlineData("\"webhook\":\"nonsense\"")]
    [InlineData("\"webhook\":\"http://example.com/hook\"")]
    [InlineData("\"webhook\":\"https://example.com/hook\",\"webhook_events_filter\":[\"finished\"]")]
    public async Task Webhook_ThatIsNone_Is422(string members)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, $$"""{"input":{"prompt":"x"},{{members}}}""");

        Assert.Equal(422, (int)answer.Status);
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    private static string Body(Receiver receiver, params string[] events)
    {
        var filter = events.Length == 0 ? "" : $",\"webhook_events_filter\":[{string.Join(',', events.Select(name => $"\"{name}\""))}]";
        return $$"""{"input":{"prompt":"a red fox"},"webhook":"{{receiver.Uri}}"{{filter}}}""";
    }

    private static string? Status(Received one) => JsonDocument.Parse(one.Body).RootElement.GetProperty("status").GetString();

    private static string Signature(string secret, Received one) => new WebhookSigner(secret)
        .Sign(one.Headers["webhook-id"], one.Headers["webhook-timestamp"], System.Text.Encoding.UTF8.GetBytes(one.Body));
}
