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
}
