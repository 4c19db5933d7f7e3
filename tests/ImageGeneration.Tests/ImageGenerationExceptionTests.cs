using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests;

public sealed class ImageGenerationExceptionTests
{
    private static readonly FailureKind[] _transient =
    [
        FailureKind.RateLimited,
        FailureKind.QueueFull,
        FailureKind.Unavailable,
        FailureKind.TimedOut,
        FailureKind.JobFailed,
        FailureKind.EmptyOutput,
    ];

    public static TheoryData<FailureKind> Kinds => [.. Enum.GetValues<FailureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task IsTransient_OneProvider_SaysWhetherWaitingHelps(FailureKind kind)
    {
        await using var app = Failing(kind);

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(
            () => app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first")));

        Assert.Equal((kind, _transient.Contains(kind)), (failure.Kind, failure.IsTransient));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task IsTransient_EveryProviderFails_IsThatOfTheLast(FailureKind kind)
    {
        await using var app = Failing(kind);

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(
            () => app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request())));

        Assert.Equal((kind, _transient.Contains(kind)), (failure.Kind, failure.IsTransient));
    }

    private static TestApplication Failing(FailureKind kind) => new([Fake("first", kind), Fake("second", kind)]);

    private static FakeProvider Fake(string name, FailureKind kind) =>
        new(name) { OnSubmit = (_, _, _) => Task.FromResult(ProviderJob.Failed(new(kind, "It failed."))) };
}
