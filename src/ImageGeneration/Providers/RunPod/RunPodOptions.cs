namespace ImageGeneration.Providers.RunPod;

/// <summary>The settings of RunPod's serverless endpoints (https://docs.runpod.io/serverless, read 2026-11-22).</summary>
public sealed class RunPodOptions : ProviderOptions
{
    /// <summary>Working defaults: everything but the key, and the endpoint of your own that runs <c>sdxl</c>.</summary>
    public RunPodOptions()
    {
        BaseUrl = new Uri("https://api.runpod.ai/v2");
        Models["flux1"] = "black-forest-labs-flux-1-schnell";
        Models["sdxl"] = "stable-diffusion-xl";
        RateLimit = new() { RequestsPerMinute = 100, Concurrent = 10 };
        Quality = 80;
    }

    /// <summary>Model name to the shape of the worker behind its endpoint; unnamed ones follow from the endpoint's id (public FLUX endpoints)
    /// or from the model's name (<c>sdxl</c>: <see cref="RunPodWorker.Sdxl"/>).</summary>
    public IDictionary<string, RunPodWorker> Workers { get; } = new Dictionary<string, RunPodWorker>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The input and output shape of a RunPod worker.</summary>
public enum RunPodWorker
{
    /// <summary>RunPod's public FLUX endpoints.</summary>
    PublicFlux,

    /// <summary><c>runpod-workers/worker-sdxl</c>.</summary>
    Sdxl,
}
