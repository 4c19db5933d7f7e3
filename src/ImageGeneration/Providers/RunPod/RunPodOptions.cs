using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Provides the options of RunPod's serverless endpoints (https://docs.runpod.io/serverless, read 2026-11-22). An endpoint in
/// <c>Models</c> is an id, its console page's address, or an absolute URL; the key goes to the origin of <c>BaseUrl</c> only.</summary>
public sealed class RunPodOptions : ProviderOptions
{
    /// <summary>Initializes a new instance of the <see cref="RunPodOptions"/> class with working defaults for everything but the key, and
    /// the endpoint of your own that runs <c>sdxl</c>.</summary>
    public RunPodOptions()
    {
        BaseUrl = new Uri("https://api.runpod.ai/v2");
        Models["flux1"] = "black-forest-labs-flux-1-schnell";
        Models["sdxl"] = "stable-diffusion-xl";
        // 2000 status reads in ten seconds: 183 at once and 180 a second stay below.
        RateLimit = new() { RequestsPerMinute = 100, Concurrent = 10, DocumentedReads = 11_000 };
        Quality = 80;
    }

    /// <summary>Gets the shapes of the workers, by model name or endpoint; others follow from the endpoint's id (RunPod's public
    /// endpoints), from the model's name (<c>sdxl</c>: <see cref="RunPodWorker.Sdxl"/>), otherwise
    /// <see cref="RunPodWorker.Custom"/>.</summary>
    public IDictionary<string, RunPodWorker> Workers { get; } = new Dictionary<string, RunPodWorker>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the workflows of endpoints with worker-comfyui, by model name or endpoint.</summary>
    public IDictionary<string, ComfyUiWorkflow> Workflows { get; } =
        new Dictionary<string, ComfyUiWorkflow>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the cost of a second of the workers behind endpoints of your own, in US dollars
    /// (https://docs.runpod.io/serverless/pricing): 0 to 1000; null (default) when unknown, and then so are the costs. A price in
    /// <c>Prices</c> takes precedence. Costs calculated from it are reported as estimates: starting and idling are billed too.</summary>
    [Range(0d, 1000d)]
    [FixedAtStart]
    public decimal? WorkerUsdPerSecond { get; set; }

    /// <summary>Gets the members of the workers' outputs that hold their images, by model name or endpoint: a name, such as
    /// <c>picture</c>, or a JSON pointer, such as <c>/result/files/0/url</c>; a list whose index is left out stands for each of its
    /// entries. Empty (default) searches every member.</summary>
    public IDictionary<string, string> Outputs { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how long the submit waits for the result (<c>/runsync</c>): 1 second to 5 minutes; null (default) queues and
    /// polls instead, so that the job's id is known at once and a lost connection loses nothing. A job that outlives the wait is read by
    /// <c>/status-sync</c>, which answers when it ends.</summary>
    [TimeSpanRange("00:00:01", "00:05:00")]
    [FixedAtStart]
    public TimeSpan? SyncWait { get; set; }

    internal override TimeSpan? HeldSubmit => SyncWait;

    internal override decimal? WorkerRateUsdPerSecond => WorkerUsdPerSecond;
}

/// <summary>Specifies the input and output shape of a RunPod worker.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RunPodWorker>))]
public enum RunPodWorker
{
    /// <summary>RunPod's public FLUX endpoints.</summary>
    PublicFlux,

    /// <summary><c>runpod-workers/worker-sdxl</c>.</summary>
    Sdxl,

    /// <summary><c>runpod-workers/worker-sdxl-turbo</c>: 512 × 512.</summary>
    SdxlTurbo,

    /// <summary><c>runpod-workers/worker-a1111</c>: the body of A1111's txt2img as it is.</summary>
    A1111,

    /// <summary><c>ashleykleynhans/runpod-worker-a1111</c>: the same body as the payload of an API call.</summary>
    A1111Api,

    /// <summary>A worker of your own with the names that diffusers workers share: <c>prompt</c>, <c>negative_prompt</c>, <c>width</c>,
    /// <c>height</c>, <c>num_inference_steps</c>, <c>guidance_scale</c>, <c>seed</c>; what was not requested is not sent.</summary>
    Custom,

    /// <summary><c>runpod-workers/worker-comfyui</c>: a workflow of <see cref="RunPodOptions.Workflows"/>.</summary>
    ComfyUi,

    /// <summary><c>runpod-workers/worker-stable_diffusion_v1</c>, which RunPod no longer maintains.</summary>
    StableDiffusionV1,
}
