using System.Collections.Concurrent;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

/// <summary>What a caller who watches hears of a failover.</summary>
public sealed class FailoverProgressTests
{
    [Fact]
    public async Task Progress_OneProviderFails_NamesItTheNextAndTheReason()
    {
        var (first, second) = (new FakeProvider("first").Fails(FailureKind.Unauthorized), new FakeProvider("second"));
        await using var application = new TestApplication([first, second]);
        var steps = new Steps();

        await application.RunAsync(application.Images.GenerateAsync(TestApplication.Request(), new() { Progress = steps }));

        var moving = Assert.Single(steps.Heard, step => step.Phase == GenerationPhase.FailingOver);
        Assert.Equal(("second", "first"), (moving.Provider, moving.FromProvider));
        Assert.False(string.IsNullOrEmpty(moving.Detail));
        Assert.All(steps.Heard.Where(step => step != moving), step => Assert.Null(step.FromProvider));
    }

    private sealed class Steps : IProgress<GenerationProgress>
    {
        public ConcurrentQueue<GenerationProgress> Heard { get; } = new();

        public void Report(GenerationProgress value) => Heard.Enqueue(value);
    }
}
