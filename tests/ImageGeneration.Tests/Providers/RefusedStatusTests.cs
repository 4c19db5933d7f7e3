using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers;

/// <summary>A filter that says no with nothing but a status.</summary>
public sealed class RefusedStatusTests
{
    [Theory]
    [InlineData("blocked", FailureKind.ContentRejected)]
    [InlineData("MODERATED", FailureKind.ContentRejected)]
    [InlineData("filtered", FailureKind.ContentRejected)]
    [InlineData("Flagged", FailureKind.ContentRejected)]
    [InlineData("censored", FailureKind.ContentRejected)]
    [InlineData("rejected", FailureKind.ContentRejected)]
    [InlineData("failed", FailureKind.JobFailed)]
    public async Task Read_StatusAlone_IsARefusal(string status, FailureKind kind)
    {
        foreach (var provider in new[] { "replicate", "runpod", "modal" })
        {
            Assert.Equal((provider, kind), (provider, (await ReadAsync(provider, $$"""{"id":"a","status":"{{status}}"}""")).Failure!.Kind));
        }

        Assert.Equal(kind, (await ReadAsync("runpod", $$$"""{"id":"a","status":"COMPLETED","output":{"status":"{{{status}}}"}}""")).Failure!.Kind);
    }

    [Theory]
    [InlineData("rejected", "The queue is full")]
    [InlineData("rejected", "The worker shuts down")]
    [InlineData("blocked", "Timed out while waiting for the GPU")]
    [InlineData("flagged", "CUDA out of memory")]
    public async Task Read_StatusWithAnotherReason_IsAFailedJob(string status, string error)
    {
        foreach (var provider in new[] { "replicate", "runpod", "modal" })
        {
            var job = await ReadAsync(provider, $$"""{"id":"a","status":"{{status}}","error":"{{error}}"}""");

            Assert.Equal((provider, FailureKind.JobFailed), (provider, job.Failure!.Kind));
        }
    }

    private static Task<ProviderJob> ReadAsync(string provider, string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };
        return provider switch
        {
            "replicate" => bed.Replicate().GetJobAsync(new("replicate", "a", "a/b"), default),
            "runpod" => bed.RunPod().GetJobAsync(new("runpod", "a", "mine"), default),
            _ => bed.Modal().GetJobAsync(new("modal", "a", "mine", new Uri("https://acme--flux-generate.modal.run/r")), default),
        };
    }
}
