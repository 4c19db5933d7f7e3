using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Configuration;

public sealed class OptionsValidationTests
{
    public static TheoryData<string, Action<ImageGenerationServiceOptions>> Bad => new()
    {
        { "Deadline must be between 00:00:01 and 1.00:00:00", o => o.Deadline = TimeSpan.Zero },
        { "RequestsPerMinute must be between 1 and 100000", o => o.Replicate.RateLimit.RequestsPerMinute = 0 },
        { "Concurrent must be between 1 and 10000", o => o.RunPod.RateLimit.Concurrent = 0 },
        { "QueueLimit must be between 0 and 1000000", o => o.Modal.RateLimit.QueueLimit = -1 },
        { "60 - 60 = 0, and must be at least 1", o => o.Replicate.RateLimit.Burst = 60 },
        { "ReadsPerMinute must be between 1 and 1000000", o => o.RunPod.RateLimit.ReadsPerMinute = 0 },
        { "FailureThreshold must be between 1 and 1000", o => o.Replicate.Breaker.FailureThreshold = 0 },
        { "MaxResubmits must be between 0 and 10", o => o.Replicate.Retry.MaxResubmits = 11 },
        { "SubmitTimeout must be between 00:00:01 and 00:10:00", o => o.Replicate.Jobs.SubmitTimeout = TimeSpan.Zero },
        { "MinPollInterval (00:00:07) must not exceed ImageGeneration:Replicate:Jobs:MaxPollInterval (00:00:05)", o => o.Replicate.Jobs.MinPollInterval = TimeSpan.FromSeconds(7) },
        { "SyncWait must be between 00:00:01 and 00:01:00", o => o.Replicate.SyncWait = TimeSpan.FromMinutes(2) },
        { "ImageGeneration:RunPod:BaseUrl must be an absolute http or https address", o => o.RunPod.BaseUrl = new Uri("ftp://host/") },
        { "ImageGeneration:Modal:BaseUrl must be set", o => o.Modal.ApiKey = "key" },
        { "ImageGeneration:Replicate:ApiKey must consist of printable ASCII", o => o.Replicate.ApiKey = "two words" },
        { "ImageGeneration:Replicate:Models:mine must map", o => o.Replicate.Models["mine"] = " " },
        { "ImageGeneration:Modal:ProxyKey and ImageGeneration:Modal:ProxySecret must be set both or neither; only ProxyKey is", o => o.Modal.ProxyKey = "wk-a" },
        { "are not a proxy token: it is an account token", o => (o.Modal.ProxyKey, o.Modal.ProxySecret) = ("ak-a", "as-b") },
        { "ProxyKey starts with wk-, ProxySecret with ws-", o => (o.Modal.ProxyKey, o.Modal.ProxySecret) = ("ws-a", "wk-b") },
        { "set it once", o => (o.Modal.ApiKey, o.Modal.ProxyKey, o.Modal.ProxySecret) = ("wk-a:ws-b", "wk-a", "ws-b") },
        { "ImageGeneration:Modal:SubmitRoute (submit) must be a path", o => o.Modal.SubmitRoute = "submit" },
        { "ImageGeneration:Modal:ResultRoute (//evil.test/{call_id}) must be a path", o => o.Modal.ResultRoute = "//evil.test/{call_id}" },
        { "ImageGeneration:Modal:CancelRoute (/cancel) must hold {call_id}", o => o.Modal.CancelRoute = "/cancel" },
        { "ImageGeneration:Modal:Fields:steps is not a field of the contract; those are prompt, negative_prompt", o => o.Modal.Fields["steps"] = "x" },
        { "ImageGeneration:Modal:Fields:prompt must not be empty", o => o.Modal.Fields["prompt"] = "" },
        { "ImageGeneration:Modal:Headers:X Y must be an HTTP header", o => o.Modal.Headers["X Y"] = "x" },
        { "ImageGeneration:Modal:Headers:X-A must be an HTTP header", o => o.Modal.Headers["X-A"] = "x\r\nEvil: 1" },
        { "ImageGeneration:Modal:Headers:authorization is written by the library", o => o.Modal.Headers["authorization"] = "x" },
        { "ImageGeneration:Modal:Mode must be one of: Sync, Queue", o => o.Modal.Mode = (ImageGeneration.Providers.Modal.ModalMode)7 },
        { "PerDayUsd must be between 0 and 1000000", o => o.Budget.PerDayUsd = -1 },
        { "ImageGeneration:Budget:Providers:replicat is not a provider; the providers are replicate, runpod, modal", o => o.Budget.Providers["replicat"] = new() },
        { "ImageGeneration:Budget:Providers:runpod:PerDayUsd must be between 0 and 1000000", o => o.Budget.Providers["runpod"] = new() { PerDayUsd = -1 } },
        { "ImageGeneration:Budget:Providers:runpod must not be null", o => o.Budget.Providers["runpod"] = null! },
        { "ImageGeneration:Budget:Tags:a b is not a valid tag name: a name has 1 to 64 characters", o => o.Budget.Tags["a b"] = new() },
        { "ImageGeneration:Budget:Tags:user must not be null", o => o.Budget.Tags["user"] = null! },
        { "ImageGeneration:Budget:Tags:user:PerHourUsd must be between 0 and 1000000", o => o.Budget.Tags["user"] = new() { PerHourUsd = 1_000_001 } },
        { "ImageGeneration:Budget:Tags:user:MaxValues must be between 1 and 1000000", o => o.Budget.Tags["user"] = new() { MaxValues = 0 } },
        { "ImageGeneration:Budget:Tags:user:Values:ann:TotalUsd must be between 0 and 1000000", o => o.Budget.Tags["user"] = new() { Values = { ["ann"] = new() { TotalUsd = -1 } } } },
        { "ImageGeneration:Budget:Tags:user:Values:ann:PerMonthUsd must be between 0 and 1000000", o => o.Budget.Tags["user"] = new() { Values = { ["ann"] = new() { PerMonthUsd = -1 } } } },
        { "ImageGeneration:Budget:Tags:user:Values:  is not a valid tag value: a value has 1 to 128 characters", o => o.Budget.Tags["user"] = new() { Values = { [" "] = new() } } },
        { "must set exactly one of PerImageUsd, PerMegapixelUsd and PerSecondUsd", o => o.Prices.Add(new Price { Model = "x" }) },
        { "MaxBytes must be between 1024 and 1073741824", o => o.Outputs.MaxBytes = 1 },
        { "Quality must be between 0 and 100", o => o.Replicate.Quality = 101 },
        { "RateLimit:Burst (50) must be less than", o => (o.Replicate.RateLimit.RequestsPerMinute, o.Replicate.RateLimit.Burst) = (1, 50) },
        { "Prompts:NegativePrompt must be one of: Warn", o => o.Prompts.NegativePrompt = (ImageGeneration.Prompts.NegativePromptHandling)9 },
        { "ImageGeneration:Prices:0 must not be null", o => o.Prices.Add(null!) },
        { "Strategy must be one of: Balanced", o => o.Routing.Strategy = (ImageGeneration.Routing.RoutingStrategy)77 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_OutOfRange_NamesTheSettingAndTheRange(string message, Action<ImageGenerationServiceOptions> spoil)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options(options =>
        {
            options.Replicate.ApiKey = "r8_test";
            spoil(options);
        }));

        Assert.Contains(failure.Failures, text => text.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain("r8_test", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_NullForASection_IsItsDefaults()
    {
        using var json = new MemoryStream("""
            { "Routing": null, "Prompts": null, "Budget": null, "Outputs": null, "RunPod": null, "Modal": null,
              "Replicate": { "ApiKey": "key", "RateLimit": null, "Breaker": null, "Retry": null, "Jobs": null, "Models": null } }
            """u8.ToArray());
        var configuration = new ConfigurationBuilder().AddJsonStream(json).Build();
        using var services = new ServiceCollection().AddImageGeneration(configuration).Services.BuildServiceProvider();

        Assert.Equal("replicate", Assert.Single(services.GetRequiredService<IImageProviderMonitor>().GetStatus()).Provider);
    }

    [Fact]
    public void Validate_NoProvider_SaysWhichVariablesToSet()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options(_ => { }));

        Assert.Contains("REPLICATE_API_KEY (or REPLICATE_API_TOKEN), RUNPOD_API_KEY or MODAL_API_KEY", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AddedWithoutAKey_SaysWhichSetting()
    {
        var builder = new ServiceCollection().AddImageGeneration().AddRunPod();
        using var services = builder.Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IImageGenerationService>());

        Assert.Contains("ImageGeneration:RunPod:ApiKey must be set", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ASecondAccountWithoutAKey_SaysWhichSetting()
    {
        var builder = new ServiceCollection().AddImageGeneration(options => options.Replicate.ApiKey = "key").AddReplicate("eu");
        using var services = builder.Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IImageGenerationService>());

        Assert.Contains("eu:ApiKey must be set", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AProviderOfTheApplicationsOwnWithBadLimits_NamesIt()
    {
        var builder = new ServiceCollection().AddImageGeneration();
        builder.AddProvider("mine", _ => new FakeProvider("mine"), options => options.RateLimit.Burst = 60);
        using var services = builder.Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IImageGenerationService>());

        Assert.Contains("ImageGeneration:Providers:mine:RateLimit:Burst (60) must be less than ImageGeneration:Providers:mine:RateLimit:RequestsPerMinute (60 per minute)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AtStart_IsAskedForByTheHost()
    {
        using var services = new ServiceCollection().AddImageGeneration().Services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void ToString_OfEveryOptionsClass_HoldsNoKey()
    {
        var options = new ImageGenerationServiceOptions { Replicate = { ApiKey = "r8_secret" } };

        Assert.DoesNotContain("r8_secret", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("r8_secret", ((ProviderOptions)options.Replicate).ToString(), StringComparison.Ordinal);
    }

    private static ImageGenerationServiceOptions Options(Action<ImageGenerationServiceOptions> configure)
    {
        using var services = new ServiceCollection().AddImageGeneration(configure).Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;
    }
}
