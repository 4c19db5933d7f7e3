using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Configuration;

/// <summary>A setting that has no effect is an error at start.</summary>
public sealed class UnreadSettingsTests
{
    [Theory]
    [InlineData("""  "Budgets": { "TotalUsd": 1 }  """, "ImageGeneration:Budgets is not a setting and has no effect; did you mean Budget?")]
    [InlineData("""  "Budget": { "TotalUsed": 1 }  """, "ImageGeneration:Budget:TotalUsed is not a setting and has no effect; did you mean TotalUsd?")]
    [InlineData("""  "Budget": { "Providers": { "replicate": { "PerDay": 1 } } }  """, "ImageGeneration:Budget:Providers:replicate:PerDay is not a setting")]
    [InlineData("""  "Budget": { "Tags": { "tenant": { "Limit": 1, "MaxValues": 9 } } }  """, "ImageGeneration:Budget:Tags:tenant:Limit is not a setting")]
    [InlineData("""  "Budget": { "Tags": { "tenant": { "Values": { "acme": { "PerWeekUsd": 1 } } } } }  """, "Values:acme:PerWeekUsd is not a setting and has no effect; those here are PerDayUsd, PerHourUsd, PerMonthUsd, TotalUsd.")]
    [InlineData("""  "Prices": [ { "Model": "sdxl", "PerPictureUsd": 0.01 } ]  """, "ImageGeneration:Prices:0:PerPictureUsd is not a setting")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "RateLimits": { "Concurrent": 2 } }  """, "ImageGeneration:Replicate:RateLimits is not a setting and has no effect; did you mean RateLimit?")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "RateLimit": { "Concurent": 2 } }  """, "ImageGeneration:Replicate:RateLimit:Concurent is not a setting and has no effect; did you mean Concurrent?")]
    [InlineData("""  "RunPod": { "Jobs": { "RunTimout": "90s" } }  """, "ImageGeneration:RunPod:Jobs:RunTimout is not a setting and has no effect; did you mean RunTimeout?")]
    [InlineData("""  "Modal": { "ProxyToken": "wk-a" }  """, "ImageGeneration:Modal:ProxyToken is not a setting")]
    [InlineData("""  "Outputs": { "Downloads": true }  """, "did you mean Download?")]
    [InlineData("""  "Routing": { "Hedging": { "MaxExtraCost": 1 } }  """, "did you mean MaxExtraCostUsd?")]
    [InlineData("""  "RejectUnsuportedSettings": true  """, "ImageGeneration:RejectUnsuportedSettings is not a setting and has no effect; did you mean RejectUnsupportedSettings?")]
    [InlineData("""  "Logging": { "Level": "x" }  """, "ImageGeneration:Logging is not a setting and has no effect; those here are Budget, Deadline,")]
    public void Start_AMemberThatIsNone_IsNamedWithTheLikelyOne(string members, string expected) =>
        Assert.Contains(SettingsHost.Failures(members), failure => failure.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""  "Budget": { "Tags": { "tenant": { "Values": { "acme:eu": { "PerDayUsd": 50 } } } } }  """, "\"Values\": [ { \"Name\": \"acme:eu\", … } ]")]
    [InlineData("""  "Budget": { "Providers": { "replicate:batch": { "PerDayUsd": 50 } } }  """, "\"Providers\": [ { \"Name\": \"replicate:batch\", … } ]")]
    [InlineData("""  "RunPod": { "Workflows": { "flux1:dev": { "Workflow": "{}" } } }  """, "\"Workflows\": [ { \"Name\": \"flux1:dev\", … } ]")]
    public void Start_ANameThatTheConfigurationSplits_MustBeListed(string members, string expected) =>
        Assert.Contains(SettingsHost.Failures(members), failure => failure.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""  "Prices": { "flux1": { "PerImageUsd": 0.01 } }  """, "ImageGeneration:Prices must be a list")]
    [InlineData("""  "Prices": { "Model": "flux1", "PerImageUsd": 0.01 }  """, "ImageGeneration:Prices must be a list")]
    [InlineData("""  "Prices": "free"  """, "ImageGeneration:Prices must be a list, but is a single value")]
    [InlineData("""  "Prices": [ 0.01 ]  """, "ImageGeneration:Prices:0 must have members, such as")]
    [InlineData("""  "Budget": 50  """, "ImageGeneration:Budget must have members")]
    [InlineData("""  "Budget": { "Tags": "tenant" }  """, "ImageGeneration:Budget:Tags must have a value for each name")]
    [InlineData("""  "Budget": { "Tags": { "tenant": 5 } }  """, "ImageGeneration:Budget:Tags:tenant must have members")]
    [InlineData("""  "Budget": { "PerDayUsd": { "acme": 5 } }  """, "ImageGeneration:Budget:PerDayUsd must be a single value, but has members (acme)")]
    [InlineData("""  "Replicate": "r8_secret"  """, "ImageGeneration:Replicate must have members")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "Models": "flux1" }  """, "ImageGeneration:Replicate:Models must have a value for each name")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "RateLimit": 60 }  """, "ImageGeneration:Replicate:RateLimit must have members")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "Models": { "flux1": { "Id": "me/mine" } } }  """, "ImageGeneration:Replicate:Models:flux1 must be one value")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "LoraModels": { "flux1": { "name": "me/mine", "version": "1" } } }  """, "LoraModels:flux1 must be one value")]
    [InlineData("""  "RunPod": { "Workers": { "sdxl": { "Value": "Sdxl" } } }  """, "ImageGeneration:RunPod:Workers:sdxl must be one value")]
    [InlineData("""  "Modal": { "FixedFields": { "scheduler": { "name": "ddim" } } }  """, "FixedFields:scheduler must be one value; JSON is written as a text")]
    [InlineData("""  "Modal": { "FixedFields": { "loras": [ "a", "b" ] } }  """, "FixedFields:loras must be one value; JSON is written as a text")]
    [InlineData("""  "Deadline": { "Minutes": 5 }  """, "ImageGeneration:Deadline must be a single value, but has members (Minutes)")]
    public void Start_AnotherShape_IsNamedWithTheRightOne(string members, string expected)
    {
        var failures = SettingsHost.Failures(members);

        Assert.Contains(failures, failure => failure.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(failures, failure => failure.Contains("r8_secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""  "Budget": { "Tags": { "tenant": {} } }  """, "ImageGeneration:Budget:Tags:tenant is empty and has no effect")]
    [InlineData("""  "Budget": { "Tags": { "tenant": { "Values": { "acme": {} } } } }  """, "Values:acme is empty and has no effect")]
    [InlineData("""  "Budget": { "Providers": { "runpod": null } }  """, "ImageGeneration:Budget:Providers:runpod is empty and has no effect")]
    [InlineData("""  "Budget": { "Tags": { "tenant": { "Values": [ { "Name": "acme" } ] } } }  """, "Values:0 is empty and has no effect")]
    [InlineData("""  "Prices": [ {} ]  """, "ImageGeneration:Prices:0 is empty and has no effect")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "Models": { "flux1": null } }  """, "ImageGeneration:Replicate:Models:flux1 is empty and has no effect")]
    [InlineData("""  "Budget": { "PerDayUsd": "" }  """, "ImageGeneration:Budget:PerDayUsd must be a number such as 0.05; it is empty")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "BaseUrl": "" }  """, "ImageGeneration:Replicate:BaseUrl must be an address")]
    [InlineData("""  "RejectUnsupportedSettings": "perhaps"  """, "ImageGeneration:RejectUnsupportedSettings must be true or false, not 'perhaps'")]
    [InlineData("""  "Outputs": { "MaxBytes": "64 MB" }  """, "ImageGeneration:Outputs:MaxBytes must be a whole number, not '64 MB'")]
    [InlineData("""  "Prices": [ { "Model": "sdxl", "PerImageUsd": 1, "AsOf": "May" } ]  """, "ImageGeneration:Prices:0:AsOf must be a date as yyyy-mm-dd, not 'May'")]
    public void Start_AnEmptyEntryOrAValueOfAnotherType_IsNamed(string members, string expected) =>
        Assert.Contains(SettingsHost.Failures(members), failure => failure.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""  "RunPod": { "Workers": { "sdx": "Custom" } }  """, "ImageGeneration:RunPod:Workers:sdx has no effect")]
    [InlineData("""  "RunPod": { "Workflows": { "abc": { "Workflow": "{}" } } }  """, "ImageGeneration:RunPod:Workflows:abc has no effect")]
    [InlineData("""  "Replicate": { "ApiKey": "k", "LoraModels": { "mine": "me/mine" } }  """, "ImageGeneration:Replicate:LoraModels:mine has no effect")]
    [InlineData("""  "Prompts": { "Styles": { "Animee": "x" } }  """, "ImageGeneration:Prompts:Styles:Animee: Animee is not a name for ImageGeneration:Prompts:Styles and has no effect; did you mean Anime?")]
    [InlineData("""  "Prompts": { "Styles": { "anime:dark": "x" } }  """, "anime:dark is not a name")]
    [InlineData("""  "Prompts": { "Styles": { "3": "x" } }  """, "3 is not a name")]
    [InlineData("""  "RunPod": { "Outputs": { "sdx": "picture" } }  """, "ImageGeneration:RunPod:Outputs:sdx has no effect")]
    [InlineData("""  "Providers": { "mine": { "Quality": 5 } }  """, "ImageGeneration:Providers:mine has no effect: no provider 'mine' was added")]
    [InlineData("""  "Providers": { "RunPod": { "ApiKey": "k" } }  """, "the settings of RunPod are in ImageGeneration:RunPod")]
    [InlineData("""  "Providers": "mine"  """, "ImageGeneration:Providers must have a section for each name")]
    public void Start_ANameThatNothingHas_IsNamed(string members, string expected) =>
        Assert.Contains(SettingsHost.Failures(members), failure => failure.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""  "//": "ours", "Budget": { "// why": { "since": "May" }, "TotalUsd": 1 }  """)]
    [InlineData("""  "$schema": "https://example.org/s.json", "_comment": [ "a", "b" ], "$comment": null  """)]
    [InlineData("""  "Budget": { "Tags": { "tenant": { "Values": { "//": "who pays", "acme": { "PerDayUsd": 1 } } } } }  """)]
    [InlineData("""  "Replicate": { "ApiKey": "k", "Models": { "//": "ours: two", "mine": "me/mine" } }  """)]
    [InlineData("""  /* ours */ "Prices": [], "Budget": { "PerDayUsd": 5, }, // all  """ + "\n\"RejectUnsupportedSettings\": false")]
    [InlineData("""  "Budget": null, "Routing": {}, "Providers": null, "RejectUnsupportedSettings": null, "Deadline": null  """)]
    [InlineData("""  "Modal": { "ApiKey": "", "BaseUrl": "", "ProxyKey": "" }, "RunPod": { "ApiKey": "" }  """)]
    public void Start_NotesNullsAndFormsToBeFilledIn_AreNoErrors(string members) =>
        Assert.DoesNotContain(SettingsHost.Options(members).Replicate.Models.Keys, name => name.StartsWith('/'));

    [Theory]
    [InlineData("""  "RunPod": { "RateLimit": { "Concurrent": "rpa_9ZK3M7QW5XB1V8T6N2C4J" } }  """)]
    [InlineData("""  "RunPod": { "rpa_9ZK3M7QW5XB1V8T6N2C4J": "x" }  """)]
    [InlineData("""  "RunPod": { "ApiKey": { "rpa_9ZK3M7QW5XB1V8T6N2C4J": "x" } }  """)]
    [InlineData("""  "RunPod": { "Enabled": "rpa_9ZK3M7QW5XB1V8T6N2C4J" }  """)]
    public void Start_KeyInAWrongPlace_IsNotShown(string members)
    {
        var failure = Assert.Single(SettingsHost.Failures(members));

        Assert.StartsWith("ImageGeneration:RunPod:", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("9ZK3M", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_TheWholeConfigurationInsteadOfTheSection_IsReported()
    {
        var configuration = SettingsHost.Configuration("""{ "ImageGeneration": { "Replicate": { "ApiKey": "k" } }, "Logging": { "Level": "x" } }""");
        using var services = new ServiceCollection().AddImageGeneration(configuration).Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains("configuration.GetSection(\"ImageGeneration\")", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ASectionOfAnotherName_IsNamedByItsOwnPath()
    {
        var configuration = SettingsHost.Configuration("""{ "App": { "Pictures": { "Replicate": { "ApiKey": "k", "Modls": { "a": "b" } } } } }""");
        using var services = new ServiceCollection().AddImageGeneration(configuration.GetSection("App:Pictures")).Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith("App:Pictures:Replicate:Modls is not a setting", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RateLimt", "did you mean RateLimit?")]
    [InlineData("Model", "did you mean Models?")]
    public void Start_AMisspeltMemberOfANamedProvider_IsNamed(string member, string expected)
    {
        var members = $$"""  "Providers": { "eu": { "ApiKey": "k", "{{member}}": { "a": "b" } }, "mine": { "{{member}}": { "a": "b" } } }  """;

        var failures = SettingsHost.Failures(members, builder => builder.AddReplicate("eu").AddProvider("mine", _ => new FakeProvider("mine")));

        Assert.Contains(failures, failure => failure.StartsWith($"ImageGeneration:Providers:eu:{member} ", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith($"ImageGeneration:Providers:mine:{member} ", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Start_ManyOfThem_AreReportedWithinReason()
    {
        var members = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"\"Nonsense{i}\": 1"));

        var failures = SettingsHost.Failures(members);

        Assert.Equal(21, failures.Count);
        Assert.Equal("And 480 more.", failures[^1]);
    }
}
