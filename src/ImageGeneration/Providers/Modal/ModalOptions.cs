using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Modal;

/// <summary>Provides the options of a Modal web endpoint (https://modal.com/docs/guide/webhooks, read 2026-11-22): an HTTP application of
/// your own. It receives a <c>POST</c> with <c>prompt</c>, <c>negative_prompt</c>, <c>width</c>, <c>height</c>,
/// <c>num_inference_steps</c>, <c>guidance_scale</c>, <c>seed</c>, <c>num_images</c> and <c>output_format</c>, unset ones omitted, and
/// answers with an image or with JSON that contains images. The key is a proxy token as <c>wk-…:ws-…</c>, or a bearer token of your own;
/// null when the endpoint needs none.</summary>
public sealed class ModalOptions : ProviderOptions
{
    /// <summary>Initializes a new instance of the <see cref="ModalOptions"/> class with working defaults for everything but
    /// <see cref="ProviderOptions.BaseUrl"/>, the full address of the endpoint.</summary>
    public ModalOptions()
    {
        Models["flux1"] = "flux1";
        Models["sdxl"] = "sdxl";
        // Modal takes 200 requests a second from a workspace, five seconds of them at once; creates have their share.
        RateLimit = new() { RequestsPerMinute = 60, Concurrent = 5, DocumentedReads = 10_000 };
        Quality = 70;
        // A call stays open for up to 150 seconds before Modal says where its result will be.
        Jobs = new() { SubmitTimeout = TimeSpan.FromSeconds(180), ReadTimeout = TimeSpan.FromSeconds(180) };
    }

    /// <summary>Gets or sets the cost of a second of the container behind the endpoint, in US dollars (https://modal.com/pricing): 0 to
    /// 1000; null (default) when unknown, and then so are the costs. A price in <c>Prices</c> takes precedence. Costs calculated from it
    /// are reported as estimates: starting and idling are billed too.</summary>
    [Range(0d, 1000d)]
    [FixedAtStart]
    public decimal? WorkerUsdPerSecond { get; set; }

    /// <summary>Gets or sets the key of a proxy token, <c>wk-…</c>, with <see cref="ProxySecret"/>; null for none.
    /// <see cref="ProviderOptions.ApiKey"/> may then hold a bearer token that the application itself requires.</summary>
    [JsonIgnore, IgnoreDataMember, DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ProxyKey { get; set; }

    /// <summary>Gets or sets the secret of a proxy token, <c>ws-…</c>, with <see cref="ProxyKey"/>; null for none.</summary>
    [JsonIgnore, IgnoreDataMember, DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ProxySecret { get; set; }

    /// <summary>Gets or sets whether the answer to the submit is the result (default) or the id of a call.</summary>
    [FixedAtStart]
    public ModalMode Mode { get; set; }

    /// <summary>Gets or sets a value indicating whether to submit with <c>GET</c> and the fields in the query, which is the default of
    /// <c>fastapi_endpoint</c>; default false.</summary>
    [FixedAtStart]
    public bool UseGet { get; set; }

    /// <summary>Gets or sets the route of a submit, below <see cref="ProviderOptions.BaseUrl"/>; null (default) for the base itself, or
    /// <c>/submit</c> in <see cref="ModalMode.Queue"/>.</summary>
    [FixedAtStart]
    public string? SubmitRoute { get; set; }

    /// <summary>Gets or sets the route of the result of a call; default <c>/result/{call_id}</c>.</summary>
    [FixedAtStart]
    public string ResultRoute { get; set; } = "/result/{call_id}";

    /// <summary>Gets or sets the route where a call is canceled by <c>POST</c>, such as <c>/cancel/{call_id}</c>; null (default) when the
    /// application cannot: Modal itself has no call for it.</summary>
    [FixedAtStart]
    public string? CancelRoute { get; set; }

    /// <summary>Gets the names of the fields in your application, by their names in the contract; an empty name omits the field. Fields
    /// that are not named keep their names.</summary>
    public IDictionary<string, string> Fields { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the fields that are sent with every request: name to a JSON value; a value that is no JSON is sent as text. They
    /// override the request's own fields of the same name.</summary>
    [JsonValues]
    [JsonIgnore, IgnoreDataMember, DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IDictionary<string, string> FixedFields { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the member of the application's JSON answer that holds its images: a name, such as <c>picture</c>, or a JSON
    /// pointer, such as <c>/result/files/0/url</c>; a list whose index is left out stands for each of its entries. Null (default) searches
    /// every member.</summary>
    public string? OutputField { get; set; }

    /// <summary>Gets the headers that are sent with every request, to the origin of the base URL only.</summary>
    [JsonIgnore, IgnoreDataMember, DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    internal override decimal? WorkerRateUsdPerSecond => WorkerUsdPerSecond;

    internal override IEnumerable<string> Secrets => ModalSecrets.Find(this);

    internal override string Credentials =>
        string.Join('\n', [ApiKey, ProxyKey, ProxySecret, .. Headers.Select(header => $"{header.Key}: {header.Value}")]);

    internal override bool IsConfigured =>
        Enabled && (!string.IsNullOrWhiteSpace(ApiKey) || !string.IsNullOrWhiteSpace(ProxyKey) || BaseUrl is not null);
}

/// <summary>Specifies what the answer to a submit is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ModalMode>))]
public enum ModalMode
{
    /// <summary>The result; for a long call, the address where it will be.</summary>
    Sync,

    /// <summary>The <c>call_id</c> of a call whose result is read until it is there (https://modal.com/docs/guide/job-queue); also
    /// <c>job_id</c>, <c>task_id</c>, <c>request_id</c> or <c>id</c>, a text or a number. A result that is not there yet is a 202, or a
    /// 200 that says so (<c>status</c>, <c>state</c>, <c>finished</c>, <c>ready</c>).</summary>
    Queue,
}
