using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Tests;

public sealed partial class ExpectedLatencyTests
{
    private static readonly ExpectedLatency _latency = new()
    {
        LocalQueue = TimeSpan.FromSeconds(2),
        ProviderQueue = TimeSpan.FromSeconds(0.5),
        ColdStartProbability = 0.25,
        BootTime = TimeSpan.FromSeconds(40),
        RunTime = TimeSpan.FromSeconds(6),
    };

    [Fact]
    public void Total_IsQueuesAndRunAndTheBootByItsChance() => Assert.Equal(18.5, _latency.Total.TotalSeconds);

    [Fact]
    public void ToString_TellsThePartsThatMatter() =>
        Assert.Equal("about 18.5 s (2 s in this process's queue, cold start possible: 40 s boot)", _latency.ToString());

    [Fact]
    public void ToString_NothingButTheRun_IsTheTimeAlone() =>
        Assert.Equal("about 6 s", new ExpectedLatency { RunTime = TimeSpan.FromSeconds(6), BootTime = TimeSpan.FromSeconds(60) }.ToString());

    [Fact]
    public void Json_HasEachPartInSecondsAndIsReadBack()
    {
        var json = JsonSerializer.Serialize(_latency, LatencyContext.Default.ExpectedLatency);

        Assert.Equal(
            """{"localQueueSeconds":2,"providerQueueSeconds":0.5,"coldStartProbability":0.25,"bootSeconds":40,"runSeconds":6,"totalSeconds":18.5}""",
            json);
        Assert.Equal(_latency, JsonSerializer.Deserialize(json, LatencyContext.Default.ExpectedLatency));
    }

    [JsonSerializable(typeof(ExpectedLatency))]
    private sealed partial class LatencyContext : JsonSerializerContext;
}
