using ImageGeneration.Cli;
using ImageGeneration.Cli.Simulate;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Cli;

public sealed class SimulateTests
{
    [Fact]
    public void Set_EachKindOfSetting_IsSet()
    {
        var options = new SimulatorOptions();

        Set("Latency.Speed", "10");
        Set("latency.queue-delay", "150ms");
        Set("LATENCY.COLD_START", "00:00:05");
        Set("Latency:IdleAfter", "2m");
        Set("Latency.RunTimes.stability-ai/sdxl-v1.0", "20s");
        Set("RandomSeed", "7");
        Set("EnforceRateLimits", "true");
        Set("ApiKeys", "one");
        Set("ApiKeys", "two");
        Set("Replicate.CreatesPerMinute", "6");
        Set("Replicate.RateLimitHint", "header_date");
        Set("RunPod.Endpoints.my-id", "worker-comfyui");
        Set("RunPod.MaxWorkers.my-id", "2");
        Set("Modal.CallIdName", "id");
        Set("OutputPort", "65535");

        Assert.Equal((10d, 7, true), (options.Latency.Speed, options.RandomSeed, options.EnforceRateLimits));
        Assert.Equal(("id", 65535), (options.Modal.CallIdName, options.OutputPort));
        Assert.Equal((0.15, 5d), (options.Latency.QueueDelay.TotalSeconds, options.Latency.ColdStart.TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(2), options.Latency.IdleAfter);
        Assert.Equal(TimeSpan.FromSeconds(20), options.Latency.RunTimes["stability-ai/sdxl-v1.0"]);
        Assert.Equal(["one", "two"], options.ApiKeys.Order(StringComparer.Ordinal));
        Assert.Equal((6, RateLimitHint.HeaderDate), (options.Replicate.CreatesPerMinute, options.Replicate.RateLimitHint));
        Assert.Equal(("worker-comfyui", 2), (options.RunPod.Endpoints["my-id"], options.RunPod.MaxWorkers["my-id"]));

        void Set(string name, string value) => SimulatorSetting.Set(options, name, value, name);
    }

    [Theory]
    [InlineData("Latency", "5")]
    [InlineData("Latency.", "5")]
    [InlineData("Latency.Sped", "5")]
    [InlineData("Latency.Speed.More", "5")]
    [InlineData("Latency.RunTimes", "5s")]
    [InlineData("TimeProvider", "now")]
    [InlineData("ApiKeys.One", "key")]
    [InlineData("", "5")]
    public void Set_NameThatIsNone_ListsTheNames(string name, string value)
    {
        var thrown = Assert.Throws<CliException>(() => SimulatorSetting.Set(new SimulatorOptions(), name, value, "it"));

        Assert.Contains("Latency.Speed, ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("RunPod.MaxWorkers.*", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Latency.Speed", "0", "a number from 0.001 to 1000000, or max")]
    [InlineData("Latency.Speed", "NaN", "a number from 0.001 to 1000000, or max")]
    [InlineData("Latency.QueueDelay", "-5s", "0 to 30 days")]
    [InlineData("Latency.QueueDelay", "soon", "0 to 30 days")]
    [InlineData("RandomSeed", "1.5", "a whole number from 0 to 2147483647")]
    [InlineData("OutputPort", "65536", "a whole number from 0 to 65535")]
    [InlineData("EnforceRateLimits", "perhaps", "true or false")]
    [InlineData("Replicate.Versions", "new", "one of AsAsked")]
    public void Set_ValueThatIsNone_SaysWhatIsTaken(string name, string value, string expected)
    {
        var thrown = Assert.Throws<CliException>(() => SimulatorSetting.Set(new SimulatorOptions(), name, value, name));

        Assert.StartsWith($"{name} takes {expected}", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--speed takes a number", "--speed", "0")]
    [InlineData("--latency takes 0 to 30 days", "--latency", "late")]
    [InlineData("--seed takes a whole number", "--seed", "-1")]
    [InlineData("--set takes name=value, not 'Latency.Speed'.", "--set", "Latency.Speed")]
    [InlineData("--set: Latency.Spede is not a setting of the simulator", "--set", "Latency.Spede=2")]
    [InlineData("--set: OutputPort takes", "--set", "OutputPort=99999")]
    [InlineData("RunPod.Endpoints.my-id is to run 'comfy', which is none of ", "--set", "RunPod.Endpoints.my-id=comfy")]
    public async Task Simulate_WrongValue_IsNamed(string expected, params string[] args)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync(["simulate", .. args]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error: " + expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("REPLICATE_API_KEY=any RUNPOD_API_KEY=any MODAL_API_KEY=any")]
    [InlineData("REPLICATE_API_KEY=right RUNPOD_API_KEY=right MODAL_API_KEY=right", "--set", "ApiKeys=right")]
    public async Task Simulate_Exports_NameAKeyThatIsTaken(string expected, params string[] args)
    {
        await using var host = CliHost.Bare();
        using var stopped = new CancellationTokenSource();
        using var output = new FirstWords();
        using var error = new StringWriter();

        var running = CliApplication.RunAsync(["simulate", .. args], host.Environment(output, error, stopped.Token));
        var words = await output.Written;
        await stopped.CancelAsync();

        Assert.Contains($"  export {expected}\n", words.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task Simulate_KeysSeedAndSpeed_AreThoseOfTheRunningSimulator()
    {
        var first = await DrawAsync("7");
        var second = await DrawAsync("7");

        Assert.Equal((first.Seed, true), (second.Seed, first.WrongKeyIsRefused));

        static async Task<(long Seed, bool WrongKeyIsRefused)> DrawAsync(string seed)
        {
            await using var host = CliHost.Bare();
            using var stopped = new CancellationTokenSource();
            using var output = new FirstWords();
            using var error = new StringWriter();
            var running = CliApplication.RunAsync(
                ["simulate", "--json", "--seed", seed, "--speed", "max", "--set", "ApiKeys=right"],
                host.Environment(output, error, stopped.Token));
            var address = new CliResult(0, await output.Written, "").Json.GetProperty("replicateBaseUrl").GetString()!;
            host.Variables["ImageGeneration__Replicate__BaseUrl"] = address;
            host.Variables["ImageGeneration__Outputs__AllowPrivateNetworks"] = "true"; // its pictures come from a second port
            host.Variables["REPLICATE_API_KEY"] = "wrong";
            var refused = await host.RunAsync("a cat");
            host.Variables["REPLICATE_API_KEY"] = "right";
            var drawn = await host.RunAsync("a cat", "--json");
            await stopped.CancelAsync();

            Assert.Equal(0, await running);
            Assert.Equal(0, drawn.ExitCode);
            return (drawn.Json.GetProperty("images")[0].GetProperty("seed").GetInt64(), refused.ExitCode == 1);
        }
    }
}
