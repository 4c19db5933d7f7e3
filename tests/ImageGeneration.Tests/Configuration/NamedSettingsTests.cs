using ImageGeneration.Providers;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Configuration;

/// <summary>Names of the application's own, in both forms and of any characters.</summary>
public sealed class NamedSettingsTests
{
    [Theory]
    [InlineData("acme:eu")]
    [InlineData("a:b:c")]
    [InlineData("0")]
    [InlineData("Name")]
    [InlineData("ünï/code?x=1")]
    public void Budget_AListedValueOfAnyCharacters_HasItsLimit(string name)
    {
        var budget = SettingsHost.Options($$"""
            "Budget": { "Tags": [ { "Name": "tenant", "PerHourUsd": 1, "Values": [ { "Name": "{{name}}", "PerDayUsd": 50 }, { "Name": "b", "TotalUsd": 2 } ] } ] }
            """).Budget;

        Assert.Equal(50m, budget.Tags["tenant"].Values[name].PerDayUsd);
        Assert.Equal((1m, 2m), (budget.Tags["tenant"].PerHourUsd, budget.Tags["tenant"].Values["b"].TotalUsd));
    }

    [Theory]
    [InlineData("""  "Models": { "my:model": "me/mine" }  """)]
    [InlineData("""  "Models": [ { "Name": "my:model", "Id": "me/mine" } ]  """)]
    [InlineData("""  "Models": [ { "Name": "my:model", "Value": "me/mine" } ]  """)]
    [InlineData("""  "Models": { "0": { "Name": "my:model", "Id": "me/mine" }, "x": "me/x" }  """)]
    public void Models_ANameWithAColon_IsMapped(string models)
    {
        var replicate = SettingsHost.Options($$"""  "Replicate": { "ApiKey": "k", {{models}} }  """).Replicate;

        Assert.Equal("me/mine", replicate.Models["my:model"]);
        Assert.Equal("black-forest-labs/flux-schnell", replicate.Models["flux1"]);
    }

    [Fact]
    public void Tables_EachOfThemAsAList_AreRead()
    {
        var options = SettingsHost.Options("""
            "Replicate": { "ApiKey": "k", "LoraModels": [ { "Name": "sdxl", "Id": "me/lora" } ] },
            "RunPod": { "Workers": [ { "Name": "sdxl", "Value": "a1111-api" } ],
                        "Workflows": [ { "Name": "flux1", "Workflow": "{\"6\":{\"class_type\":\"A\",\"inputs\":{\"text\":\"\"}}}", "Inputs": [ { "Name": "prompt", "Value": "6.text" } ] } ] },
            "Modal": { "Fields": [ { "Name": "seed", "Value": "" } ], "FixedFields": [ { "Name": "a:b", "Value": "1" } ], "Headers": [ { "Name": "X-A", "Value": "1" } ] },
            "Prompts": { "Styles": [ { "Name": "oil_painting", "Value": "oil" } ], "QualityEnhancers": [ { "Name": "SharpFocus", "Value": "sharp" } ] },
            "Budget": { "Providers": [ { "Name": "runpod", "PerDayUsd": 3 } ] }
            """);

        Assert.Equal("me/lora", options.Replicate.LoraModels["sdxl"]);
        Assert.Equal(RunPodWorker.A1111Api, options.RunPod.Workers["sdxl"]);
        Assert.Equal("6.text", options.RunPod.Workflows["flux1"].Inputs["prompt"]);
        Assert.Equal(("", "1", "1"), (options.Modal.Fields["seed"], options.Modal.FixedFields["a:b"], options.Modal.Headers["X-A"]));
        Assert.Equal("oil", options.Prompts.Styles[ImageStyle.OilPainting]);
        Assert.Equal("sharp", options.Prompts.QualityEnhancers[QualityEnhancer.SharpFocus]);
        Assert.Equal(3m, options.Budget.Providers["runpod"].PerDayUsd);
    }

    [Theory]
    [InlineData("""  "Models": [ { "Name": "a", "Id": "x" }, { "Name": "A", "Id": "y" } ]  """, "ImageGeneration:Replicate:Models:1:Name (A) appears in the list twice")]
    [InlineData("""  "Models": [ { "Name": "a" } ]  """, "ImageGeneration:Replicate:Models:0 must have one Value (or Id) beside its Name")]
    [InlineData("""  "Models": [ { "Name": "a", "Id": "x", "Value": "y" } ]  """, "must have one Value (or Id) beside its Name")]
    [InlineData("""  "Models": [ { "Name": "a", "Id": "x", "Version": "y" } ]  """, "ImageGeneration:Replicate:Models:0:Version is not a setting")]
    [InlineData("""  "Models": [ "me/a", "me/b" ]  """, "ImageGeneration:Replicate:Models:0 must have a Name")]
    [InlineData("""  "Models": [ { "Id": "me/a" } ]  """, "ImageGeneration:Replicate:Models:0 must have a Name")]
    public void List_ThatSaysTooLittleOrTooMuch_IsNamed(string models, string expected) =>
        Assert.Contains(
            SettingsHost.Failures($$"""  "Replicate": { "ApiKey": "k", {{models}} }  """),
            failure => failure.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""  "Providers": { "eu": { "ApiKey": "other", "Quality": 7 }, "mine": { "Quality": 8, "RateLimit": { "Concurrent": 3 } } }  """)]
    [InlineData("""  "Providers": [ { "Name": "eu", "ApiKey": "other", "Quality": 7 }, { "Name": "mine", "Quality": 8, "RateLimit": { "Concurrent": 3 } } ]  """)]
    public void Providers_UnderNamesOfTheirOwn_HaveSettingsOfTheirOwn(string members)
    {
        using var services = SettingsHost.Services(members, builder => builder
            .AddReplicate("eu")
            .AddProvider("mine", _ => new FakeProvider("mine"), options => options.RateLimit.RequestsPerMinute = 9));

        var eu = services.GetRequiredService<IOptionsMonitor<ReplicateOptions>>().Get("eu");
        var mine = services.GetRequiredService<IOptionsMonitor<ProviderOptions>>().Get("mine");

        Assert.Equal(("other", 7), (eu.ApiKey, eu.Quality));
        Assert.Equal((8, 3, 9), (mine.Quality, mine.RateLimit.Concurrent, mine.RateLimit.RequestsPerMinute));
    }
}
