using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>Many who wait for a permit of one lane: what each holds, and what it takes to come and to be canceled.</summary>
internal static class PermitWaiters
{
    private const int Rounds = 5;
    private static readonly int[] _counts = [10_000, 50_000, 100_000];

    public static async Task<IReadOnlyList<PermitWaiterFigures>> MeasureAsync()
    {
        await RoundAsync(_counts[0]);
        var figures = new List<PermitWaiterFigures>();
        foreach (var count in _counts)
        {
            var rounds = new List<PermitWaiterFigures>();
            for (var round = 0; round < Rounds; round++)
            {
                rounds.Add(await RoundAsync(count));
            }

            figures.Add(new(
                count,
                Overhead.Median.Calculate(rounds.Select(round => round.Bytes)),
                Overhead.Median.Calculate(rounds.Select(round => round.Microseconds))));
        }

        return figures;
    }

    private static async Task<PermitWaiterFigures> RoundAsync(int count)
    {
        using var lane = new ProviderLane(
            new LongJobs(),
            new ProviderOptions { RateLimit = new() { RequestsPerMinute = 1, Concurrent = 1, QueueLimit = count } },
            [],
            TimeProvider.System,
            NullLogger<ProviderLane>.Instance);
        using var caller = new CancellationTokenSource();
        using var scope = new RequestScope(TimeSpan.FromHours(1), null, TimeProvider.System, GuardedLogger.Around(NullLogger.Instance), caller.Token);
        var request = new ProviderRequest { Model = ImageModel.Flux1, ModelId = "long/flux", Prompt = "a lighthouse", Width = 1024, Height = 1024 };
        await lane.Limiter.AttachAsync(CancellationToken.None);
        var calls = new Task<ProviderJob>[count];
        var before = Memory.Held();
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            calls[i] = lane.RunAsync(LaneJobs.Create(request, scope, isLastResort: true)).AsTask();
        }

        cpu = Environment.CpuUsage.TotalTime - cpu;
        var bytes = (double)(Memory.Held() - before) / count;
        if (lane.Limiter.Waiting != count)
        {
            throw new InvalidOperationException($"{lane.Limiter.Waiting} of {count} wait.");
        }

        var leaving = Environment.CpuUsage.TotalTime;
        await caller.CancelAsync();
        await Task.WhenAll(calls);
        cpu += Environment.CpuUsage.TotalTime - leaving;
        return new(count, bytes, cpu.TotalMicroseconds / count);
    }
}

/// <summary>The figures of one number of waiters.</summary>
/// <param name="Count">How many wait.</param>
/// <param name="Bytes">Held by each.</param>
/// <param name="Microseconds">CPU time of each, to come and to be canceled.</param>
internal sealed record PermitWaiterFigures(int Count, double Bytes, double Microseconds);
