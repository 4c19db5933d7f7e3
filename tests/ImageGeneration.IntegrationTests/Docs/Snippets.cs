#pragma warning disable IDE0005 // an application stands outside of this namespace
using ImageGeneration;
#pragma warning restore IDE0005
using ImageGeneration.Outputs;
using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Artwork;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Polly;

namespace ImageGeneration.IntegrationTests.Docs;

/// <summary>The code of the documentation, line by line as it stands there; what a line needs around it stands between.
/// <see cref="SnippetsTests"/> compares both and runs it.</summary>
internal static class Snippets
{
    public static async Task TenLinesAsync(Action<IServiceCollection> simulate)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration();                       // REPLICATE_API_KEY, RUNPOD_API_KEY, MODAL_API_KEY, ImageGeneration__…
        simulate(services);
        await using var provider = services.BuildServiceProvider();

        var images = provider.GetRequiredService<IImageGenerationService>();
        var response = await images.GenerateImageWithFailoverAsync(new() { Prompt = "A happy child reading a book in a cozy library", Model = "flux1" });

        await using var file = File.Create("library.image");
        var image = await provider.GetRequiredService<IImageReader>().CopyToAsync(response.Images[0], file);
        Console.WriteLine($"{response.Provider}: {image.MediaType} {image.Width}x{image.Height}, {response.CostUsd} USD, {response.GenerationTime.TotalSeconds:0.0} s");
    }

    public static WebApplication Endpoint(WebApplicationBuilder builder)
    {
        builder.Services.AddImageGeneration(builder.Configuration.GetSection("ImageGeneration"));   // or a delegate: options => { … }
        var app = builder.Build();
        app.MapPost("/generate", (ImageGenerationRequest request, IImageGenerationService images, CancellationToken ct) => images.GenerateImageWithFailoverAsync(request, ct));
        return app;
    }

    public static void OwnProvider(IServiceCollection services)
    {
        services.AddImageGeneration()
            .AddProvider("mine", _ => new MyProvider(), options => options.RateLimit.Concurrent = 2)
            .AddReplicate()
            .ConfigureResilience("replicate", pipeline => pipeline.AddTimeout(TimeSpan.FromMinutes(2)));
    }

    public static void TwoAccounts(IServiceCollection services, IConfiguration configuration)
    {
        services.AddImageGeneration(configuration.GetSection("ImageGeneration"))
            .AddReplicate()
            .AddReplicate("replicate-eu");
    }

    public static async Task<ImageGenerationResponse> ProgressAsync(IImageGenerationService images, ImageGenerationRequest request, CancellationToken cancellationToken)
    {
        var progress = new Progress<GenerationProgress>(step => Console.WriteLine($"{step.Provider}: {step.Phase} {step.Fraction:P0} {step.Detail}"));
        var response = await images.GenerateAsync(request, new() { Progress = progress }, cancellationToken);
        return response;
    }

    public static void OpenTelemetry(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(ImageGenerationTelemetry.MeterName).AddOtlpExporter())
            .WithTracing(tracing => tracing.AddSource(ImageGenerationTelemetry.ActivitySourceName).AddOtlpExporter());
    }

    public static async Task ArtworkAsync()
    {
        await using var simulator = await ImageProviderSimulator.StartAsync(new() { Renderer = new ArtworkRenderer() });
    }

    public static ImageGenerationRequest Tagged()
    {
        var request = new ImageGenerationRequest { Prompt = "…", BudgetTags = new Dictionary<string, string> { ["tenant"] = "acme", ["feature"] = "cover" } };
        return request;
    }

#pragma warning disable CS0168 // the README shows the exceptions by name
    public static async Task<string> ErrorsAsync(IImageGenerationService images, ImageGenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await images.GenerateImageWithFailoverAsync(request, cancellationToken);
            return "done";
        }
        catch (ContentRejectedException e) { /* "Content policy violation: …" */ }
        catch (BudgetExceededException e) { /* "Budget exceeded: …"; nothing was sent */ return "budget"; }
        catch (ImageGenerationException e) when (e.Kind == FailureKind.Unauthorized) { /* "Authentication failed …" and the setting to correct */ return "key"; }
        catch (AllProvidersFailedException e) { /* "All providers failed. …", with e.Attempts */ return "all"; }
        catch (ImageGenerationException e) { /* e.Kind: no provider supports it, the deadline passed, an input was refused, … */ return "other"; }
        catch (ArgumentException e) { /* a member is out of range; nothing was sent */ return "argument"; }
        catch (ImageGenerationCanceledException e) { /* your token; e.Attempts says whether the provider confirmed */ return "canceled"; }

        return "content";
    }
#pragma warning restore CS0168

    public static async Task SimulatorAsync(IServiceCollection services, Func<Task> test)
    {
        await using var simulator = await ImageProviderSimulator.StartAsync(new() { Latency = SimulatorLatency.None });
        services.AddImageGeneration(options =>
        {
            options.Replicate.ApiKey = "any";
            options.Replicate.BaseUrl = simulator.ReplicateBaseUrl;
        });

        simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Create, Times = 1, Effect = FaultEffect.LostAnswer });
        await test();
        Assert.Equal(1, simulator.Journal.JobsCreated);
        Assert.Equal(0, simulator.Journal.JobsRunning);
        Assert.Empty(simulator.Journal.KeysSeenOnOutputHost);
    }
}
