namespace ImageGeneration.Providers.Modal;

/// <summary>The settings of a Modal web endpoint (https://modal.com/docs/guide/webhooks, read 2026-11-22): an HTTP application of your own.</summary>
public sealed class ModalOptions : ProviderOptions
{
    /// <summary>Working defaults: everything but <see cref="ProviderOptions.BaseUrl"/>, the full address of the endpoint.</summary>
    public ModalOptions()
    {
        Models["flux1"] = "flux1";
        Models["sdxl"] = "sdxl";
        RateLimit = new() { RequestsPerMinute = 60, Concurrent = 5 };
        Quality = 70;
    }

    internal override bool IsConfigured => Enabled && (!string.IsNullOrWhiteSpace(ApiKey) || BaseUrl is not null);
}
