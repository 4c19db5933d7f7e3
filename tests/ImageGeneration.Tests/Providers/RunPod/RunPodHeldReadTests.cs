using System.Net;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Tests.Time;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Providers.RunPod;

public sealed class RunPodHeldReadTests
{
    private const string Root = "https://api.runpod.ai/v2/mine";
    private const string Running = """{"id":"sync-1-u1","status":"IN_PROGRESS"}""";
    private const string Done = """{"id":"sync-1-u1","status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""";
    private static readonly JobReference _reference = new("runpod", "sync-1-u1", "mine");
    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(5);

    private readonly StepClock _time = new();
    private readonly ProviderTestBed _bed;
    private readonly RunPodImageProvider _provider;

    public RunPodHeldReadTests()
    {
        _bed = new() { Time = _time };
        _provider = _bed.RunPod(options => options.SyncWait = TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(5, "?wait=5000")]
    [InlineData(1, "?wait=1000")]
    [InlineData(300, "?wait=90000")]
    public async Task WaitForJob_SyncWait_LetsTheEndpointHoldTheAnswer(int seconds, string query)
    {
        _bed.On("GET", Root + "/status-sync/sync-1-u1", 200, Done);

        var job = await _provider.WaitForJobAsync(_reference, TimeSpan.FromSeconds(seconds), default);

        Assert.Single(job.Images);
        Assert.Equal(Root + "/status-sync/sync-1-u1" + query, Assert.Single(_bed.Sent).Uri.ToString());
    }

    /// <summary>Asked again at once only where that does not spin.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.9, 2)]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    public async Task WaitForJob_JobGoesOn_IsAskedAgainAtOnceWhereTheAnswerWasHeld(double held, int pollAfter)
    {
        Answer(("status-sync", HttpStatusCode.OK, Running), held);

        var job = await _provider.WaitForJobAsync(_reference, _wait, default);

        Assert.Equal((JobStatus.Running, pollAfter), (job.Status, job.PollAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task WaitForJob_EndpointHoldsNoReads_IsReadAtOnceFromThenOn(int status)
    {
        _bed.On("GET", Root + "/status-sync/sync-1-u1", status, "page not found");
        _bed.On("GET", Root + "/status/sync-1-u1", 200, Running);

        var first = await _provider.WaitForJobAsync(_reference, _wait, default);
        _time.Advance(TimeSpan.FromHours(1));
        var second = await _provider.WaitForJobAsync(_reference, _wait, default);

        Assert.Equal((JobStatus.Running, JobStatus.Running), (first.Status, second.Status));
        Assert.Equal((2d, 2d), (first.PollAfter?.TotalSeconds, second.PollAfter?.TotalSeconds));
        Assert.Equal(["status-sync", "status", "status"], Operations());
        Assert.Equal(2102, Assert.Single(_bed.Logs.GetSnapshot()).Id.Id);
    }

    [Fact]
    public async Task WaitForJob_JobIsGone_SaysSoAndReadsAreHeldAsBefore()
    {
        _bed.On("GET", Root + "/status-sync/sync-1-u1", 404, "job not found");
        _bed.On("GET", Root + "/status/sync-1-u1", 404, "job not found");
        _bed.On("GET", Root + "/status-sync/sync-2-u1", 200, Done);

        var gone = await _provider.WaitForJobAsync(_reference, _wait, default);
        var other = await _provider.WaitForJobAsync(_reference with { Id = "sync-2-u1" }, _wait, default);

        Assert.Equal((FailureKind.JobFailed, 404), (gone.Failure?.Kind, gone.Failure?.StatusCode));
        Assert.Single(other.Images);
        Assert.Empty(_bed.Logs.GetSnapshot());
    }

    [Theory]
    [InlineData(504)]
    [InlineData(500)]
    [InlineData(400)]
    public async Task WaitForJob_HeldReadIsCut_IsReadAtOnceAndHeldAgainLater(int status)
    {
        _bed.On("GET", Root + "/status-sync/sync-1-u1", status, "<html>");
        _bed.On("GET", Root + "/status/sync-1-u1", 200, Running);

        foreach (var pause in (int[])[0, 20, 20])
        {
            _time.Advance(TimeSpan.FromSeconds(pause));
            Assert.Equal(JobStatus.Running, (await _provider.WaitForJobAsync(_reference, _wait, default)).Status);
        }

        Assert.Equal(["status-sync", "status", "status", "status-sync", "status"], Operations());
    }

    [Fact]
    public async Task WaitForJob_HeldForTooLong_IsCutAndReadAtOnce()
    {
        Answer(("status-sync", null, ""), held: 6);

        var job = await _provider.WaitForJobAsync(_reference, _wait, default);

        Assert.Equal((JobStatus.Running, 2d), (job.Status, job.PollAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(429, FailureKind.RateLimited)]
    public async Task WaitForJob_RefusedForNow_IsAFailedReadAndAskedOnce(int status, FailureKind kind)
    {
        _bed.On("GET", Root + "/status-sync/sync-1-u1", status, "no");

        var job = await _provider.WaitForJobAsync(_reference, _wait, default);

        Assert.Equal((JobStatus.Unknown, kind), (job.Status, job.Failure?.Kind));
        Assert.Single(_bed.Sent);
    }

    [Fact]
    public async Task WaitForJob_TooManyHeld_TheNextIsReadAtOnce()
    {
        var end = new TaskCompletionSource();
        _bed.Http.When(HttpMethod.Get, Root + "/status-sync/*").Respond(async _ =>
        {
            await end.Task;
            return Reply(HttpStatusCode.OK, Done);
        });
        _bed.On("GET", Root + "/status/sync-1-u1", 200, Running);

        var held = Enumerable.Range(0, 300).Select(i => _provider.WaitForJobAsync(_reference with { Id = $"held-{i}" }, _wait, default)).ToList();
        var next = await _provider.WaitForJobAsync(_reference, _wait, default);
        end.SetResult();
        await Task.WhenAll(held);

        Assert.Equal((JobStatus.Running, 2d), (next.Status, next.PollAfter?.TotalSeconds));
        Assert.Equal(["status"], Operations());
        Assert.All(held, job => Assert.Single(job.Result.Images));
        await _provider.WaitForJobAsync(_reference with { Id = "held-300" }, _wait, default);
        Assert.Single(_bed.Sent);
    }

    [Fact]
    public async Task WaitForJob_CallerLeaves_EndsTheCall()
    {
        using var caller = new CancellationTokenSource();
        _bed.Answer = _ =>
        {
            caller.Cancel();
            throw new OperationCanceledException(caller.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _provider.WaitForJobAsync(_reference, _wait, caller.Token));
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(10, 0.9)]
    public async Task WaitForJob_NotToBeHeld_IsReadAtOnce(int? syncWait, double wait)
    {
        _bed.On("GET", Root + "/status/sync-1-u1", 200, Running);
        var provider = _bed.RunPod(options => options.SyncWait = syncWait is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        var job = await provider.WaitForJobAsync(_reference, TimeSpan.FromSeconds(wait), default);

        Assert.Equal(2, job.PollAfter?.TotalSeconds);
        Assert.Equal(["status"], Operations());
    }

    [Theory]
    [InlineData("""{"id":"sync-1-u1","status":"IN_QUEUE"}""")]
    [InlineData(Running)]
    [InlineData("""{"id":"sync-1-u1","sta""")]
    public async Task Submit_JobOutlivesTheSyncWait_IsAskedForAtOnce(string body)
    {
        _bed.On("POST", Root + "/runsync", 200, body);

        var job = await _provider.SubmitJobAsync(ProviderTestBed.Request("mine"), default);

        Assert.Equal(("sync-1-u1", TimeSpan.Zero), (job.Reference?.Id, job.PollAfter));
    }

    private IEnumerable<string> Operations() => _bed.Sent.Select(sent => sent.Uri.Segments[^2].TrimEnd('/'));

    // The answer of one operation comes after a while, or never; that of any other, at once.
    private void Answer((string Operation, HttpStatusCode? Status, string Body) slow, double held) => _bed.Answer = request =>
    {
        if (request.RequestUri!.Segments[^2].TrimEnd('/') != slow.Operation)
        {
            return Reply(HttpStatusCode.OK, Running);
        }

        _time.Advance(TimeSpan.FromSeconds(held));
        return slow.Status is { } status ? Reply(status, slow.Body) : throw new OperationCanceledException();
    };

    private static HttpResponseMessage Reply(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
