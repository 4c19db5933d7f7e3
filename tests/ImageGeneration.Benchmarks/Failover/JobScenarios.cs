using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>What can become of an accepted job and of its picture.</summary>
internal static class JobScenarios
{
    private static readonly ImageGenerationRequest _sdxl = Stage.Request with { Model = ImageModel.Sdxl };

    public static IEnumerable<Scenario> All =>
    [
        new("cold start beyond the sync window", "replicate")
        {
            Configure = options => options.Replicate.SyncWait = TimeSpan.FromSeconds(1),
            Arrange = stage => stage.Fault(FaultEffect.JobWaitsFor(TimeSpan.FromSeconds(2))),
            Patience = 5,
        },
        new("aborted", "runpod") { Arrange = stage => stage.Fault(FaultEffect.JobAborted), Jobs = 2 },
        new("unknown status word", "replicate") { Arrange = stage => stage.Fault(FaultEffect.UnknownStatus("meditating")) },
        new("COMPLETED without output", "replicate")
        {
            Arrange = stage => stage.Fault(FaultEffect.NoOutput, SimulatedProvider.RunPod),
            Act = stage => stage.GenerateAsync(_sdxl, null, default),
            Jobs = 2,
        },
        new("an error as JSON in a string", "replicate")
        {
            Arrange = stage => stage.Fault(
                FaultEffect.JobFails("""{"error_type":"<class 'RuntimeError'>","error_message":"CUDA out of memory","error_traceback":"…"}"""), SimulatedProvider.RunPod),
            Act = stage => stage.GenerateAsync(_sdxl, null, default),
            Jobs = 2,
        },
        new("NSFW", nameof(FailureKind.ContentRejected)) { Arrange = stage => stage.Fault(FaultEffect.Flagged) },
        new("one filtered of four", "replicate")
        {
            Arrange = stage => stage.Fault(FaultEffect.FewerImages(3)),
            Act = stage => stage.GenerateAsync(Stage.Request with { Count = 4 }, null, default),
            Also = stage => stage.Response?.Images.Count(image => image.Outcome == ImageOutcome.Delivered) == 3 ? "" : "not three delivered",
        },
        new("expired URL", "runpod")
        {
            Configure = options => options.Outputs.Download = true,
            Arrange = stage => stage.Fault(FaultEffect.Status(404), phase: RequestPhase.Download),
            Jobs = 2,
            Also = stage => stage.Response is { Images: [{ Bytes: not null }] } ? "" : "the image was not fetched",
        },
        new("slow body", "replicate") { Arrange = stage => stage.Fault(FaultEffect.SlowBody(TimeSpan.FromSeconds(1))) },
        new("polls that fail", "replicate")
        {
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.Status(502), phase: RequestPhase.Poll, times: 2);
                stage.Fault(FaultEffect.Reset, phase: RequestPhase.Poll, times: 2);
            },
        },
        new("key revoked while the job runs", "runpod")
        {
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(1.5)));
                stage.Fault(FaultEffect.Status(401), phase: RequestPhase.Poll);
            },
            Jobs = 2,
        },
        new("stuck in the provider's queue", "runpod")
        {
            Configure = options => options.Replicate.Jobs.QueueTimeout = TimeSpan.FromSeconds(1),
            Arrange = stage => stage.Fault(FaultEffect.StuckInQueue),
            Jobs = 2,
        },
        new("the wall clock jumps", "replicate")
        {
            Act = async stage =>
            {
                var generating = stage.GenerateAsync();
                stage.Clock.Jump(TimeSpan.FromDays(1));
                stage.Clock.Jump(TimeSpan.FromDays(-3));
                return await generating;
            },
        },
        new("20 MB reply", "replicate")
        {
            Arrange = stage => stage.Fault(FaultEffect.Status(201, LargeReply(), "application/json")),
            Jobs = 0,
            Also = stage => stage.Response?.Images[0].Bytes?.Length > 14_000_000 ? "" : "the picture is not whole",
        },
    ];

    // A finished prediction with a picture of 15 MB as a data URI: a PNG of one chunk of noise, whole to its end.
    private static string LargeReply()
    {
        const int Size = 15 * 1024 * 1024;
        var noise = new byte[Size];
        new Random(7).NextBytes(noise);
        byte[] header =
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A,
            0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 2, 0, 0, 0, 2, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0,
            Size >> 24, (Size >> 16) & 0xFF, (Size >> 8) & 0xFF, Size & 0xFF, (byte)'I', (byte)'D', (byte)'A', (byte)'T',
        ];
        byte[] end = [0, 0, 0, 0, 0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];
        byte[] picture = [.. header, .. noise, .. end];
        return $$"""
            {"id":"large","model":"black-forest-labs/flux-schnell","version":"hidden","input":{},"status":"succeeded","error":null,"logs":"Using seed: 1",
             "output":["data:image/png;base64,{{Convert.ToBase64String(picture)}}"],"urls":{},"metrics":{"predict_time":1.0} }
            """;
    }
}
