using FsCheck.Fluent;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Tests.Time;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Jobs;

public sealed class ReadSchedulerTests(ITestOutputHelper output)
{
    private readonly StepClock _time = new();

    [Fact]
    public void Schedule_NothingCompetes_RunsAtItsTimeToTheTick()
    {
        using var scheduler = Scheduler(60);
        var read = new Read();

        Assert.False(scheduler.Schedule(read, TimeSpan.FromSeconds(2)));

        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(read.HasRun);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(read.HasRun);
        Assert.Equal(TimeSpan.Zero, read.Overdue);
    }

    [Fact]
    public void Schedule_DueAtOnceAndNothingCompetes_GoesOutWithoutATimer()
    {
        using var scheduler = Scheduler(60);

        Assert.True(scheduler.Schedule(new Read(), TimeSpan.Zero));
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Fact]
    public void Schedule_DueAtOnceWhileAnotherIsOverdue_GoesBehindIt()
    {
        using var scheduler = Scheduler(60);
        var (late, last) = (new Read(), new Read());
        Assert.True(scheduler.Schedule(new Read(), TimeSpan.Zero));
        Assert.False(scheduler.Schedule(late, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(0.9));

        Assert.False(scheduler.Schedule(last, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal((true, false), (late.HasRun, last.HasRun));
        Assert.InRange(late.Overdue.TotalSeconds, 0.9, 1.2);
    }

    // Timers count whole milliseconds: the bucket may have a token before the timer serves who waits for it.
    [Fact]
    public void Schedule_ATokenIsThereBeforeTheTimer_NobodyOvertakesWhoWaits()
    {
        const int burst = 200_000 / 60;
        using var scheduler = Scheduler(200_000);
        var (waiting, late) = (new Read(), new Read());
        for (var i = 0; i < burst; i++)
        {
            Assert.True(scheduler.Schedule(new Read(), TimeSpan.Zero));
        }

        Assert.False(scheduler.Schedule(waiting, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromMilliseconds(0.5));
        Assert.False(scheduler.Schedule(late, TimeSpan.Zero));

        Assert.False(waiting.HasRun || late.HasRun);
        _time.Advance(TimeSpan.FromMilliseconds(0.6));
        Settle([waiting, late]);
        Assert.True(waiting.HasRun);
    }

    [Fact]
    public void Schedule_AnyTimes_InOrderOfDueTimeNoWindowOverTheLimitAndAllOfItUsedUnderLoad() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<ushort[]>().Filter(delays => delays is not null),
            Gen.Choose(20, 600).ToArbitrary(),
            (delays, perMinute) =>
            {
                var time = new StepClock();
                using var scheduler = new ReadScheduler(new RateLimitOptions { ReadsPerMinute = perMinute }, time);
                var served = new List<(TimeSpan At, long Due)>();
                var waiting = new List<Read>();
                for (var i = 0; i < perMinute + 200; i++)
                {
                    var read = new Read();
                    if (scheduler.Schedule(read, TimeSpan.FromMilliseconds(delays.Length > 0 ? delays[i % delays.Length] % 500 : 0)))
                    {
                        served.Add((time.Elapsed, time.GetTimestamp()));
                    }
                    else
                    {
                        waiting.Add(read);
                    }
                }

                while (waiting.Count > 0 && time.AdvanceToNextTimer())
                {
                    Settle(waiting);
                    served.AddRange(waiting.Where(read => read.HasRun).OrderBy(read => read.Due).Select(read => (time.Elapsed, read.Due)));
                    waiting.RemoveAll(read => read.HasRun);
                }

                Assert.Empty(waiting);
                Assert.All(served.Zip(served.Skip(1)), pair => Assert.True(pair.First.Due <= pair.Second.Due || pair.First.At == pair.Second.At));
                Assert.All(served.Zip(served.Skip(perMinute)), pair => Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromMinutes(1)));
                Assert.True(served.Count(read => read.At <= TimeSpan.FromMinutes(1)) >= 0.95 * perMinute);
            }).Check(output, tests: 20);

    [Fact]
    public void Remove_Scheduled_ItsTurnIsFree()
    {
        using var scheduler = Scheduler(60);
        var (leaving, next) = (new Read(), new Read());
        Assert.True(scheduler.Schedule(new Read(), TimeSpan.Zero));
        scheduler.Schedule(leaving, TimeSpan.FromSeconds(0.5));
        scheduler.Schedule(next, TimeSpan.FromSeconds(0.6));

        Assert.True(scheduler.Remove(leaving));
        Assert.False(scheduler.Remove(leaving));

        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((false, true), (leaving.HasRun, next.HasRun));
        Assert.Equal(0, scheduler.Count);
    }

    [Fact]
    public void Remove_AnyOfManyInAnyOrder_TheOthersKeepTheirOrder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(delays => delays is not null), delays =>
        {
            var time = new StepClock();
            using var scheduler = new ReadScheduler(new RateLimitOptions { ReadsPerMinute = 1_000_000 }, time);
            var waiting = delays.Select(delay => (Read: new Read { HasRun = delay == 0 }, Delay: TimeSpan.FromSeconds(delay))).ToList();
            waiting.ForEach(read => scheduler.Schedule(read.Read, read.Delay));
            var staying = waiting.Where((_, i) => i % 3 != 0).ToList();
            waiting.Where((_, i) => i % 3 == 0).ToList().ForEach(read => scheduler.Remove(read.Read));

            for (var second = 0; second <= byte.MaxValue; second++)
            {
                Settle(staying.Select(read => read.Read));
                Assert.All(staying, read => Assert.Equal(read.Delay <= time.Elapsed, read.Read.HasRun));
                time.Advance(TimeSpan.FromSeconds(1));
            }

            Assert.Equal(0, scheduler.Count);
        }).Check(output, tests: 50);

    [Fact]
    public void Pause_HoldsAllBackIsNeverShortenedAndEndsInSingleFile()
    {
        using var scheduler = Scheduler(600);
        var reads = Enumerable.Range(0, 20).Select(_ => new Read()).ToList();
        reads.ForEach(read => scheduler.Schedule(read, TimeSpan.FromSeconds(1)));

        scheduler.Pause(TimeSpan.FromSeconds(30));
        scheduler.Pause(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(30), scheduler.PauseLeft);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.DoesNotContain(reads, read => read.HasRun);
        _time.Advance(TimeSpan.FromSeconds(0.11));
        Settle(reads);
        Assert.Equal(1, reads.Count(read => read.HasRun));
        _time.Advance(TimeSpan.FromSeconds(1));
        Settle(reads);
        Assert.InRange(reads.Count(read => read.HasRun), 9, 12);
        Assert.Null(scheduler.PauseLeft);
    }

    [Fact]
    public void RecordUnmetered_ManyCancellations_NotHeldBackAndTheReadsBehindThemNotForLong()
    {
        using var scheduler = Scheduler(600);
        var read = new Read();
        for (var i = 0; i < 10_000; i++)
        {
            scheduler.RecordUnmetered();
        }

        Assert.False(scheduler.Schedule(read, TimeSpan.Zero));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(read.HasRun);
    }

    [Fact]
    public void StartClock_ReadsArePausedAndUsedUp_RunsAtItsTimeAllTheSame()
    {
        using var scheduler = Scheduler(60);
        var (read, clock) = (new Read(), new Read());
        scheduler.Schedule(read, TimeSpan.Zero);
        scheduler.Pause(TimeSpan.FromMinutes(1));
        scheduler.Schedule(read, TimeSpan.FromSeconds(1));

        scheduler.StartClock(clock, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((false, true), (read.HasRun, clock.HasRun));
    }

    [Fact]
    public void StartClock_Twice_TheLastCountsAndStoppedItDoesNotRun()
    {
        using var scheduler = Scheduler(60);
        var (renewed, stopped) = (new Read(), new Read());
        scheduler.StartClock(renewed, TimeSpan.FromSeconds(1));
        scheduler.StartClock(renewed, TimeSpan.FromSeconds(10));
        scheduler.StartClock(stopped, TimeSpan.FromSeconds(1));

        scheduler.StopClock(stopped);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((false, false), (renewed.HasRun, stopped.HasRun));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(renewed.HasRun);
    }

    [Fact]
    public async Task WaitForTurn_TheTokenEnds_TheWaitDoesAndNothingIsLeft()
    {
        using var scheduler = Scheduler(60);
        using var source = new CancellationTokenSource();
        var waiting = scheduler.WaitForTurnAsync(TimeSpan.FromSeconds(5), source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, scheduler.Count);
    }

    [Fact]
    public void Dispose_WhileReadsWait_TheyAreServedToTheEnd()
    {
        var scheduler = Scheduler(60);
        var read = new Read();
        scheduler.Schedule(read, TimeSpan.FromSeconds(1));

        scheduler.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(read.HasRun);
    }

    [Fact]
    public void Dispose_WhileNothingWaits_WhatComesLaterIsServed()
    {
        var scheduler = Scheduler(60);
        var read = new Read();

        scheduler.Dispose();
        scheduler.Schedule(read, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(read.HasRun);
        Assert.Equal(0, _time.ScheduledTimers);
    }

    public static TheoryData<ProviderOptions, double, int> Documented => new()
    {
        { new ReplicateOptions(), 60, 3000 },
        { new RunPodOptions(), 10, 2000 },
        { new ModalOptions(), 5, 1000 },
    };

    [Theory]
    [MemberData(nameof(Documented))]
    public void Defaults_UnderLoad_StayBelowWhatTheProviderTakes(ProviderOptions options, double windowSeconds, int most)
    {
        using var scheduler = new ReadScheduler(options.RateLimit, _time);
        var reads = Enumerable.Range(0, 8000).Select(_ => new Read()).ToList();
        reads.ForEach(read => read.HasRun = scheduler.Schedule(read, TimeSpan.Zero));
        var window = TimeSpan.FromSeconds(windowSeconds);

        for (var before = 0; _time.Elapsed < TimeSpan.FromSeconds(70) && before < reads.Count;)
        {
            _time.Advance(window);
            Settle(reads);
            var served = reads.Count(read => read.HasRun);
            Assert.InRange(served - before, 0, most);
            before = served;
        }
    }

    [Theory]
    [InlineData(600, null, 3000)]
    [InlineData(601, null, 3005)]
    [InlineData(100_000, null, 500_000)]
    [InlineData(100_000, 3000, 3000)]
    public void EffectiveReads_NothingSet_AtLeastFiveForEachCreate(int creates, int? set, int expected) =>
        Assert.Equal(expected, new RateLimitOptions { RequestsPerMinute = creates, ReadsPerMinute = set }.EffectiveReads);

    // All but the last of those that fall due together run in the pool: whatever is not scheduled any more has run, or is about to.
    private static void Settle(IEnumerable<Read> reads) =>
        Assert.True(SpinWait.SpinUntil(() => reads.All(read => read.Index >= 0 || read.HasRun), TimeSpan.FromSeconds(30)));

    private ReadScheduler Scheduler(int perMinute) => new(new RateLimitOptions { ReadsPerMinute = perMinute }, _time);

    private sealed class Read : ScheduledRead
    {
        private volatile bool _hasRun;

        public bool HasRun
        {
            get => _hasRun;
            set => _hasRun = value;
        }

        public override void Run() => _hasRun = true;
    }
}
