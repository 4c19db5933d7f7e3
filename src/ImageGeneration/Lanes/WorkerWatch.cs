using System.Collections.Concurrent;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Lanes;

/// <summary>Holds the latest worker counts of a provider's models. Requests read them without waiting: counts that are too old are read
/// again in the background, one call at a time for each model, among the status reads. Without requests nothing runs.</summary>
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

    // A provider that does not answer, or refuses, is asked again later than one that does.
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Watched> _models = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Gets the latest counts of a model's workers; null when they are older, or there are none.</summary>
    public WorkerCounts? Latest(string modelId, TimeSpan maxAge) =>
        _models.TryGetValue(modelId, out var model) && Volatile.Read(ref model.Told) is { } told && time.GetElapsedTime(told.At) <= maxAge
            ? told.Counts
            : null;

    /// <summary>Starts to count a model's workers in the background, unless that was done within the interval or the provider may not be
    /// asked.</summary>
    public void Refresh(string modelId, TimeSpan interval)
    {
        if (_closing.IsCancellationRequested || Find(modelId) is not { } model || time.GetTimestamp() < Volatile.Read(ref model.NextAt)
            || isHeld() || Interlocked.Exchange(ref model.IsBeingAsked, 1) != 0)
        {
            return;
        }

        // Two requests may have found it due.
        if (time.GetTimestamp() < Volatile.Read(ref model.NextAt))
        {
            Volatile.Write(ref model.IsBeingAsked, 0);
            return;
        }

        // On another thread, without the caller's context: the provider's code may block before its first await.
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
#pragma warning disable CA1031 // no request waits for it, and each can do without it
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
