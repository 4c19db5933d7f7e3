using System.Globalization;
using System.Net;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

/// <summary>A 429 tells the wait in each of the places where the vendors have been seen to tell it, and in no other.</summary>
public sealed class RateLimitHintTests
{
    [Theory]
    [InlineData(RateLimitHint.HeaderAndBody, "7", 7, "Request was throttled. Your rate limit resets in ~7s.")]
    [InlineData(RateLimitHint.Header, "7", null, "Request was throttled.")]
    [InlineData(RateLimitHint.HeaderDate, "date", null, "Request was throttled.")]
    [InlineData(RateLimitHint.Body, null, 7, "Request was throttled. Your rate limit resets in ~7s.")]
    [InlineData(RateLimitHint.Text, null, null, "Request was throttled. Your rate limit resets in ~7s.")]
    [InlineData(RateLimitHint.OlderText, null, null, "Request was throttled. Expected available in 7 seconds.")]
    [InlineData(RateLimitHint.None, null, null, "Request was throttled.")]
    public async Task Replicate_ByEffectOrByItsOwnLimit_ReportsTheWaitThereOnly(RateLimitHint hint, string? header, int? member, string text)
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Replicate.CreatesPerMinute = 1;
            options.Replicate.RateLimitHint = hint;
        });
        harness.Simulator.Faults.Add(new FaultRule { Times = 1, Effect = FaultEffect.RateLimited(7, hint) });
        var date = harness.Clock.GetUtcNow().AddSeconds(7).ToString("R", CultureInfo.InvariantCulture);

        var effect = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        await harness.CreateAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(53));
        var limit = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal((429, 429), ((int)effect.Status, (int)limit.Status));
        Assert.Equal((text, text), (effect.Text("detail"), limit.Text("detail")));
        Assert.Equal(header == "date" ? date : header, effect.Headers.GetValueOrDefault("Retry-After"));
        Assert.Equal(member, effect.Has("retry_after") ? effect["retry_after"].GetInt32() : null);
        Assert.Equal(effect.Body, limit.Body);
        Assert.Equal(header is null, !limit.Headers.ContainsKey("Retry-After"));
        Assert.Equal(1, harness.Journal.JobsCreated);
    }

    [Theory]
    [InlineData(RateLimitHint.HeaderAndBody, true, true)]
    [InlineData(RateLimitHint.Header, true, false)]
    [InlineData(RateLimitHint.HeaderDate, true, false)]
    [InlineData(RateLimitHint.Body, false, true)]
    [InlineData(RateLimitHint.Text, false, true)]
    [InlineData(RateLimitHint.None, false, false)]
    public async Task OtherProviders_ReportTheWaitThereOnly(RateLimitHint hint, bool header, bool text)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.RateLimited(7, hint) });

        foreach (var path in (string[])["/v2/stable-diffusion-xl/run", "/modal"])
        {
            var answer = await harness.PostAsync(path, """{"input":{"prompt":"x"}}""");

            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.Equal(header, answer.Headers.ContainsKey("Retry-After"));
            Assert.Equal(text, answer.Body.Contains("retry after 7s", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task OutputHost_ReportsTheWaitInTheHeader()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var link = (await harness.PollAsync(await harness.CreateAsync()))["output"][0].GetString()!;
        harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Download, Effect = FaultEffect.RateLimited(7) });

        var answer = await harness.GetAsync(link, key: null);

        Assert.Equal((429, "7"), ((int)answer.Status, answer.Headers["Retry-After"]));
    }

    [Fact]
    public async Task LowCredit_AsAnEffect_IsWordedAsSeen()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Times = 1, Effect = ReplicateFaults.LowCredit(7) });
        harness.Simulator.Faults.Add(new FaultRule { Effect = ReplicateFaults.NoPaymentMethod(7) });

        var poor = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        var unpaid = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal(
            """{"detail":"Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a """
            + """burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~7s.","status":429,"""
            + "\"retry_after\":7}"
            + "\n",
            poor.Body);
        Assert.Contains("until you add a payment method. Your rate limit resets in ~7s.", unpaid.Text("detail"), StringComparison.Ordinal);
    }
}
