using ImageGeneration.Tests.Time;
using ImageGeneration.Timing;

namespace ImageGeneration.Tests.Limiting;

/// <summary>The bucket's own figures, in ticks of a clock that has ten million a second: sixty a minute and five at once are one about every
/// 1.09 s.</summary>
public sealed class TokenBucketArithmeticTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Interval = (60 * Second / 55) + 1;

    private readonly StepClock _time = new();
    private readonly long _now;
    private TokenBucket _bucket;

    public TokenBucketArithmeticTests()
    {
        _now = _time.GetTimestamp();
        _bucket = new(perMinute: 60, burst: 5, _time);
    }

    [Fact]
    public void TryTake_ABurst_GoesThroughAndTheNextWaitsForOneInterval()
    {
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => _bucket.TryTake(_now)));
        Assert.Equal(_now + Interval, _bucket.Next);
        Assert.Equal(_now + (5 * Interval), _bucket.FullAt);
        Assert.False(_bucket.TryTake(_now + Interval - 1));
        Assert.True(_bucket.TryTake(_now + Interval));
    }

    [Fact]
    public void NextAfter_Others_EachTakesAnInterval()
    {
        Take(5);

        Assert.Equal([_now + Interval, _now + (2 * Interval), _now + (3 * Interval)], Enumerable.Range(0, 3).Select(_bucket.NextAfter));
    }

    [Fact]
    public void NextAfter_Paused_CountsFromTheEndOfThePause()
    {
        Take(1);

        _bucket.Pause(_now, TimeSpan.FromSeconds(30));

        Assert.Equal([_now + (30 * Second), _now + (30 * Second) + Interval], Enumerable.Range(0, 2).Select(_bucket.NextAfter));
    }

    [Fact]
    public void Refund_TheLast_IsThereAgain()
    {
        Take(5);

        Assert.True(_bucket.Refund(_bucket.FullAt));

        Assert.True(_bucket.TryTake(_now));
    }

    [Fact]
    public void Refund_NotTheLast_ChangesNothing()
    {
        Take(4);
        var fullAt = _bucket.FullAt;
        Take(1);

        Assert.False(_bucket.Refund(fullAt));

        Assert.Equal(_now + (5 * Interval), _bucket.FullAt);
    }

    [Fact]
    public void Charge_One_CountsAsIfItHadBeenTaken()
    {
        _bucket.Charge(_now);
        Assert.Equal(_now + Interval, _bucket.FullAt);

        _bucket.Charge(_now + (3 * Interval));
        Assert.Equal(_now + (4 * Interval), _bucket.FullAt);
    }

    [Fact]
    public void Charge_Many_TheDebtIsOneBurst()
    {
        for (var call = 0; call < 100; call++)
        {
            _bucket.Charge(_now);
        }

        Assert.Equal(_now + (10 * Interval), _bucket.FullAt);
        Assert.Equal(_now + (6 * Interval), _bucket.Next);
    }

    [Fact]
    public void Charge_WhilePausedForLong_DoesNotShortenThePause()
    {
        _bucket.Pause(_now, TimeSpan.FromMinutes(30));

        _bucket.Charge(_now);

        Assert.Equal(_now + (1800 * Second) + (4 * Interval), _bucket.FullAt);
    }

    [Fact]
    public void Pause_Over_TheBucketIsEmpty()
    {
        _bucket.Pause(_now, TimeSpan.FromSeconds(30));
        var then = _now + (30 * Second);

        Assert.Equal((then, then), (_bucket.PausedUntil, _bucket.Next));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => _bucket.TryTake(then)));
    }

    [Fact]
    public void Pause_ShorterThanTheOneUnderWay_ChangesNothing()
    {
        _bucket.Pause(_now, TimeSpan.FromSeconds(30));

        _bucket.Pause(_now, TimeSpan.FromSeconds(10));

        Assert.Equal(_now + (30 * Second), _bucket.PausedUntil);
        Assert.Equal(_now + (30 * Second) + (4 * Interval), _bucket.FullAt);
    }

    [Theory]
    [InlineData(366)]
    [InlineData(367)]
    [InlineData(10_000_000)]
    public void Pause_OfYears_EndsAfterOne(int days)
    {
        _bucket.Pause(_now, TimeSpan.FromDays(days));

        Assert.Equal(_now + TimeSpan.FromDays(366).Ticks, _bucket.PausedUntil);
    }

    [Fact]
    public void Pause_OfAFractionOfAClocksTick_EndsWithTheNext()
    {
        var bucket = new TokenBucket(60, 5, new CoarseClock());

        bucket.Pause(0, TimeSpan.FromTicks(1));

        Assert.Equal(1, bucket.PausedUntil);
    }

    private void Take(int count) => Assert.All(Enumerable.Range(0, count), _ => Assert.True(_bucket.TryTake(_now)));

    private sealed class CoarseClock : TimeProvider
    {
        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => 0;
    }
}
