using FsCheck;
using FsCheck.Fluent;
using ImageGeneration.Jobs;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Jobs;

public sealed class StartTimesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _boot = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _queue = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _run = TimeSpan.FromSeconds(5);

    private readonly StartTimes _starts = new();
    private TimeSpan _now;

    [Fact]
    public void Forecast_NothingSeen_ExpectsNoColdStart() =>
        Assert.Equal(new StartForecast(TimeSpan.Zero, 0, null), _starts.Forecast(TimeSpan.FromHours(1)));

    [Fact]
    public void Forecast_OnlyQuickStarts_ExpectsNoneAfterAnyIdleTime()
    {
        RunAfter(TimeSpan.Zero, _queue);
        RunAfter(TimeSpan.FromMinutes(10), _queue);

        Assert.Equal(new StartForecast(_queue, 0, TimeSpan.Zero), After(TimeSpan.FromHours(10)));
    }

    [Fact]
    public void Forecast_TheFirstJobWaitedLong_ItWasAColdStartAndTheNextIsNone()
    {
        RunAfter(TimeSpan.Zero, _boot);

        Assert.Equal((0, TimeSpan.Zero), (After(TimeSpan.FromSeconds(1)).ColdStartProbability, After(TimeSpan.FromSeconds(1)).Queue));
        Assert.InRange(After(TimeSpan.FromSeconds(1)).BootTime!.Value.TotalSeconds, 57, 60);
        Assert.InRange(After(TimeSpan.FromMinutes(1)).ColdStartProbability, 0.9, 0.95);
    }

    [Fact]
    public void Forecast_IdleTimesOfBothKindsSeen_IsCertainOutsideThemAndGrowsBetween()
    {
        RunAfter(TimeSpan.Zero, _queue);
        RunAfter(TimeSpan.FromSeconds(30), _queue);
        RunAfter(TimeSpan.FromSeconds(90), _boot + _queue);

        double[] chances = [Chance(29), Chance(40), Chance(60), Chance(89), Chance(90), Chance(900)];

        Assert.Equal([0, 0.375, 0.75, 0.994, 1, 1], chances);
        Assert.Equal((_queue, _boot), (After(_boot).Queue, After(_boot).BootTime));
    }

    [Fact]
    public void Forecast_TheTimeoutHasBecomeLonger_TheNewestStartDecides()
    {
        RunAfter(TimeSpan.Zero, _queue);
        RunAfter(TimeSpan.FromSeconds(20), _boot);

        RunAfter(TimeSpan.FromSeconds(60), _queue);

        Assert.Equal(0, After(TimeSpan.FromSeconds(60)).ColdStartProbability);
    }

    [Fact]
    public void Forecast_TheTimeoutHasBecomeShorter_TheNewestStartDecides()
    {
        RunAfter(TimeSpan.Zero, _queue);
        RunAfter(TimeSpan.FromSeconds(60), _queue);

        RunAfter(TimeSpan.FromSeconds(20), _boot);

        Assert.Equal(1, After(TimeSpan.FromSeconds(20)).ColdStartProbability);
    }

    [Fact]
    public void Forecast_LongWaitsThoughTheWorkerIsUp_AreAQueueAndNoColdStarts()
    {
        for (var i = 0; i < 5; i++)
        {
            RunAfter(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12));
            RunAfter(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(12));
        }

        Assert.Equal(new StartForecast(TimeSpan.FromSeconds(12), 0, TimeSpan.Zero), After(TimeSpan.FromSeconds(50)));
    }

    [Fact]
    public void Forecast_WhileAColdJobIsUnderWay_TheNextWaitsForTheSameBoot()
    {
        RunAfter(TimeSpan.Zero, _queue);
        RunAfter(TimeSpan.FromSeconds(90), _boot);

        _now += TimeSpan.FromSeconds(90);
        _starts.Enter(_now);

        Assert.Equal(1, _starts.Forecast(_now + TimeSpan.FromSeconds(10)).ColdStartProbability);
        Assert.Equal(0, _starts.Forecast(_now + TimeSpan.FromSeconds(61)).ColdStartProbability);
        _starts.Ran(_now + TimeSpan.FromSeconds(20));
        Assert.Equal(0, _starts.Forecast(_now + TimeSpan.FromSeconds(20)).ColdStartProbability);
    }

    [Fact]
    public void Forecast_JobsOfABurst_TellTheQueueWhileOneIsUnderWay()
    {
        RunAfter(TimeSpan.Zero, _queue);
        foreach (var wait in (double[])[3, 6, 9])
        {
            _starts.Add(TimeSpan.Zero, TimeSpan.FromSeconds(wait), isTold: true);
        }

        Assert.Equal(_queue, After(TimeSpan.FromSeconds(1)).Queue);
        _starts.Enter(_now);
        Assert.Equal(TimeSpan.FromSeconds(6), _starts.Forecast(_now).Queue);
    }

    [Fact]
    public void AddUnstarted_GivenUpBeforeTheUsualBoot_DoesNotShortenIt()
    {
        RunAfter(TimeSpan.Zero, _queue);
        RunAfter(TimeSpan.FromSeconds(90), _boot + _queue);

        for (var i = 0; i < 10; i++)
        {
            _starts.AddUnstarted(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(10));
        }

        Assert.Equal(_boot, After(_boot).BootTime);
    }

    /// <summary>Whatever was seen: a chance between none and certainty, which never shrinks as time goes by.</summary>
    [Fact]
    public void Forecast_AnyStarts_TheChanceGrowsWithTheIdleTime()
    {
        var starts = ArbMap.Default.GeneratorFor<PositiveInt>().Select(n => n.Get % 400).Two().Select(pair => (Idle: pair.Item1, Wait: pair.Item2 % 100));

        Prop.ForAll(starts.ArrayOf().ToArbitrary(), seen =>
        {
            var model = new StartTimesTests(output);
            foreach (var (idle, wait) in seen)
            {
                model.RunAfter(TimeSpan.FromSeconds(idle), TimeSpan.FromSeconds(wait));
            }

            double[] chances = [.. Enumerable.Range(0, 500).Select(idle => model.After(TimeSpan.FromSeconds(idle)).ColdStartProbability)];

            Assert.All(chances, chance => Assert.InRange(chance, 0, 1));
            Assert.Equal(chances.Order(), chances);
            Assert.All(chances.Take(5), chance => Assert.Equal(0, chance));
        }).Check(output);
    }

    /// <summary>A provider that stops its workers after some idle time: after a few jobs no forecast is wrong about an idle time that was
    /// seen.</summary>
    [Fact]
    public void Forecast_AProviderWithAnIdleTimeout_IsRightWhereItWasSeen()
    {
        var timeouts = ArbMap.Default.GeneratorFor<PositiveInt>().Select(n => 6 + (n.Get % 300));
        var idles = ArbMap.Default.GeneratorFor<PositiveInt>().Select(n => n.Get % 400).ArrayOf(14);

        Prop.ForAll(timeouts.Zip(idles).ToArbitrary(), drawn =>
        {
            var (timeout, seen) = drawn;
            var model = new StartTimesTests(output);
            model.RunAfter(TimeSpan.Zero, _queue);
            foreach (var idle in seen)
            {
                model.RunAfter(TimeSpan.FromSeconds(idle), idle > timeout ? _boot + _queue : _queue);
            }

            Assert.All(seen, idle => Assert.Equal(idle > timeout ? 1 : 0, model.After(TimeSpan.FromSeconds(idle)).ColdStartProbability));
        }).Check(output);
    }

    private double Chance(int idleSeconds) => Math.Round(After(TimeSpan.FromSeconds(idleSeconds)).ColdStartProbability, 3);

    private StartForecast After(TimeSpan idle) => _starts.Forecast(_now + idle);

    private void RunAfter(TimeSpan idle, TimeSpan wait)
    {
        _now += idle;
        var since = _starts.Enter(_now);
        _now += wait + _run;
        _starts.Add(since, wait, isTold: true);
        _starts.Ran(_now);
        _starts.Leave();
    }
}
