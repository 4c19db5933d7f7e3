using System.Collections.Concurrent;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Lanes;

/// <summary>The workers of a provider's models as they were told last. Requests read them and wait for nothing: what is too old is asked
/// for again beside them, one call for each model, among the status reads. Where no request comes nothing runs.</summary>
internal sealed class WorkerWatch(
    IImageProvider provider,
    JobOptions options,
    ReadScheduler reads,
    Func<bool> isHeld,
    MessageSanitizer text,
    TimeProvider time,
    GuardedLogger logger) : IDisposable
{
    private const int MaxModels = 256;

    // What does not answer now, or refuses, is left alone for longer than what does.
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Watched> _models = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>What was told last of a model's workers; null where that is older, or nothing was told.</summary>
    public WorkerCounts? Latest(string modelId, TimeSpan maxAge) =>
        _models.TryGetValue(modelId, out var model) && Volatile.Read(ref model.Told) is { } told && time.GetElapsedTime(told.At) <= maxAge
            ? told.Counts
            : null;

    /// <summary>Has a model's workers counted in the background, where that was not done within an interval and the provider may be
    /// asked.</summary>
    public void Refresh(string modelId, TimeSpan interval)
    {
        if (_closing.IsCancellationRequested || Find(modelId) is not { } model || time.GetTimestamp() < Volatile.Read(ref model.NextAt)
            || isHeld() || Interlocked.Exchange(ref model.IsBeingAsked, 1) != 0)
        {
            return;
        }

        // Two may have found it due.
        if (time.GetTimestamp() < Volatile.Read(ref model.NextAt))
        {
            Volatile.Write(ref model.IsBeingAsked, 0);
            return;
        }

        // On another thread, and in nobody's context: the provider's code may block before its first await.
        Volatile.Write(ref model.NextAt, time.TimestampAfter(interval));
        ThreadPool.UnsafeQueueUserWorkItem(
            static call => _ = call.Watch.AskAsync(call.Model), (Watch: this, Model: model), preferLocal: false);
    }

    public void Dispose()
    {
        GuardedTimeout.End(_closing);
        _closing.Dispose();
    }

    private Watched? Find(string modelId) =>
        _models.TryGetValue(modelId, out var model) || _models.Count >= MaxModels
            ? model
            : _models.GetOrAdd(modelId, id => new(id, time.GetTimestamp()));

    private async Task AskAsync(Watched model)
    {
        try
        {
            using var limit = new GuardedTimeout(options.ReadTimeout, time);
            using var closing = _closing.Token.UnsafeRegister(static limit => GuardedTimeout.End((GuardedTimeout)limit!), limit);
            await reads.WaitForTurnAsync(TimeSpan.Zero, limit.Token).ConfigureAwait(false);
            if (isHeld())
            {
                return;
            }

            var call = provider.GetWorkerCountsAsync(model.Id, limit.Token);
            if (await BoundedCall.WaitAsync(call, limit.Token).ConfigureAwait(false) is { } counts)
            {
                Volatile.Write(ref model.Told, new(counts, time.GetTimestamp()));
            }
            else
            {
                model.NextAt = time.TimestampAfter(_pauseAfterFailure);
            }
        }
#pragma warning disable CA1031 // no request waits for it, and each does without
        catch (Exception exception)
#pragma warning restore CA1031
        {
            model.NextAt = time.TimestampAfter(_pauseAfterFailure);
            if (!_closing.IsCancellationRequested)
            {
                JobLog.WorkersUncounted(logger, provider.Name, model.Id, text.Sanitize(exception));
            }
        }
        finally
        {
            Volatile.Write(ref model.IsBeingAsked, 0);
        }
    }

    private sealed class Watched(string id, long now)
    {
        public Told? Told;
        public long NextAt = now;
        public int IsBeingAsked;

        public string Id { get; } = id;
    }

    private sealed record Told(WorkerCounts Counts, long At);
}
