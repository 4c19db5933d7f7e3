using FsCheck;
using FsCheck.Fluent;
using ImageGeneration.Jobs;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Jobs;

public sealed class RunTimesTests(ITestOutputHelper output)
{
    private const int Window = 31;

    [Fact]
    public void Median_NothingSeen_Null()
    {
        var times = new RunTimes();

        Assert.Null(times.Median("flux"));
    }

    [Fact]
    public void Median_AfterEachJob_ThatOfTheLatestOfTheSameModel() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(seconds => seconds is not null), seconds =>
        {
            var times = new RunTimes();
            times.Record("other", TimeSpan.FromHours(1));
            for (var i = 0; i < seconds.Length; i++)
            {
                times.Record("flux", TimeSpan.FromSeconds(seconds[i]));
                var latest = seconds.Take(i + 1).TakeLast(Window).Order().ToArray();
                Assert.Equal(TimeSpan.FromSeconds(latest[latest.Length / 2]), times.Median("flux"));
            }
        }).Check(output, tests: 500);
}
