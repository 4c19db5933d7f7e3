using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Providers.Replicate;

/// <summary>Real traffic of Replicate's API, replayed: each URL answers with its exchanges in order and repeats the last one.</summary>
public sealed class ReplicateRecordedTrafficTests : IDisposable
{
    private const string Sdxl = "stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";

    private readonly ProviderTestBed _bed = new();
    private JsonDocument? _recording;

    public void Dispose() => _recording?.Dispose();

    [FixtureFact]
    public async Task RunSdxl_PollsFromStartingToSucceeded()
    {
        Replay("predictions-run-sdxl");
        var provider = _bed.Replicate();

        var submitted = await provider.SubmitJobAsync(Request(), default);
        var seen = new List<ProviderJob>();
        do
        {
            seen.Add(await provider.GetJobAsync(submitted.Reference!, default));
        }
        while (!seen[^1].IsTerminal && seen.Count < 50);

        Assert.Equal(JobStatus.Queued, submitted.Status);
        Assert.Equal("azaq55dbukgxg6kubr4k6g3pby", submitted.Reference!.Id);
        using (var sent = JsonDocument.Parse(_bed.Sent[0].Body))
        {
            Assert.True(JsonElement.DeepEquals(Exchange("POST").GetProperty("request_json"), sent.RootElement));
        }

        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Succeeded], seen.Select(j => j.Status).Distinct());
        Assert.Equal(seen.Where(j => j.Progress is not null).Select(j => j.Progress).Order(), seen.Where(j => j.Progress is not null).Select(j => j.Progress));
        var done = seen[^1];
        var image = Assert.Single(done.Images);
        Assert.Equal(("image/png", 42069L), (image.MediaType, image.Seed));
        Assert.EndsWith("replicate.delivery", image.Url!.Host, StringComparison.Ordinal);
        Assert.InRange(done.RunTime!.Value.TotalSeconds, 1, 60);
        Assert.NotNull(done.QueueTime);
    }

    [FixtureFact]
    public async Task CreateWait_ProcessingWithEveryFile_IsDone()
    {
        Replay("predictions-create-wait");
        var provider = _bed.Replicate(o => o.SyncWait = TimeSpan.FromSeconds(10));

        var job = await provider.SubmitJobAsync(Request(), default);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        var image = Assert.Single(job.Images);
        Assert.Equal(("image/png", 512, 512, 42069L), (image.MediaType, image.Width, image.Height, image.Seed));
        Assert.InRange(image.Bytes!.Value.Length, 290_000, 330_000);
        Assert.Equal("wait=10", _bed.Sent[0].Headers["Prefer"]);
        Assert.Equal(Sdxl, job.Reference!.ModelId);
    }

    [FixtureFact]
    public async Task CreateWaitText_PartialOutput_IsNotTakenForTheResult()
    {
        Replay("models-predictions-create-wait-text");

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("meta/meta-llama-3-8b-instruct"), default);

        Assert.Equal(JobStatus.Running, job.Status);
        Assert.Empty(job.Images);
    }

    [FixtureFact]
    public async Task Cancel_RunningPrediction_IsConfirmed()
    {
        Replay("predictions-cancel");
        var provider = _bed.Replicate();

        var submitted = await provider.SubmitJobAsync(Request(), default);
        var canceled = await provider.CancelAsync(submitted.Reference!, default);

        Assert.Equal(CancellationOutcome.Confirmed, canceled.Cancellation);
        Assert.Equal(FailureKind.Canceled, canceled.Failure?.Kind);
        Assert.Equal(0.128148, canceled.RunTime!.Value.TotalSeconds, 6);
        Assert.Equal(0.047, canceled.QueueTime!.Value.TotalSeconds, 3);
    }

    [FixtureFact]
    public async Task InvalidToken_IsUnauthorized()
    {
        Replay("predictions-invalid-token");

        var job = await _bed.Replicate().SubmitJobAsync(Request(), default);

        Assert.Equal(FailureKind.Unauthorized, job.Failure?.Kind);
        Assert.StartsWith("Authentication failed", job.Failure!.Message, StringComparison.Ordinal);
    }

    // Trainings and hardware have no verb here; their real answers are read all the same, as what they look like or as nothing at all.
    [FixtureFact]
    public async Task EveryRecordedAnswer_ToASubmitAndToARead_IsAJobOrAFailureAndNeverAnException()
    {
        var answers = Directory.EnumerateFiles(Path.Combine(Fixtures.Folder!, "replicate"), "*.json")
            .Where(file => Path.GetFileName(file) != "openapi.json")
            .SelectMany(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("exchanges").EnumerateArray())
            .Where(exchange => exchange.TryGetProperty("json", out _))
            .ToList();
        JsonElement answer = default;
        _bed.Answer = _ => new HttpResponseMessage((System.Net.HttpStatusCode)answer.GetProperty("status").GetInt32())
        {
            Content = new StringContent(answer.GetProperty("json").GetRawText(), System.Text.Encoding.UTF8, "application/json"),
        };
        var time = new StepClock();
        _bed.Time = time;
        var provider = _bed.Replicate();

        Assert.True(answers.Count > 20);
        foreach (var recorded in answers)
        {
            answer = recorded;
            TestThread.LeaveContext();
            var submitting = provider.SubmitJobAsync(Request(), default);
            await time.StepUntilAsync(submitting, TimeSpan.FromSeconds(0.25), TimeSpan.FromHours(1));
            var submitted = await submitting;
            var read = await provider.GetJobAsync(new JobReference("replicate", "id", Sdxl), default);

            Assert.True(submitted is { Reference: not null } or { Failure: not null }, answer.GetProperty("url").GetString());
            Assert.True(read.Status is not JobStatus.Unknown || read.Failure is not null, answer.GetProperty("url").GetString());
        }
    }

    private static ProviderRequest Request() =>
        ProviderTestBed.Request(Sdxl, "sdxl") with { Prompt = "a studio photo of a rainbow colored corgi", Width = 512, Height = 512, Seed = 42069 };

    private JsonElement Exchange(string method) =>
        _recording!.RootElement.GetProperty("exchanges").EnumerateArray().First(e => e.GetProperty("method").GetString() == method);

    private void Replay(string name)
    {
        _recording = Fixtures.Read($"replicate/{name}.json");
        foreach (var route in _recording.RootElement.GetProperty("exchanges").EnumerateArray()
            .GroupBy(e => (Method: e.GetProperty("method").GetString()!, Url: e.GetProperty("url").GetString()!)))
        {
            var answers = new Queue<JsonElement>(route);
            _bed.On(route.Key.Method, route.Key.Url, () =>
            {
                var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
                return new HttpResponseMessage((System.Net.HttpStatusCode)answer.GetProperty("status").GetInt32())
                {
                    Content = new StringContent(answer.GetProperty("json").GetRawText(), System.Text.Encoding.UTF8, "application/json"),
                };
            });
        }
    }
}
