using System.Net;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Providers.Replicate;

/// <summary>A create call that waits for the result: what comes with the files, what comes later, and who waits for whom.</summary>
public sealed class ReplicateSyncWaitTests
{
    private const string ByVersion = "acme/fine-tune:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Official = "black-forest-labs/flux-schnell";
    private const string Api = "https://api.replicate.com/v1/";
    private const string Get = Api + "predictions/abc123";
    private const string Early = """{"id":"abc123","status":"processing","output":["https://r.test/early.png"],"logs":"","input":{}}""";
    private const string Late = """{"id":"abc123","status":"succeeded","output":["https://r.test/late.png"],"logs":"Using seed: 7","metrics":{"predict_time":2.5,"total_time":3}}""";

    private readonly ProviderTestBed _bed = new();
    private readonly StepClock _time = new();

    [Theory]
    [InlineData(ByVersion, "predictions")]
    [InlineData("deployments/acme/mine", "deployments/acme/mine/predictions")]
    public async Task Submit_ModelBilledByTime_IsReadOnceMoreForTheTimeItRan(string modelId, string path)
    {
        var reads = 0;
        _bed.On("POST", Api + path, 201, Early);
        _bed.On("GET", Get, () => Answer(200, ++reads == 1 ? Early : Late));

        var job = await SubmitAsync(modelId);

        Assert.Equal((JobStatus.Succeeded, 2.5, 0.5, 2), (job.Status, job.RunTime?.TotalSeconds, job.QueueTime?.TotalSeconds, reads));
        var image = Assert.Single(job.Images);
        Assert.Equal(("https://r.test/early.png", 7L), (image.Url?.ToString(), image.Seed));
    }

    [Theory]
    [InlineData(Official, Early)]
    [InlineData(ByVersion, Late)]
    public async Task Submit_NothingIsMissing_NothingMoreIsAsked(string modelId, string answer)
    {
        _bed.On("POST", Api + "*", 201, answer);

        var job = await SubmitAsync(modelId);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(HttpMethod.Post, Assert.Single(_bed.Sent).Method);
    }

    [Theory]
    [InlineData(404, "", 1)]
    [InlineData(502, "<html></html>", 1)]
    [InlineData(200, """{"status":"failed","error":"too late","output":null}""", 1)]
    [InlineData(200, """{"status":"succeeded","output":null,"data_removed":true}""", 1)]
    [InlineData(200, Early, 4)]
    public async Task Submit_FiguresThatCannotBeRead_CostNoImage(int status, string body, int reads)
    {
        _bed.On("POST", Api + "predictions", 201, Early);
        _bed.On("GET", Get, status, body);

        var job = await SubmitAsync(ByVersion);

        Assert.Equal((JobStatus.Succeeded, null, null), (job.Status, job.Failure, job.RunTime));
        Assert.Equal("https://r.test/early.png", Assert.Single(job.Images).Url?.ToString());
        Assert.Equal(1 + reads, _bed.Sent.Count);
        Assert.InRange(_time.Elapsed.TotalSeconds, 0, 4);
    }

    [Fact]
    public async Task Submit_GivenUpWhileTheFiguresAreRead_TheImageIsThere()
    {
        using var source = new CancellationTokenSource();
        _bed.Answer = request =>
        {
            if (request.Method == HttpMethod.Get)
            {
                source.Cancel();
                throw new OperationCanceledException(source.Token);
            }

            return Answer(201, Early);
        };

        var job = await SubmitAsync(ByVersion, source.Token);

        Assert.True(source.IsCancellationRequested);
        Assert.Equal((JobStatus.Succeeded, 1), (job.Status, job.Images.Count));
    }

    /// <summary>The clock of the submit starts where the provider's own ends.</summary>
    [Theory]
    [InlineData("replicate", 75, true)]
    [InlineData("replicate", 110, false)]
    [InlineData("runpod", 75, true)]
    [InlineData("runpod", 110, false)]
    public async Task Generate_AnswerThatIsHeldBack_IsAwaitedForTheWaitAndTheSubmitTimeout(string name, int seconds, bool delivered)
    {
        await using var app = new TestApplication(
            [],
            options =>
            {
                (options.Replicate.ApiKey, options.RunPod.ApiKey) = (ProviderTestBed.Key, ProviderTestBed.Key);
                (options.Replicate.SyncWait, options.RunPod.SyncWait) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));
                options.Replicate.Jobs.SubmitTimeout = options.RunPod.Jobs.SubmitTimeout = TimeSpan.FromSeconds(30);
            },
            build: builder =>
            {
                builder.AddReplicate().AddRunPod();
                builder.Services.AddHttpClient("ImageGeneration:" + name).ConfigurePrimaryHttpMessageHandler(services =>
                    new SlowAnswer(services.GetRequiredService<TimeProvider>(), TimeSpan.FromSeconds(seconds)));
            });
        var call = app.Images.GenerateImageAsync(TestApplication.Request() with { Model = ImageModel.Flux1 }, name);

        if (delivered)
        {
            Assert.Single((await app.RunAsync(call)).Images);
        }
        else
        {
            var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => app.RunAsync(call));
            Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
            Assert.Contains("within 90 s", failure.Message, StringComparison.Ordinal);
        }
    }

    private async Task<ProviderJob> SubmitAsync(string modelId, CancellationToken cancellationToken = default)
    {
        _bed.Time = _time;
        var provider = _bed.Replicate(o => o.SyncWait = TimeSpan.FromSeconds(60));
        var submitting = provider.SubmitJobAsync(ProviderTestBed.Request(modelId), cancellationToken);
        while (!submitting.IsCompleted)
        {
            await Task.Yield();
            if (_bed.CallsUnderWay == 0 && _time.ScheduledTimers > 1)
            {
                // The time for all reads, and the pause before the next one: nothing runs just now.
                _time.Advance(TimeSpan.FromMilliseconds(1));
                Assert.InRange(_time.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            }
        }

        return await submitting;
    }

    private static HttpResponseMessage Answer(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, null, "application/json") };

    private sealed class SlowAnswer(TimeProvider time, TimeSpan wait) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Post)
            {
                return Answer(404, "{}");
            }

            await Task.Delay(wait, time, cancellationToken);
            return Answer(200, """{"id":"abc123","status":"COMPLETED","output":{"image_url":"https://r.test/a.png"}}""".Replace(
                "COMPLETED", request.RequestUri!.Host == "api.replicate.com" ? "succeeded" : "COMPLETED", StringComparison.Ordinal));
        }
    }
}
