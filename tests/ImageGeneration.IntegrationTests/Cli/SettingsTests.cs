using System.IO.Pipes;

namespace ImageGeneration.IntegrationTests.Cli;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{ "ImageGeneration": { "Replicate": { "ApiKey": "from-file", "RateLimit": { "RequestsPerMinute": 7 } } } }""")]
    [InlineData("""{ "Replicate": { "ApiKey": "from-file", "RateLimit": { "RequestsPerMinute": 7 } } }""")]
    public async Task Config_SectionOrRoot_IsRead(string json)
    {
        await using var host = CliHost.Bare();
        host.Write("settings.json", json);

        var result = await host.RunAsync("providers", "--config", "settings.json", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Json.GetProperty("simulated").GetBoolean());
        var provider = Assert.Single(result.Json.GetProperty("providers").EnumerateArray());
        Assert.Equal("replicate", provider.GetProperty("provider").GetString());
        Assert.Equal(7, provider.GetProperty("requestsPerMinute").GetInt32());
    }

    [Theory]
    [InlineData("ImageGeneration:Budget:TotalUsd", 0)]
    [InlineData("IMAGEGENERATION__BUDGET__TOTALUSD", 0)]
    [InlineData("IMAGE_GENERATION__BUDGET__TOTALUSD", 2)]
    [InlineData("ImageGeneration_Budget__TotalUsd", 2)]
    [InlineData("IMAGE_GENERATION_OUTPUTS", 0)]
    public async Task Variables_InAnotherSpelling_AreReadOrReported(string variable, int expected)
    {
        await using var host = CliHost.Bare();
        host.Variables[variable] = "5";
        host.Variables["REPLICATE_API_KEY"] = "key";

        var result = await host.RunAsync("providers", "--json");

        Assert.Equal(expected, result.ExitCode);
        Assert.Equal(expected == 2, result.Out.Contains($"ImageGeneration:{variable} is not a setting and has no effect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_BesideAFile_Win()
    {
        await using var host = CliHost.Bare();
        host.Write("settings.json", """{ "Replicate": { "ApiKey": "from-file", "RateLimit": { "RequestsPerMinute": 7 } } }""");
        host.Variables["ImageGeneration__Replicate__RateLimit__RequestsPerMinute"] = "9";
        host.Variables["RUNPOD_API_KEY"] = "from-variable";

        var result = await host.RunAsync("providers", "--config", "settings.json", "--json");

        var providers = result.Json.GetProperty("providers");
        Assert.Equal(2, providers.GetArrayLength());
        Assert.Equal(9, providers[0].GetProperty("requestsPerMinute").GetInt32());
    }

    [Theory]
    [InlineData("{ not json", "settings.json is not valid JSON")]
    [InlineData("""{ "Replicate": { "ApiKey": "a", "RateLimit": { "Concurrent": "many" } } }""", "ImageGeneration:Replicate:RateLimit:Concurrent")]
    [InlineData("""{ "Replicate": { "ApiKey": "a", "RateLimit": { "Concurrent": 0 } } }""", "Concurrent")]
    [InlineData("""{ "Modal": { "ApiKey": "a" } }""", "ImageGeneration:Modal:BaseUrl must be set")]
    public async Task Config_WrongSetting_IsNamed(string json, string expected)
    {
        await using var host = CliHost.Bare();
        host.Write("settings.json", json);

        var text = await host.RunAsync("a cat", "--config", "settings.json");
        var document = await host.RunAsync("a cat", "--config", "settings.json", "--json");

        Assert.Equal((2, 2), (text.ExitCode, document.ExitCode));
        Assert.Contains(expected, text.Error, StringComparison.Ordinal);
        Assert.Equal("settings", document.Json.GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Strategy_Given_OrdersTheRoute()
    {
        await using var host = CliHost.Bare();

        var cost = await host.RunAsync("estimate", "--strategy", "lowest-cost", "--json");
        var quality = await host.RunAsync("estimate", "--strategy", "highest_quality", "--json");

        Assert.Equal("runpod", cost.Json.GetProperty("route")[0].GetProperty("provider").GetString());
        Assert.Equal("replicate", quality.Json.GetProperty("route")[0].GetProperty("provider").GetString());
    }

    [Theory]
    [InlineData("Deadline", "soon", "ImageGeneration:Deadline must be a duration with its unit, such as 90s, 10m, 1.5h, 500ms or 2d, or hh:mm:ss, such as 00:01:30, not 'soon'.")]
    [InlineData("Deadline", "1.00:00:01", "ImageGeneration:Deadline must be between 00:00:01 and 1.00:00:00 (hh:mm:ss).")]
    [InlineData("RejectUnsupportedSettings", "perhaps", "ImageGeneration:RejectUnsupportedSettings must be true or false, not 'perhaps'.")]
    [InlineData("Budget__TotalUsd", "much", "ImageGeneration:Budget:TotalUsd must be a number such as 0.05, not 'much'.")]
    [InlineData("Budget__Providers__replicat__TotalUsd", "1", "ImageGeneration:Budget:Providers:replicat is not a provider; the providers are replicate, runpod, modal.")]
    [InlineData("Budget__Tags__tenant__PerDayUsd", "-1", "ImageGeneration:Budget:Tags:tenant:PerDayUsd must be between 0 and 1000000.")]
    [InlineData("Routing__Strategy", "Best", "ImageGeneration:Routing:Strategy must be one of Balanced, LowestCost, HighestQuality, ")]
    [InlineData("Replicate__RateLimit__Concurrent", "0", "ImageGeneration:Replicate:RateLimit:Concurrent must be between 1 and 10000.")]
    [InlineData("Modal__ApiKey", "key", "ImageGeneration:Modal:BaseUrl must be set, because there is a key: ")]
    public async Task Settings_WrongValue_AreNamedByTheirPathWithWhatTheyTake(string setting, string value, string expected)
    {
        await using var host = CliHost.Bare();
        host.Variables["ImageGeneration__" + setting] = value;

        var result = await host.RunAsync("providers");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error: " + expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_WithSettingsThatNobodyReads_IsRefusedWithEachOfThem()
    {
        await using var host = CliHost.Bare();
        host.Write("settings.json", """
            { "ImageGeneration": {
                "Budgets": { "TotalUsd": 1, "PerDayUsd": 1 }, "RejectUnsupportedSettings": true,
                "Budget": { "TotalUsed": 1, "TotalUsd": 1, "Tags": { "tenant": { "PerHourUsd": 1, "Values": { "acme": {}, "acme:eu": { "PerDayUsd": 1 } } } } },
                "Replicate": { "ApiKey": "any", "Models": { "mine": "me/mine" }, "RateLimit": { "Concurrent": 2 } } } }
            """);

        var result = await host.RunAsync("providers", "--config", "settings.json", "--json");

        Assert.Equal(2, result.ExitCode);
        var message = result.Json.GetProperty("error").GetProperty("message").GetString();
        foreach (var setting in (string[])["Budgets is not a setting", "Budget:TotalUsed is not a setting", "Values:acme:eu is not a setting"])
        {
            Assert.Contains(setting, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Config_TwentyThousandPrices_IsReadInOneGo()
    {
        await using var host = CliHost.Bare();
        var models = string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"m{i}\":\"me/m{i}\""));
        var prices = string.Join(",", Enumerable.Range(0, 20_000).Select(i => $$"""{"Provider":"replicate","Model":"m{{i}}","PerImageUsd":0.5}"""));
        host.Write("settings.json", $$"""{ "Replicate": { "ApiKey": "any", "Models": { {{models}} } }, "Prices": [ {{prices}} ] }""");

        var result = await host.RunAsync("estimate", "--model", "m19999", "--config", "settings.json", "--json");

        Assert.Equal(0.5m, result.Json.GetProperty("route")[0].GetProperty("costUsd").GetDecimal());
    }

    [Fact]
    public async Task Config_APipeThatNobodyWritesTo_DoesNotOutlastAnInterrupt()
    {
        await using var host = CliHost.Bare();
        using var reading = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var path = $"/proc/self/fd/{reading.ClientSafePipeHandle.DangerousGetHandle()}";
        if (!OperatingSystem.IsLinux())
        {
            return; // Elsewhere it has no name.
        }

        using var interrupted = new CancellationTokenSource();
        var run = host.RunAsync(interrupted.Token, "providers", "--config", path);
        await interrupted.CancelAsync();

        Assert.Equal(130, (await run.WaitAsync(TimeSpan.FromSeconds(30))).ExitCode);
    }
}
