using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers;

/// <summary>Servers that speak a provider's language with words of their own.</summary>
public sealed class SpokenStatusTests
{
    [Theory]
    [InlineData("SUCCEEDED", JobStatus.Succeeded, null)]
    [InlineData("completed", JobStatus.Succeeded, null)]
    [InlineData("cancelled", JobStatus.Failed, FailureKind.Canceled)]
    [InlineData("Failed", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData("error", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData("Starting", JobStatus.Queued, null)]
    [InlineData("upscaling", JobStatus.Running, null)]
    public async Task Replicate_Word_IsWhatItMeans(string word, JobStatus status, FailureKind? kind)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json($$"""{"id":"a","status":"{{word}}","output":["https://r.test/a.png"]}""") };

        var job = await bed.Replicate().GetJobAsync(new("replicate", "a", "a/b"), default);

        Assert.Equal((status, kind), (job.Status, job.Failure?.Kind));
    }

    [Theory]
    [InlineData("completed", JobStatus.Succeeded, null)]
    [InlineData("SUCCESS", JobStatus.Succeeded, null)]
    [InlineData("Finished", JobStatus.Succeeded, null)]
    [InlineData("ERROR", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData("QUEUED", JobStatus.Queued, null)]
    [InlineData("in_queue", JobStatus.Queued, null)]
    [InlineData("PROCESSING", JobStatus.Running, null)]
    [InlineData("UPSCALING", JobStatus.Running, null)]
    public async Task RunPod_Word_IsWhatItMeans(string word, JobStatus status, FailureKind? kind)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json($$$"""{"id":17,"status":"{{{word}}}","output":{"image":"PNG"}}""") };

        var job = await bed.RunPod().GetJobAsync(new("runpod", "17", "mine"), default);

        Assert.Equal((status, kind), (job.Status, job.Failure?.Kind));
    }

    [Theory]
    [InlineData("replicate", """{"id":17,"status":"starting"}""", JobStatus.Queued)]
    [InlineData("runpod", """{"id":17,"status":"IN_QUEUE"}""", JobStatus.Queued)]
    [InlineData("runpod", """{"id":17,"status":"IN_PROGRESS"}""", JobStatus.Running)]
    public async Task Submit_NumericId_IsTheJob(string provider, string body, JobStatus status)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };
        IImageProvider asked = provider == "replicate" ? bed.Replicate() : bed.RunPod();

        var job = await asked.SubmitJobAsync(ProviderTestBed.Request(provider == "replicate" ? "a/b" : "mine"), default);

        Assert.Equal((status, "17"), (job.Status, job.Reference?.Id));
    }
}
