using System.Collections.Concurrent;
using System.Text.Json;
using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Wire;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.Replicate;

/// <summary>The rows that models wrote themselves, each asked for once; a refusal is asked again after a while.</summary>
internal sealed partial class ReplicateSchemas(ProviderHttp http, TimeSpan patience, ILogger logger)
{
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Read> _reads = new(StringComparer.Ordinal);

    /// <summary>The row; null when the model did not tell.</summary>
    /// <param name="model">A model with a <see cref="ReplicateModel.SchemaUri"/>.</param>
    public Task<ModelProfile?> ReadAsync(ReplicateModel model)
    {
        if (_reads.TryGetValue(model.ModelId, out var read) && !IsStale(read))
        {
            return read.Profile.Value;
        }

        var next = new Read(http.Time.GetTimestamp(), new(() => AskAsync(model)));
        return (read is null ? _reads.GetOrAdd(model.ModelId, next) : Replace(model.ModelId, read, next)).Profile.Value;
    }

    private Read Replace(string id, Read old, Read next) => _reads.TryUpdate(id, next, old) ? next : _reads[id];

    private bool IsStale(Read read) =>
        read.Profile is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: null } }
        && http.Time.GetElapsedTime(read.Started) > RetryAfterFailure;

    // Not bound to the request that happened to come first: others wait for it too.
    private async Task<ModelProfile?> AskAsync(ReplicateModel model)
    {
        using var timeout = new CancellationTokenSource(patience, http.Time);
        try
        {
            var profile = await AskAsync(model, model.SchemaUri!, timeout.Token).ConfigureAwait(false);
            return profile is null ? null : profile with { Capabilities = profile.Named(model.ModelId) };
        }
        catch (OperationCanceledException)
        {
            LogNoSchema(http.Name, model.ModelId, "no answer in time");
            return null;
        }
    }

    private async Task<ModelProfile?> AskAsync(ReplicateModel model, Uri uri, CancellationToken stop)
    {
        using var message = http.Request(HttpMethod.Get, uri);
        using var reply = await http.SendAsync(message, CallPhase.Read, stop).ConfigureAwait(false);
        var answer = reply.Fault is null && reply.IsSuccess ? reply.Json : default;
        if (ReplicateSchema.Read(answer) is { } profile)
        {
            return profile;
        }

        if (uri == model.SchemaUri && model.Deployment is not null && Deployed(answer) is { } deployed)
        {
            return deployed.SchemaUri is { } schema ? await AskAsync(model, schema, stop).ConfigureAwait(false) : deployed.Profile;
        }

        var failure = reply.Fault ?? (reply.IsSuccess ? null : http.Failure(reply, CallPhase.Read, "model " + model.ModelId));
        LogNoSchema(http.Name, model.ModelId, failure?.Message ?? "no input schema in the answer");
        return null;
    }

    private ReplicateModel? Deployed(JsonElement deployment)
    {
        var release = deployment.Member("current_release"u8);
        return ReplicateModel.Parse($"{release.Text("model"u8)}:{release.Text("version"u8)}", http.Root) is { Slug: not null } model ? model : null;
    }

    [LoggerMessage(2002, LogLevel.Warning, "{Provider} did not tell what model {ModelId} takes, so the common names are used: {Reason}")]
    private partial void LogNoSchema(string provider, string modelId, string reason);

    private sealed record Read(long Started, Lazy<Task<ModelProfile?>> Profile);
}
