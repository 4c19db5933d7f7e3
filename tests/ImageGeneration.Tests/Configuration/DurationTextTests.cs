using System.Globalization;

namespace ImageGeneration.Tests.Configuration;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("10m", "00:10:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("00:01:30", "00:01:30")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData(" 2 S ", "00:00:02")]
    public void Deadline_WithAUnitOrAsAClock_IsRead(string text, string expected)
    {
        var options = SettingsHost.Options($$"""  "Routing": { "MaxRecoveryWait": "{{text}}" }  """);

        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), options.Routing.MaxRecoveryWait);
    }

    [Fact]
    public void Timeout_ThatMayBeLeftOut_IsRead() =>
        Assert.Equal(
            TimeSpan.FromSeconds(90),
            SettingsHost.Options("""  "Replicate": { "ApiKey": "k", "Jobs": { "RunTimeout": "1.5m" } }  """).Replicate.Jobs.RunTimeout);

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("5")]
    [InlineData("90.5")]
    [InlineData("\"01:30\"")]
    [InlineData("\"5 minutes\"")]
    [InlineData("\"soon\"")]
    [InlineData("\"s\"")]
    [InlineData("\"-5s\"")]
    [InlineData("\"1e3s\"")]
    [InlineData("\"99999999999999999999d\"")]
    [InlineData("\"25:00:99\"")]
    [InlineData("\"\"")]
    public void Deadline_WithoutAUnit_IsRefusedWithTheForms(string value)
    {
        var failure = Assert.Single(SettingsHost.Failures($$"""  "Deadline": {{value}}  """));

        Assert.StartsWith("ImageGeneration:Deadline must be a duration with its unit, such as 90s, 10m, 1.5h, 500ms or 2d, or hh:mm:ss", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"0s\"")]
    [InlineData("\"00:00:00\"")]
    public void MaxRecoveryWait_None_NeedsNoUnit(string value) =>
        Assert.Equal(TimeSpan.Zero, SettingsHost.Options($$"""  "Routing": { "MaxRecoveryWait": {{value}} }  """).Routing.MaxRecoveryWait);

    [Theory]
    [InlineData("LowestCost")]
    [InlineData("lowest_cost")]
    [InlineData("LOWEST-COST")]
    [InlineData("lowestcost")]
    public void Strategy_InAnySpelling_IsRead(string word) =>
        Assert.Equal(
            ImageGeneration.Routing.RoutingStrategy.LowestCost,
            SettingsHost.Options($$"""  "Routing": { "Strategy": "{{word}}" }  """).Routing.Strategy);

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("\"Best\"")]
    [InlineData("\"LowestCost,HighestQuality\"")]
    public void Strategy_ThatIsNoWord_IsRefusedWithAllOfThem(string value) =>
        Assert.StartsWith(
            "ImageGeneration:Routing:Strategy must be one of Balanced, LowestCost, ",
            Assert.Single(SettingsHost.Failures($$"""  "Routing": { "Strategy": {{value}} }  """)),
            StringComparison.Ordinal);
}
