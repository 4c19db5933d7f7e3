using ImageGeneration.Jobs;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Jobs;

public sealed class CountdownTests
{
    private const int MoreThanAreKept = 300;

    [Fact]
    public void Start_AnotherClock_EndsByThatClock()
    {
        var time = new ManualTimeProvider();
        using var countdown = Countdown.Start(TimeSpan.FromSeconds(5), time);

        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(countdown.Token.IsCancellationRequested);

        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(countdown.Token.IsCancellationRequested);
    }

    [Fact]
    public void Dispose_InTime_LaterUsesDoNotReachWhoeverRegisteredBefore()
    {
        var calls = 0;
        var first = Countdown.Start(TimeSpan.FromHours(1), TimeProvider.System);
        first.Token.Register(() => calls++);

        first.Dispose();

        foreach (var later in Start(MoreThanAreKept))
        {
            later.Source.Cancel();
            later.Dispose();
        }

        Assert.Equal(0, calls);
    }

    [Fact]
    public void Dispose_Canceled_ItsSourceNeverServesAgain()
    {
        foreach (var ended in Start(MoreThanAreKept))
        {
            ended.Source.Cancel();
            ended.Dispose();
        }

        Assert.DoesNotContain(Start(MoreThanAreKept), countdown => countdown.Token.IsCancellationRequested);
    }

    private static Countdown[] Start(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Countdown.Start(TimeSpan.FromHours(1), TimeProvider.System))];
}
