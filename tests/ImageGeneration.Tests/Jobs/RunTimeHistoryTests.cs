using FsCheck.Fluent;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Jobs;

public sealed class RunTimeHistoryTests(ITestOutputHelper output)
{
    private const int Window = 31;

    private readonly RunTimeHistory _history = new();

    [Fact]
    public void Median_NothingSeen_Null() => Assert.Null(_history.Median(Request()));

    [Fact]
    public void Median_AfterEachJob_ThatOfTheLatestOfTheSameModel() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(seconds => seconds is not null), seconds =>
        {
            var history = new RunTimeHistory();
            history.Record(Request("other"), TimeSpan.FromHours(1));
            for (var i = 0; i < seconds.Length; i++)
            {
                history.Record(Request(), Seconds(300 + seconds[i]));
                var latest = seconds.Take(i + 1).TakeLast(Window).Select(second => 300 + second).Order().ToArray();
                Assert.Equal(Seconds(latest[latest.Length / 2]), history.Median(Request()));
            }
        }).Check(output, tests: 500);

    public static TheoryData<ProviderRequest> OtherKinds =>
    [
        Request() with { Steps = 50 }, Request() with { Count = 4 }, Request() with { Width = 512, Height = 512 },
    ];

    [Theory]
    [MemberData(nameof(OtherKinds))]
    public void Median_OfAnotherKind_IsItsOwnAndTheModelsUntilItWasSeen(ProviderRequest other)
    {
        Record(Request(), 2, times: 10);
        Assert.Equal(Seconds(2), _history.Median(other));

        _history.Record(other, Seconds(9));

        Assert.Equal((Seconds(2), Seconds(9)), (_history.Median(Request()), _history.Median(other)));
    }

    [Theory]
    [InlineData(0.1, 2)]
    [InlineData(2, 0.1)]
    [InlineData(4, 9)]
    public void Median_TheModelHasChanged_IsLearnedAnewWithinThreeJobs(double before, double after)
    {
        Record(Request(), before, times: 40);

        Record(Request(), after, times: 3);

        Assert.Equal(Seconds(after), _history.Median(Request()));
    }

    [Fact]
    public void Median_NowAndThenAColdStart_IsThatOfTheOthers()
    {
        for (var job = 0; job < 60; job++)
        {
            _history.Record(Request(), Seconds(job % 3 == 2 ? 30 : 2));
        }

        Assert.Equal(Seconds(2), _history.Median(Request()));
    }

    [Fact]
    public void Percentile_OfAKindThatWasSeldomSeen_Null()
    {
        Record(Request(), 2, times: 10);

        Assert.Equal(Seconds(2), _history.Percentile(Request(), 0.95, 10));
        Assert.Null(_history.Percentile(Request(), 0.95, 11));
        Assert.Null(_history.Percentile(Request() with { Count = 4 }, 0.95, 10));
    }

    [Fact]
    public void Record_MoreKindsThanAreKept_TheModelStillCounts()
    {
        for (var kind = 1; kind < 5000; kind++)
        {
            _history.Record(Request() with { Count = kind }, Seconds(2));
        }

        Assert.Equal(Seconds(2), _history.Median(Request() with { Count = 4999 }));
        Assert.Null(_history.Percentile(Request() with { Count = 4999 }, 0.5, 1));
    }

    private static ProviderRequest Request(string model = "flux") =>
        new() { Model = ImageModel.Sdxl, ModelId = model, Prompt = "a lighthouse", Width = 1024, Height = 1024, Steps = 4 };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Record(ProviderRequest request, double seconds, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _history.Record(request, Seconds(seconds));
        }
    }
}
