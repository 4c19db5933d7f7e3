using ImageGeneration.Prompts;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Prompts;

/// <summary>The application's own checks of prompts: nothing is spent before they allow it.</summary>
public sealed class PromptChecksTests
{
    private readonly FakeProvider _provider = new("first");

    [Fact]
    public async Task CheckAsync_Allows_TheRequestIsRun()
    {
        ImageGenerationRequest? seen = null;
        await using var app = App(null, new Check(request => (seen = request, PromptVerdict.Allow).Item2));
        var request = TestApplication.Request();

        await GenerateAsync(app, request);

        Assert.Same(request, seen);
        Assert.Single(_provider.Submits);
    }

    [Fact]
    public async Task CheckAsync_Refuses_IsAContentRejectionAndNobodyIsAsked()
    {
        await using var app = App(null, new Check(_ => PromptVerdict.Refuse("Children are not to be drawn here.")));

        var failure = await Assert.ThrowsAsync<ContentRejectedException>(() => GenerateAsync(app));

        Assert.Equal("Content policy violation: Children are not to be drawn here.", failure.Message);
        Assert.Empty(failure.Attempts);
        Assert.Empty(_provider.Submits);
        Assert.Equal(1, app.Images.GetMetrics().FailedRequests);
    }

    [Fact]
    public async Task CheckAsync_Throws_TheRequestIsRefusedInClearWords()
    {
        await using var app = App(null, new Check(_ => throw new IOException("secret")));

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => GenerateAsync(app));

        Assert.Equal(FailureKind.PromptCheckFailed, failure.Kind);
        Assert.StartsWith("The prompt was not checked: Check threw a IOException. Nothing was sent", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task CheckAsync_AnswersWithNull_TheRequestIsRefused()
    {
        await using var app = App(null, new Check(_ => null!));

        Assert.Equal(FailureKind.PromptCheckFailed, (await Assert.ThrowsAsync<ImageGenerationException>(() => GenerateAsync(app))).Kind);
    }

    [Fact]
    public async Task CheckAsync_Hangs_TheRequestIsRefusedAfterTheTimeout()
    {
        await using var app = App(options => options.Prompts.CheckTimeout = TimeSpan.FromSeconds(4), new Hangs());
        var since = app.Time.GetTimestamp();

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => GenerateAsync(app));

        Assert.Contains("Hangs did not answer in time", failure.Message, StringComparison.Ordinal);
        Assert.InRange(app.Time.GetElapsedTime(since).TotalSeconds, 4, 5);
        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task CheckAsync_HangsPastTheDeadline_TheRequestIsRefused()
    {
        await using var app = App(options => options.Prompts.AllowWhenCheckFails = true, new Hangs());

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => GenerateAsync(app, TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(2) }));

        Assert.Equal(FailureKind.PromptCheckFailed, failure.Kind);
        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task CheckAsync_FailsAndTheSettingLetsItPass_TheRequestIsRun()
    {
        await using var app = App(options => options.Prompts.AllowWhenCheckFails = true, new Check(_ => throw new IOException()));

        await GenerateAsync(app);

        Assert.Single(_provider.Submits);
    }

    [Fact]
    public async Task CheckAsync_TheCallerLeavesMeanwhile_IsACancellation()
    {
        await using var app = App(null, new Hangs());
        using var caller = new CancellationTokenSource();
        var call = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), caller.Token);

        await caller.CancelAsync();

        Assert.Empty((await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => app.RunAsync(call))).Attempts);
        Assert.Empty(_provider.Submits);
    }

    [Fact]
    public async Task CheckAsync_SeveralAndTheFirstRefuses_TheOthersAreNotAsked()
    {
        var asked = 0;
        await using var app = App(
            null,
            new Check(_ => PromptVerdict.Refuse("No.")),
            new Check(_ =>
            {
                asked++;
                return PromptVerdict.Allow;
            }));

        await Assert.ThrowsAsync<ContentRejectedException>(() => GenerateAsync(app));

        Assert.Equal(0, asked);
    }

    [Fact]
    public void Refuse_WithoutAReason_IsAnArgumentException() => Assert.Throws<ArgumentException>(() => PromptVerdict.Refuse(" "));

    private TestApplication App(Action<ImageGenerationServiceOptions>? configure, params IPromptCheck[] checks) => new(
        [_provider], configure, services => Array.ForEach(checks, check => services.AddSingleton(check)));

    private static Task<ImageGenerationResponse> GenerateAsync(TestApplication app, ImageGenerationRequest? request = null) =>
        app.RunAsync(app.Images.GenerateImageWithFailoverAsync(request ?? TestApplication.Request()));

    private sealed class Check(Func<ImageGenerationRequest, PromptVerdict> answer) : IPromptCheck
    {
        public ValueTask<PromptVerdict> CheckAsync(ImageGenerationRequest request, CancellationToken cancellationToken) => new(answer(request));
    }

    private sealed class Hangs : IPromptCheck
    {
        public ValueTask<PromptVerdict> CheckAsync(ImageGenerationRequest request, CancellationToken cancellationToken) =>
            new(new TaskCompletionSource<PromptVerdict>().Task);
    }
}
