using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Describes the state of an endpoint's workers in a sentence: a queued job does not say why it waits, the workers do.</summary>
internal readonly record struct RunPodHealth(bool IsUsable, string Sentence)
{
    private static readonly string[] States = ["idle", "initializing", "ready", "running", "throttled", "unhealthy"];

    /// <summary>Returns the counts themselves, for a reader who wants to judge alone.</summary>
    public static string Snapshot(JsonElement health)
    {
        var workers = health.Member("workers"u8);
        var counts = States.Select(state => Text($"{state} {Count(workers, Encoding.UTF8.GetBytes(state))}"));
        var jobs = health.Member("jobs"u8);
        return Text(
            $"workers: {string.Join(", ", counts)}; jobs: {Count(jobs, "inQueue"u8)} queued, {Count(jobs, "inProgress"u8)} running");
    }

    public static RunPodHealth Read(JsonElement health)
    {
        var workers = health.Member("workers"u8);
        var jobs = health.Member("jobs"u8);
        var running = Count(workers, "running"u8);
        var free = Math.Max(Count(workers, "ready"u8), Count(workers, "idle"u8));
        var queue = Count(jobs, "inQueue"u8) is > 0 and var waiting
            ? $"; {(waiting == 1 ? "1 job waits" : $"{waiting} jobs wait")} in its queue"
            : "";
        if (running + free > 0)
        {
            return new(true, $"{Workers(free)} free and {running} at work{queue}");
        }

        if (Count(workers, "initializing"u8) is > 0 and var starting)
        {
            return new(true, $"{Workers(starting)} starting (a cold start){queue}");
        }

        if (Count(workers, "throttled"u8) is > 0 and var throttled)
        {
            return new(true, $"{Workers(throttled)} throttled: no capacity right now, which usually clears within a minute{queue}");
        }

        if (Count(workers, "unhealthy"u8) is > 0 and var crashing)
        {
            var workersCrash = crashing == 1 ? "1 worker crashes" : $"{crashing} workers crash";
            return new(false, $"{workersCrash} in a loop: waiting will not help, the worker's own log tells why{queue}");
        }

        return queue.Length == 0
            ? new(true, "no workers, which is normal for an idle endpoint that scales to zero")
            : new(true, $"no workers{queue}: one is about to start, unless the endpoint's maximum is 0");
    }

    /// <summary>Gets the figures in the form of every provider; null when there are none.</summary>
    public static WorkerCounts? Workers(JsonElement health)
    {
        var workers = health.Member("workers"u8);
        return workers.ValueKind != JsonValueKind.Object ? null : new()
        {
            // Ready ones are idle ones too; how each is counted is not documented.
            Idle = Figure(Math.Max(Count(workers, "ready"u8), Count(workers, "idle"u8))),
            Running = Figure(Count(workers, "running"u8)),
            Initializing = Figure(Count(workers, "initializing"u8)),
            Throttled = Figure(Count(workers, "throttled"u8)),
            Unhealthy = Figure(Count(workers, "unhealthy"u8)),
            QueuedJobs = Figure(Count(health.Member("jobs"u8), "inQueue"u8)),
        };
    }

    private static int Figure(long count) => (int)Math.Min(count, int.MaxValue);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Workers(long count) => count == 1 ? "1 worker is" : $"{count} workers are";

    private static long Count(JsonElement counts, ReadOnlySpan<byte> name) => Math.Max(counts.Member(name).AsInteger() ?? 0, 0);
}
