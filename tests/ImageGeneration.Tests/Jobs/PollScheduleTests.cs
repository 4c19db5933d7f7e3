using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Jobs;

public sealed class PollScheduleTests
{
    private static readonly JobOptions _options = new();
    private static readonly ProviderRequest _request = new() { Model = ImageModel.Flux1, ModelId = "flux", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(60)]
    public void Next_RunTimesLearned_SmallLagAndFewQuestions(double expectedSeconds)
    {
        var random = new Random(7);
        var lags = new List<double>();
        var questions = new List<int>();
        for (var job = 0; job < 200; job++)
        {
            var actual = expectedSeconds * (0.9 + (0.2 * random.NextDouble()));
            var (lag, asked) = Ask(new(TimeSpan.FromSeconds(expectedSeconds), isLearned: true, _options), actual);
            lags.Add(lag / actual);
            questions.Add(asked);
        }

        lags.Sort();
        Assert.InRange(lags[100], 0, 0.05);
        Assert.InRange(questions.Average(), 1, 6);
    }

    // The median of run times that scatter as a warm model's do, learnt with the jobs themselves.
    [Theory]
    [InlineData(2, 0.05)]
    [InlineData(2, 0.1)]
    [InlineData(8, 0.1)]
    [InlineData(40, 0.1)]
    public void Next_TimesScatterWithATail_HalfKnownWithin5PercentInAtMostSixReads(double typicalSeconds, double scatter)
    {
        var random = new Random(11);
        var times = new RunTimeHistory();
        var lags = new List<double>();
        var questions = new List<int>();
        for (var job = 0; job < 500; job++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var actual = typicalSeconds * Math.Exp(scatter * normal);
            var (lag, asked) = Ask(new(times.Median(_request) ?? TimeSpan.Zero, isLearned: job > 0, _options), actual);
            times.Record(_request, TimeSpan.FromSeconds(actual + lag));
            lags.Add(lag / actual);
            questions.Add(asked);
        }

        lags.Sort();
        Assert.InRange(lags[250], 0, 0.05);
        Assert.InRange(lags[475], 0, 0.2);
        Assert.InRange(questions.Average(), 1, 6);
    }

    [Fact]
    public void Next_TheLastReadWaitedForItsTurn_TheNextComesNoSoonerThanAfterAsMuchAgain()
    {
        var schedule = new PollSchedule(TimeSpan.FromSeconds(20), isLearned: true, _options);

        Assert.Equal(TimeSpan.FromSeconds(40), schedule.Next(TimeSpan.FromSeconds(30), late: TimeSpan.FromSeconds(40)));
        Assert.InRange(schedule.Next(TimeSpan.FromSeconds(30), late: TimeSpan.FromMilliseconds(1)), _options.MinPollInterval, _options.MaxPollInterval);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    public void Next_NothingLearned_LagBelowASixthOfTheTimeTaken(double actualSeconds)
    {
        var (lag, asked) = Ask(new(TimeSpan.FromSeconds(5), isLearned: false, _options), actualSeconds);

        Assert.InRange(lag, 0, (actualSeconds / 6) + 0.1);
        Assert.InRange(asked, 1, 40);
    }

    [Fact]
    public void Next_Watched_WithinTheConfiguredSteps()
    {
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromMinutes(10); elapsed += TimeSpan.FromSeconds(0.37))
        {
            foreach (var isLearned in new[] { true, false })
            {
                var next = new PollSchedule(TimeSpan.FromSeconds(20), isLearned, _options).Next(elapsed, isWatched: true);
                Assert.InRange(next, _options.MinPollInterval, _options.MaxPollInterval);
            }
        }
    }

    private static (double Lag, int Asked) Ask(PollSchedule schedule, double actualSeconds)
    {
        var elapsed = TimeSpan.Zero;
        for (var asked = 1; ; asked++)
        {
            elapsed += schedule.Next(elapsed);
            if (elapsed.TotalSeconds >= actualSeconds)
            {
                return (elapsed.TotalSeconds - actualSeconds, asked);
            }
        }
    }
}
