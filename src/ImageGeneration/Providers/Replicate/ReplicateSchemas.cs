using System.Collections.Concurrent;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Caches the profiles that models report about themselves; each model is asked once, and after a failure again after a
/// while.</summary>
internal sealed partial class ReplicateSchemas(ProviderHttpClient http, TimeSpan patience, GuardedLogger logger)
{
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Read> _reads = new(StringComparer.Ordinal);

    /// <summary>Returns the model with its own profile; null when it reported none.</summary>
    /// <param name="model">A model with a <see cref="ReplicateModel.SchemaUri"/>.</param>
    public Task<ReplicateModel?> ReadAsync(ReplicateModel model)
    {
        if (_reads.TryGetValue(model.ModelId, out var read) && !IsStale(read))
        {
            return read.Model.Value;
        }

        var next = new Read(http.Time.GetTimestamp(), new(() => Clock.WithoutFlow(model, AskAsync)));
        return (read is null ? _reads.GetOrAdd(model.ModelId, next) : Replace(model.ModelId, read, next)).Model.Value;
    }

    private Read Replace(string id, Read old, Read next) => _reads.TryUpdate(id, next, old) ? next : _reads[id];

    private bool IsStale(Read read) =>
        read.Model is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: null } }
        && http.Time.GetElapsedTime(read.Started) > RetryAfterFailure;

    // Not bound to the request that happened to come first: others wait for it too.
    private async Task<ReplicateModel?> AskAsync(ReplicateModel model)
    {
        using var timeout = new GuardedTimeout(patience, http.Time);
        try
        {
            return await AskAsync(model, model.SchemaUri!, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogNoSchema(http.Name, model.ModelId, "no answer in time");
            return null;
        }
    }

    private async Task<ReplicateModel?> AskAsync(ReplicateModel model, Uri uri, CancellationToken stop)
    {
        using var message = http.CreateRequest(HttpMethod.Get, uri, null);
        using var reply = await http.SendAsync(message, ProviderOperation.Read, stop).ConfigureAwait(false);
        var answer = reply.Fault is null && reply.IsSuccess ? reply.Json : default;
        if (ReplicateSchema.Read(answer) is { } profile)
        {
            var latest = answer.Member("latest_version"u8).Text("id"u8);
            var isCommunity = answer.Member("is_official"u8).ValueKind == JsonValueKind.False;
            return WithProfile(model, profile, isCommunity && latest is not null && ReplicateModelId.IsFullVersion(latest) ? latest : null);
        }

        if (uri == model.SchemaUri && model.Deployment is not null && Deployed(answer) is { } deployed)
        {
            return deployed.SchemaUri is { } schema
                ? await AskAsync(model, schema, stop).ConfigureAwait(false)
                : WithProfile(model, deployed.Profile, null);
        }

        var failure = reply.Fault ?? (reply.IsSuccess ? null : http.Failure(reply, ProviderOperation.Read, "model " + model.ModelId));
        LogNoSchema(http.Name, model.ModelId, failure?.Message ?? "no input schema in the answer");
        return null;
    }

    // A ratio does not have the same size everywhere: where the table knows the pixels, they stay.
    private ReplicateModel WithProfile(ReplicateModel model, ModelProfile profile, string? version)
    {
        var capabilities = profile.Named(model.ModelId) with { PromptLimit = model.Profile.Capabilities.PromptLimit };
        if (capabilities.Sizes is AspectRatioSizes told && model is { Slug: not null, Profile.Capabilities.Sizes: AspectRatioSizes known })
        {
            capabilities = capabilities with { Sizes = told.WithSizesOf(known) };
        }

        return model.WithProfile(profile with { Capabilities = capabilities }, version, http.Root);
    }

    private ReplicateModel? Deployed(JsonElement deployment)
    {
        var release = deployment.Member("current_release"u8);
        return ReplicateModel.Parse($"{release.Text("model"u8)}:{release.Text("version"u8)}", http.Root) is { Slug: not null } model ? model : null;
    }

    [LoggerMessage(2002, LogLevel.Warning, "{Provider} did not describe the input of model {ModelId}, so the common names are used: {Reason}")]
    private partial void LogNoSchema(string provider, string modelId, string reason);

    private sealed record Read(long Started, Lazy<Task<ReplicateModel?>> Model);
}
