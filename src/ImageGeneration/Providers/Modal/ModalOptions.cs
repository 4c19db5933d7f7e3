namespace ImageGeneration.Providers.Modal;

/// <summary>The settings of a Modal web endpoint (https://modal.com/docs/guide/webhooks, read 2026-11-22): an HTTP application of your own.
/// It gets <c>POST</c> with <c>prompt</c>, <c>negative_prompt</c>, <c>width</c>, <c>height</c>, <c>num_inference_steps</c>,
/// <c>guidance_scale</c>, <c>seed</c>, <c>num_images</c> and <c>output_format</c>, unset ones left out, and answers with an image or with
/// JSON that holds images. The key is a proxy token as <c>wk-…:ws-…</c>, or a bearer token of your own; none when it needs none.</summary>
public sealed class ModalOptions : ProviderOptions
{
    /// <summary>Working defaults: everything but <see cref="ProviderOptions.BaseUrl"/>, the full address of the endpoint.</summary>
    public ModalOptions()
    {
        Models["flux1"] = "flux1";
        Models["sdxl"] = "sdxl";
        RateLimit = new() { RequestsPerMinute = 60, Concurrent = 5 };
        Quality = 70;
        // A call stays open for up to 150 seconds before Modal says where its result will be.
        Jobs = new() { SubmitTimeout = TimeSpan.FromSeconds(180), ReadTimeout = TimeSpan.FromSeconds(180) };
    }

    internal override bool IsConfigured => Enabled && (!string.IsNullOrWhiteSpace(ApiKey) || BaseUrl is not null);
}
