using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Replicate;

public sealed class ReplicateJobTests
{
    private const string Url = "https://api.replicate.com/v1/predictions/abc123";
    private static readonly JobReference Reference = new("replicate", "abc123", "black-forest-labs/flux-schnell", new Uri(Url));

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData("starting", JobStatus.Queued, null)]
    [InlineData("processing", JobStatus.Running, null)]
    [InlineData("warming_up", JobStatus.Running, null)]
    [InlineData("succeeded", JobStatus.Failed, FailureKind.EmptyOutput)]
    [InlineData("failed", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData("canceled", JobStatus.Failed, FailureKind.Canceled)]
    [InlineData("aborted", JobStatus.Failed, FailureKind.Canceled)]
    public async Task GetJob_Statuses_AreMapped(string status, JobStatus expected, FailureKind? kind)
    {
        var job = await ReadAsync($$"""{"id":"abc123","status":"{{status}}","output":null,"logs":null,"error":null,"metrics":null}""");

        Assert.Equal(expected, job.Status);
        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Equal(Reference, job.Reference);
    }

    /// <summary>What never ran is free of charge, where time is billed too.</summary>
    [Theory]
    [InlineData("aborted", "null", 0d)]
    [InlineData("canceled", """{"predict_time":0.128}""", 0.128)]
    [InlineData("canceled", "null", null)]
    public async Task GetJob_CanceledOrAborted_SaysHowLongItRan(string status, string metrics, double? seconds)
    {
        var job = await ReadAsync($$"""{"id":"abc123","status":"{{status}}","output":null,"metrics":{{metrics}}}""");

        Assert.Equal(seconds, job.RunTime?.TotalSeconds);
    }

    [Theory]
    [InlineData("""["https://replicate.delivery/a/out-0.webp","https://replicate.delivery/a/out-1.webp"]""", 2)]
    [InlineData("\"https://replicate.delivery/a/out-0.webp\"", 1)]
    [InlineData("""{"image":"https://replicate.delivery/a/out-0.webp","mask":{"url":"https://replicate.delivery/a/m.webp"}}""", 1)]
    [InlineData("""{"image":"https://replicate.delivery/a/out-0.webp","upscaled":{"url":"https://replicate.delivery/a/m.webp"}}""", 1)]
    [InlineData("""{"front":"https://replicate.delivery/a/out-0.webp","back":{"url":"https://replicate.delivery/a/m.webp"}}""", 2)]
    public async Task GetJob_OutputOfAnyShape_BecomesImages(string output, int count)
    {
        var job = await ReadAsync($$"""{"status":"succeeded","output":{{output}}}""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(count, job.Images.Count);
        Assert.All(job.Images, image => Assert.Equal("image/webp", image.MediaType));
        Assert.Equal("https://replicate.delivery/a/out-0.webp", job.Images[0].Url?.ToString());
    }

    /// <summary>Its outputs are removed an hour after the end, by its clock, which is not believed about the future.</summary>
    [Theory]
    [InlineData("\"2026-11-22T11:50:00.5Z\"", 50 * 60 + 0.5)]
    [InlineData("\"2030-01-01T00:00:00Z\"", 60 * 60)]
    [InlineData("null", 60 * 60)]
    public async Task GetJob_Link_ReportsWhenItEnds(string completedAt, double seconds)
    {
        var job = await ReadAsync(
            $$"""{"status":"succeeded","completed_at":{{completedAt}},"output":["https://r.test/a.png","data:image/png;base64,{{ProviderTestBed.Png}}"]}""");

        Assert.Equal([FixedTime.Now.AddSeconds(seconds), null], job.Images.Select(image => image.ExpiresAt));
    }

    [Fact]
    public async Task GetJob_DataUri_BecomesBytesWithTypeAndSizeFromTheBytes()
    {
        var job = await ReadAsync($$"""{"status":"succeeded","output":["data:image/jpeg;base64,{{ProviderTestBed.Png}}"]}""");

        var image = Assert.Single(job.Images);
        Assert.Equal(Convert.FromBase64String(ProviderTestBed.Png), image.Bytes?.ToArray());
        Assert.Equal(("image/png", 1, 1), (image.MediaType, image.Width, image.Height));
    }

    [Theory]
    [InlineData("""["\n\n","Here is"]""")]
    [InlineData("\"a text\"")]
    [InlineData("""{"embedding":[0.1,0.2]}""")]
    [InlineData("[]")]
    [InlineData("17")]
    public async Task GetJob_SucceededWithoutImage_IsEmptyOutput(string output)
    {
        var job = await ReadAsync($$"""{"status":"succeeded","output":{{output}}}""");

        Assert.Equal(FailureKind.EmptyOutput, job.Failure?.Kind);
    }

    [Fact]
    public async Task GetJob_RemovedOutput_SaysSo()
    {
        var job = await ReadAsync("""{"status":"succeeded","output":null,"data_removed":true}""");

        Assert.Contains("removed", job.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetJob_FewerImagesThanAsked_AreFilteredInTheirPlaces()
    {
        var job = await ReadAsync(
            """{"status":"succeeded","output":["https://r.test/out-1.png","https://r.test/out-3.png"],"logs":"Using seed: 7\nNSFW content detected in image 0\nNSFW content detected in image 2\n"}""",
            Reference with { Count = 4 });

        Assert.Equal(
            [ImageOutcome.Filtered, ImageOutcome.Delivered, ImageOutcome.Filtered, ImageOutcome.Delivered], job.Images.Select(i => i.Outcome));
        Assert.Equal("https://r.test/out-3.png", job.Images[3].Url?.ToString());
        Assert.All(job.Images, i => Assert.Equal(7, i.Seed));
    }

    [Fact]
    public async Task GetJob_FewerImagesWithoutALogLine_AreFilteredAtTheEnd()
    {
        var job = await ReadAsync("""{"status":"succeeded","output":["https://r.test/out-0.png"]}""", Reference with { Count = 2 });

        Assert.Equal([ImageOutcome.Delivered, ImageOutcome.Filtered], job.Images.Select(i => i.Outcome));
    }

    [Fact]
    public async Task GetJob_EveryImageFiltered_IsContentRejected()
    {
        var job = await ReadAsync("""{"status":"succeeded","output":[],"logs":"NSFW content detected in image 0"}""");

        Assert.Equal(FailureKind.ContentRejected, job.Failure?.Kind);
    }

    [Theory]
    [InlineData("Using seed: 42069\\nPrompt: x", 42069L)]
    [InlineData("", 5L)]
    public async Task GetJob_Seed_ComesFromTheLogElseFromTheInput(string logs, long seed)
    {
        var job = await ReadAsync($$"""{"status":"succeeded","output":"https://r.test/a.png","logs":"{{logs}}","input":{"seed":5} }""");

        Assert.Equal(seed, job.Images[0].Seed);
    }

    [Fact]
    public async Task GetJob_ProgressBars_TheLastOneCounts()
    {
        var job = await ReadAsync("""{"status":"processing","logs":"Using seed: 1\n  0%|          | 0/50 [00:00<?, ?it/s]\n 42%|████▏     | 21/50 [00:01<00:03]\nLoading weights: 90%|x"}""");

        Assert.Equal(0.42, job.Progress);
    }

    [Theory]
    [InlineData("""{"predict_time":5.5,"total_time":7.25}""", "", 5.5, 1.75)]
    [InlineData("""{"predict_time":5.5}""", ""","created_at":"2023-11-16T11:46:16.064900134Z","started_at":"2023-11-16T11:46:16.5649Z" """, 5.5, 0.5)]
    [InlineData("{}", ""","created_at":"2024-04-22T11:15:15Z","started_at":"2024-04-22T11:15:16.329Z" """, null, 1.329)]
    [InlineData("null", ""","created_at":"yesterday","started_at":17""", null, null)]
    [InlineData("""{"predict_time":"NaN","total_time":-3}""", "", null, null)]
    public async Task GetJob_Times_AreRead(string metrics, string more, double? run, double? queue)
    {
        var job = await ReadAsync($$"""{"status":"succeeded","output":"https://r.test/a.png","metrics":{{metrics}}{{more}}}""");

        Assert.Equal(run, job.RunTime?.TotalSeconds);
        Assert.Equal(queue, job.QueueTime is { } q ? Math.Round(q.TotalSeconds, 3) : null);
    }

    [Theory]
    [InlineData("""["data:image/png;base64,iVBORw0KGgo="]""", 1, JobStatus.Succeeded)]
    [InlineData("""["https://r.test/1.webp"]""", 2, JobStatus.Running)]
    [InlineData("""["\n\n","Here is"]""", 1, JobStatus.Running)]
    [InlineData("null", 1, JobStatus.Running)]
    public async Task Submit_SyncReplyThatIsStillProcessing_IsDoneOnlyWithEveryFile(string output, int count, JobStatus expected)
    {
        _bed.On("POST", "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions", 201, $$"""{"id":"abc123","status":"processing","output":{{output}}}""");

        var job = await _bed.Replicate(o => o.SyncWait = TimeSpan.FromSeconds(60))
            .SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell") with { Count = count }, default);

        Assert.Equal(expected, job.Status);
    }

    /// <summary>201 or 202, and "starting" even when it runs: the documentation and the vendor's clients disagree.</summary>
    [Theory]
    [InlineData(201, "starting", "null", JobStatus.Queued)]
    [InlineData(202, "starting", "null", JobStatus.Queued)]
    [InlineData(202, "processing", "null", JobStatus.Running)]
    [InlineData(200, "starting", "[]", JobStatus.Queued)]
    [InlineData(202, "starting", """["https://r.test/1.webp"]""", JobStatus.Succeeded)]
    public async Task Submit_SyncWaitThatRanOut_IsAJobUnderWay(int status, string word, string output, JobStatus expected)
    {
        _bed.On("POST", "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions", status, $$"""{"id":"abc123","status":"{{word}}","output":{{output}}}""");

        var job = await _bed.Replicate(o => o.SyncWait = TimeSpan.FromSeconds(60)).SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal((expected, "abc123"), (job.Status, job.Reference?.Id));
    }

    [Fact]
    public async Task GetJob_ProcessingWithOutput_IsNotDoneYet()
    {
        var job = await ReadAsync("""{"status":"processing","output":["https://r.test/a.png"]}""");

        Assert.Equal(JobStatus.Running, job.Status);
    }

    [Fact]
    public async Task GetJob_ForeignStatusUriInAStoredReference_IsNeverAsked()
    {
        _bed.On("GET", Url, 200, """{"status":"starting"}""");

        var job = await _bed.Replicate().GetJobAsync(Reference with { StatusUri = new Uri("http://api.replicate.com/v1/predictions/abc123") }, default);

        Assert.Equal(JobStatus.Queued, job.Status);
        Assert.Equal("no-store", _bed.Last.Headers["Cache-Control"]);
    }

    [Theory]
    [InlineData("canceled", CancellationOutcome.Confirmed)]
    [InlineData("aborted", CancellationOutcome.Confirmed)]
    [InlineData("succeeded", CancellationOutcome.AlreadyFinished)]
    [InlineData("failed", CancellationOutcome.AlreadyFinished)]
    [InlineData("processing", CancellationOutcome.NotConfirmed)]
    public async Task Cancel_Reply_SaysWhatCameOfIt(string status, CancellationOutcome expected)
    {
        _bed.On("POST", Url + "/cancel", 200, $$"""{"id":"abc123","status":"{{status}}","output":"https://r.test/a.png","metrics":{"predict_time":0.1,"total_time":0.2} }""");

        var job = await _bed.Replicate().CancelAsync(Reference, default);

        Assert.Equal(expected, job.Cancellation);
        Assert.Equal("", _bed.Last.Body);
    }

    [Fact]
    public async Task Cancel_JobThatIsGone_IsNotConfirmed()
    {
        _bed.On("POST", Url + "/cancel", 404, """{"detail":"The requested resource could not be found.","status":404}""");

        var job = await _bed.Replicate().CancelAsync(Reference, default);

        Assert.Equal(CancellationOutcome.NotConfirmed, job.Cancellation);
        Assert.False(job.IsTerminal);
    }

    private async Task<ProviderJob> ReadAsync(string json, JobReference? reference = null)
    {
        _bed.On("GET", Url, 200, json);
        return await _bed.Replicate().GetJobAsync(reference ?? Reference, default);
    }
}
