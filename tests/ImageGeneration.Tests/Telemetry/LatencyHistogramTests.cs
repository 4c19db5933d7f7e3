using FsCheck.Fluent;
using ImageGeneration.Telemetry;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Telemetry;

public sealed class LatencyHistogramTests(ITestOutputHelper output)
{
    private const double DayMs = 24 * 60 * 60 * 1000;

    [Fact]
    public void Percentiles_NothingRecorded_AreZero() =>
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero], new LatencyHistogram().Percentiles(0.5, 1));

    [Fact]
    public void Percentiles_OutsideTheRange_AreTheBounds()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(TimeSpan.Zero);
        histogram.Record(TimeSpan.FromDays(30));
        var percentiles = histogram.Percentiles(0.5, 1);

        Assert.InRange(percentiles[0].TotalMilliseconds, 0.95, 1.05);
        Assert.InRange(percentiles[1].TotalMilliseconds, DayMs * 0.95, DayMs * 1.05);
    }

    [Fact]
    public void Percentiles_NinetyNineShortOneLong_DistinguishThem()
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 99; i++)
        {
            histogram.Record(TimeSpan.FromSeconds(2));
        }

        histogram.Record(TimeSpan.FromSeconds(90));
        var percentiles = histogram.Percentiles(0.5, 0.99, 0.991);

        Assert.InRange(percentiles[0].TotalSeconds, 1.9, 2.1);
        Assert.InRange(percentiles[1].TotalSeconds, 1.9, 2.1);
        Assert.InRange(percentiles[2].TotalSeconds, 85.5, 94.5);
    }

    [Fact]
    public void Percentiles_EveryDurationAlone_IsWithinFivePercent()
    {
        for (var ms = 1.0; ms < DayMs; ms *= 1.0037)
        {
            var histogram = new LatencyHistogram();

            histogram.Record(TimeSpan.FromMilliseconds(ms));

            Assert.InRange(histogram.Percentiles(0.5)[0].TotalMilliseconds, ms * 0.95, ms * 1.05);
        }
    }

    [Fact]
    public void Percentiles_AnyDurations_AreWithinFivePercentOfTheExactOnes()
    {
        // As many short ones as long ones, on a logarithmic scale.
        var duration = Gen.Choose(0, 1_000_000).Select(n => TimeSpan.FromMilliseconds(Math.Pow(DayMs, n / 1_000_000d)));
        var share = Gen.Choose(1, 1000).Select(n => n / 1000d);
        var cases = from durations in duration.NonEmptyListOf() from p in share select (Durations: durations, Share: p);

        Prop.ForAll(
            cases.ToArbitrary(),
            x =>
            {
                var histogram = new LatencyHistogram();
                x.Durations.ToList().ForEach(histogram.Record);
                var exact = x.Durations.Order().ElementAt((int)Math.Ceiling(x.Share * x.Durations.Count) - 1);
                var error = histogram.Percentiles(x.Share)[0] / exact;
                return error is >= 0.95 and <= 1.05;
            }).Check(output, tests: 500);
    }

    [Fact]
    public void Record_AllocatesNothing()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(0, Allocations.Measure(() => histogram.Record(TimeSpan.FromSeconds(3))));
    }
}
