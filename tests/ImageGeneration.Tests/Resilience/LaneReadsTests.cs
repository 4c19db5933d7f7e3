using FsCheck;
using FsCheck.Fluent;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Resilience;
using ImageGeneration.Tests.Time;
using Xunit.Abstractions;

#pragma warning disable CA2012 // the waits are looked at before they end, and each is consumed once at most

namespace ImageGeneration.Tests.Resilience;

public sealed class LaneReadsTests(ITestOutputHelper output)
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Wait_NothingCompetes_AtItsTimeToTheTick()
    {
        using var reads = Reads(60);
        using var turn = new ReadTurn(reads, default);

        var waiting = reads.WaitAsync(turn, TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(Result(waiting));
        Assert.Equal(TimeSpan.Zero, turn.Late);
    }

    [Fact]
    public void Wait_DueAtOnceAndNothingCompetes_NoTimerAndNoWait()
    {
        using var reads = Reads(60);
        using var turn = new ReadTurn(reads, default);

        Assert.True(Result(reads.WaitAsync(turn, TimeSpan.Zero)));
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Fact]
    public void Wait_DueAtOnceWhileAnotherIsOverdue_GoesBehindIt()
    {
        using var reads = Reads(60);
        using var first = new ReadTurn(reads, default);
        using var late = new ReadTurn(reads, default);
        using var last = new ReadTurn(reads, default);
        Assert.True(Result(reads.WaitAsync(first, TimeSpan.Zero)));
        var overdue = reads.WaitAsync(late, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(0.9));

        var behind = reads.WaitAsync(last, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(overdue.IsCompleted);
        Assert.False(behind.IsCompleted);
        Assert.InRange(late.Late.TotalSeconds, 0.9, 1.2);
    }

    // Timers count whole milliseconds: the bucket may have a token before the timer serves who waits for it.
    [Fact]
    public void Wait_ATokenIsThereBeforeTheTimer_NobodyOvertakesWhoWaits()
    {
        const int burst = 200_000 / 60;
        using var reads = Reads(200_000);
        using var turn = new ReadTurn(reads, default);
        using var other = new ReadTurn(reads, default);
        for (var i = 0; i < burst; i++)
        {
            Assert.True(Result(reads.WaitAsync(turn, TimeSpan.Zero)));
        }

        var waiting = reads.WaitAsync(turn, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(0.5));
        var late = reads.WaitAsync(other, TimeSpan.Zero);

        Assert.False(waiting.IsCompleted || late.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(0.6));
        Assert.True(waiting.IsCompleted);
    }

    [Fact]
    public void Wait_AnyTimes_InOrderOfDueTimeNoWindowOverTheLimitAndAllOfItUsedUnderLoad() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<ushort[]>().Filter(delays => delays is not null),
            Gen.Choose(20, 600).ToArbitrary(),
            (delays, perMinute) =>
            {
                var time = new ManualTimeProvider();
                using var reads = new LaneReads(new RateLimitOptions { ReadsPerMinute = perMinute }, time);
                var waiting = Enumerable.Range(0, perMinute + 200)
                    .Select(i => (Turn: new ReadTurn(reads, default), Delay: TimeSpan.FromMilliseconds(delays.Length > 0 ? delays[i % delays.Length] % 500 : 0)))
                    .Select(read => (read.Turn, Wait: reads.WaitAsync(read.Turn, read.Delay)))
                    .ToList();

                var served = waiting.Where(read => read.Wait.IsCompleted).Select(read => (At: time.Elapsed, read.Turn.Due)).ToList();
                waiting.RemoveAll(read => read.Wait.IsCompleted);
                while (waiting.Count > 0 && time.AdvanceToNextTimer())
                {
                    served.AddRange(waiting.Where(read => read.Wait.IsCompleted).Select(read => (time.Elapsed, read.Turn.Due)));
                    waiting.RemoveAll(read => read.Wait.IsCompleted);
                }

                Assert.Empty(waiting);
                Assert.All(served.Zip(served.Skip(1)), pair => Assert.True(pair.First.Due <= pair.Second.Due || pair.First.At == pair.Second.At));
                Assert.All(served.Zip(served.Skip(perMinute)), pair => Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromMinutes(1)));
                Assert.True(served.Count(read => read.At <= TimeSpan.FromMinutes(1)) >= 0.95 * perMinute);
            }).Check(output, tests: 20);

    [Fact]
    public void Leave_Waiting_AtOnceAndItsTurnIsFree()
    {
        using var reads = Reads(60);
        using var source = new CancellationTokenSource();
        using var first = new ReadTurn(reads, default);
        using var leaving = new ReadTurn(reads, source.Token);
        using var next = new ReadTurn(reads, default);
        Assert.True(Result(reads.WaitAsync(first, TimeSpan.Zero)));
        var left = reads.WaitAsync(leaving, TimeSpan.FromSeconds(0.5));
        var waiting = reads.WaitAsync(next, TimeSpan.FromSeconds(0.6));

        source.Cancel();

        Assert.False(Result(left));
        Assert.False(Result(reads.WaitAsync(leaving, TimeSpan.Zero)));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.True(Result(waiting));
        Assert.Equal(0, reads.Waiting);
    }

    [Fact]
    public void Leave_DuringARead_EndsIt()
    {
        using var reads = Reads(60);
        using var source = new CancellationTokenSource();
        using var turn = new ReadTurn(reads, source.Token);
        using var reading = new CancellationTokenSource();
        Assert.True(reads.Note(turn, reading));

        source.Cancel();

        Assert.True(reading.IsCancellationRequested);
        Assert.False(reads.Note(turn, null));
    }

    [Fact]
    public void Leave_AnyOfManyInAnyOrder_TheOthersKeepTheirOrder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(delays => delays is not null), delays =>
        {
            var time = new ManualTimeProvider();
            using var reads = new LaneReads(new RateLimitOptions { ReadsPerMinute = 1_000_000 }, time);
            var waiting = delays.Select(delay => (Turn: new ReadTurn(reads, default), Delay: TimeSpan.FromSeconds(delay)))
                .Select(read => (read.Turn, read.Delay, Wait: reads.WaitAsync(read.Turn, read.Delay)))
                .ToList();
            var staying = waiting.Where((_, i) => i % 3 != 0).ToList();
            waiting.Where((_, i) => i % 3 == 0).ToList().ForEach(read => reads.Leave(read.Turn, forGood: true));

            for (var second = 0; second <= byte.MaxValue; second++)
            {
                Assert.All(staying, read => Assert.Equal(read.Delay <= time.Elapsed, read.Wait.IsCompleted));
                time.Advance(TimeSpan.FromSeconds(1));
            }

            Assert.Equal(0, reads.Waiting);
        }).Check(output, tests: 50);

    [Fact]
    public void Pause_HoldsAllBackIsNeverShortenedAndEndsInSingleFile()
    {
        using var reads = Reads(600);
        var waits = Enumerable.Range(0, 20).Select(_ => reads.WaitAsync(new ReadTurn(reads, default), TimeSpan.FromSeconds(1))).ToList();

        reads.Pause(TimeSpan.FromSeconds(30));
        reads.Pause(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(30), reads.PauseLeft);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.11));
        Assert.Equal(1, waits.Count(wait => wait.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(waits.Count(wait => wait.IsCompleted), 9, 12);
        Assert.Null(reads.PauseLeft);
    }

    [Fact]
    public void Charge_ManyCancellations_NotHeldBackAndTheReadsBehindThemNotForLong()
    {
        using var reads = Reads(600);
        using var turn = new ReadTurn(reads, default);

        for (var i = 0; i < 10_000; i++)
        {
            reads.Charge();
        }

        var waiting = reads.WaitAsync(turn, TimeSpan.Zero);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(Result(waiting));
    }

    [Fact]
    public void Dispose_WhileJobsWait_TheyAreServedToTheEnd()
    {
        var reads = Reads(60);
        using var turn = new ReadTurn(reads, default);
        var waiting = reads.WaitAsync(turn, TimeSpan.FromSeconds(1));

        reads.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Result(waiting));
    }

    [Fact]
    public void Dispose_WhileNobodyWaits_WhoComesBackIsServed()
    {
        var reads = Reads(60);
        using var turn = new ReadTurn(reads, default);

        reads.Dispose();
        var waiting = reads.WaitAsync(turn, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Result(waiting));
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
        using var reads = new LaneReads(options.RateLimit, _time);
        var waits = Enumerable.Range(0, 8000).Select(_ => reads.WaitAsync(new ReadTurn(reads, default), TimeSpan.Zero)).ToList();
        var window = TimeSpan.FromSeconds(windowSeconds);

        for (var before = 0; _time.Elapsed < TimeSpan.FromSeconds(70) && before < waits.Count;)
        {
            _time.Advance(window);
            var served = waits.Count(wait => wait.IsCompleted);
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

    private static bool Result(ValueTask<bool> wait)
    {
        Assert.True(wait.IsCompleted);
        return wait.GetAwaiter().GetResult();
    }

    private LaneReads Reads(int perMinute) => new(new RateLimitOptions { ReadsPerMinute = perMinute }, _time);
}
