using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.Wire;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Providers;

/// <summary>Answers broken in every way a network or a stranger's worker may break them: the result is a job, never an exception, never a
/// success without an image, never a hang, never more than a bounded multiple of the answer in memory, and the key is in no message.
/// <c>FUZZ_COUNT</c> and <c>FUZZ_SEED</c> change the amount and the seed; <c>.ci/run</c> asks for 100,000 documents a reader.</summary>
public sealed class ProviderFuzzTests(ITestOutputHelper output)
{
    private const string Png = ProviderTestBed.Png;

    // Four or five calls a document, each with its requests, replies and messages; the rest grows with the document.
    private const long FixedBytes = 160 * 1024;
    private const long BytesPerByte = 64;

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(10);

    private static readonly string[] Replicate =
    [
        """{"id":"abc123","model":"a/b","version":"hidden","status":"succeeded","input":{"prompt":"p","seed":3},"output":["https://r.test/out-0.png","https://r.test/out-1.png"],"logs":"Using seed: 7\n 42%|## | 21/50 [00:01]\nNSFW content detected in image 1","error":null,"metrics":{"predict_time":1.5,"total_time":2.5},"created_at":"2023-11-16T11:46:16.064900134Z","started_at":"2023-11-16T11:46:17Z","urls":{"get":"https://api.replicate.com/v1/predictions/abc123","cancel":"x"}}""",
        """{"id":"abc123","status":"failed","error":"Prediction failed: (E005)","output":null,"data_removed":true}""",
        """{"id":"abc123","status":"processing","output":["data:image/png;base64,PNG"]}""",
        """{"next":"https://api.replicate.com/v1/predictions?cursor=2","results":[{"id":"abc124","model":"black-forest-labs/flux-schnell","status":"processing","created_at":"2026-11-22T12:00:01Z","input":{"prompt":"a red fox in the snow","num_outputs":2}},{"id":"abc125","input":{"prompt":"p","hf_api_token":"x"},"created_at":"2026-11-22T12:00:01Z"}]}""",
        """{"detail":"- input: prompt is required\n","status":422,"title":"Input validation failed","invalid_fields":[{"type":"required","field":"input","description":"prompt is required"}],"retry_after":7}""",
    ];

    private static readonly string[] RunPod =
    [
        """{"id":"6f1a-u1","status":"COMPLETED","delayTime":15,"executionTime":22,"workerId":"w","output":{"images":["data:image/png;base64,PNG",{"image":"PNG","seed":4}],"image_url":"https://i.test/a.png","seed":4711,"cost":0.01,"info":"{\"all_seeds\":[1,2]}"}}""",
        """{"id":"6f1a-u1","status":"FAILED","error":"{\"error_message\":\"boom\",\"error_type\":\"x\"}","output":{"status":"error","details":["a"]}}""",
        """{"id":"6f1a-u1","status":"FAILED","error":"Error submitting task: 400, {\"code\":400,\"message\":\"no\"}"}""",
        """{"id":"6f1a-u1","status":"COMPLETED","output":{"images":[{"filename":"a.png","type":"base64","data":"PNG"},{"type":"s3_url","data":"https://b.test/a.png"}],"errors":["x"]}}""",
        """{"id":"6f1a-u1","status":"COMPLETED","output":[{"image":"PNG","seed":1},{"image":"https://b.test/a.png"}]}""",
        """{"jobs":{"inQueue":3},"workers":{"idle":1,"ready":1,"running":2,"throttled":1}}""",
    ];

    private static readonly string[] Modal =
    [
        """{"images":[{"image":"PNG","media_type":"image/png","seed":42}],"seeds":[1]}""",
        """{"call_id":"fc-01","status":"ok"}""",
        """{"detail":[{"loc":["body","width"],"msg":"bad","input":"p"}]}""",
    ];

    private static readonly string[] Schemas =
    [
        """{"latest_version":{"openapi_schema":{"components":{"schemas":{"Input":{"properties":{"prompt":{"type":"string"},"seed":{"maximum":5},"num_outputs":{"maximum":3},"steps":{"minimum":2,"maximum":40},"guidance":{"minimum":0,"maximum":6},"aspect_ratio":{"allOf":[{"$ref":"#/components/schemas/aspect_ratio"}]},"megapixels":{"enum":["1","0.25"]},"output_format":{"enum":["jpg","png"]},"lora_weights":{},"lora_scale":{}}},"aspect_ratio":{"enum":["1:1","16:9"]}}}}}}""",
        """{"openapi_schema":{"components":{"schemas":{"Input":{"properties":{"prompt":{},"width":{"minimum":128,"maximum":2048,"multipleOf":16},"height":{},"aspect_ratio":{"enum":["custom"]}}}}}}}""",
    ];

    [Fact]
    public void Replicate_BrokenAnswers_AreJobs() => Fuzz(bed => bed.Replicate(), "black-forest-labs/flux-schnell", Replicate);

    [Fact]
    public void RunPod_BrokenAnswers_AreJobs() => Fuzz(bed => bed.RunPod(), "mine", RunPod);

    [Fact]
    public void Modal_BrokenAnswers_AreJobs() => Fuzz(bed => bed.Modal(), "flux1", Modal);

    [Fact]
    public void Schemas_Broken_AreRowsOrNone() => Each(Schemas, (body, _) =>
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (ReplicateSchema.Read(document.RootElement)?.Capabilities is { } row)
            {
                Assert.InRange(row.MaxImagesPerJob, 1, 64);
                Assert.True(row.Steps is not { } steps || steps.Min <= steps.Max);
                Assert.InRange(row.Sizes.Fit(1024, 768).Width, 1, 100_000);
            }
        }
        catch (JsonException)
        {
            // Refused before the reader sees it.
        }
    });

    /// <summary>What is read from a document without its long texts is what is read from the whole.</summary>
    [Fact]
    public void LongTexts_BrokenDocuments_HideNoImageAndInventNone() => Each([.. RunPod, .. Modal], (body, _) =>
    {
        try
        {
            using var whole = JsonDocument.Parse(body);
            using var brief = JsonDocument.Parse(LongTexts.TakeOut(body, out var texts, least: 40));
            var (expected, actual) = (ImageOutput.Read(whole.RootElement), ImageOutput.Read(brief.RootElement, texts));

            Assert.Equal(expected.Select(image => (image.Url, image.MediaType, image.Seed)), actual.Select(image => (image.Url, image.MediaType, image.Seed)));
            Assert.Equal(expected.SelectMany(image => image.Bytes?.ToArray() ?? []), actual.SelectMany(image => image.Bytes?.ToArray() ?? []));
        }
        catch (JsonException)
        {
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
        }
    });

    private void Fuzz(Func<ProviderTestBed, IImageProvider> create, string modelId, string[] documents)
    {
        var bed = new ProviderTestBed();
        var provider = create(bed);
        var request = ProviderTestBed.Request(modelId) with { Count = 2 };
        var reference = new JobReference(provider.Name, "abc123", modelId, new Uri("https://acme--flux-generate.modal.run/?x=1"), 2);
        Each(documents, (body, random) =>
        {
            var status = random.Next(4) switch { 0 => random.Next(200, 600), 1 => 202, _ => 200 };
            var location = random.Next(3) == 0 ? Encoding.UTF8.GetString(WireMutation.Of("/v1/predictions/a?__modal_function_call_id=fc-1", random)) : null;
            bed.Answer = _ => Response(status, location, body);

            // The transport answers at once, so that each call ends on this thread, where its memory is counted.
            Check(Ended(provider.SubmitAsync(request, default)));
            Check(Ended(provider.GetJobAsync(reference, default)));
            Check(Ended(provider.CancelAsync(reference, default)));
            Assert.DoesNotContain(ProviderTestBed.Key, Ended(provider.CheckHealthAsync(default)).Description, StringComparison.Ordinal);
            if (provider is ISubmitReconciler reconciler
                && Ended(reconciler.FindSubmittedAsync(request, FixedTime.Now, _ => true, default)) is { } found)
            {
                Check(found);
                Assert.NotNull(found.Reference);
            }

            if (provider is IQueueDiagnosis diagnosis)
            {
                Assert.DoesNotContain(ProviderTestBed.Key, Ended(diagnosis.DescribeQueueAsync(reference, default)) ?? "", StringComparison.Ordinal);
            }
        });
    }

    private void Each(string[] documents, Action<byte[], Random> read)
    {
        var (seed, count) = (Setting("FUZZ_SEED", 20261122), Setting("FUZZ_COUNT", 1500));
        var random = new Random(seed);
        var (worst, slowest) = (0L, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            var body = WireMutation.Of(documents[random.Next(documents.Length)].Replace("PNG", Png, StringComparison.Ordinal), random);
            try
            {
                var (bytes, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
                read(body, random);
                bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
                (worst, slowest) = (Math.Max(worst, bytes), Max(slowest, Stopwatch.GetElapsedTime(started)));
                Assert.InRange(bytes, 0, FixedBytes + (BytesPerByte * body.Length));
                Assert.InRange(slowest, TimeSpan.Zero, _longest);
            }
            catch (Exception exception)
            {
                Assert.Fail($"FUZZ_SEED={seed}, round {i}: {exception}\n{Encoding.UTF8.GetString(body)}");
            }
        }

        output.WriteLine($"FUZZ_SEED={seed}: {count} documents, at most {worst:N0} bytes and {slowest.TotalMilliseconds:N1} ms each");
    }

    private static HttpResponseMessage Response(int status, string? location, byte[] body)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        if (location is not null)
        {
            response.Headers.TryAddWithoutValidation("Location", location);
        }

        return response;
    }

    private static T Ended<T>(Task<T> call)
    {
        Assert.True(call.IsCompleted, "the call did not end at once");
        return call.GetAwaiter().GetResult();
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static void Check(ProviderJob job)
    {
        Assert.Equal(job.Status is JobStatus.Failed or JobStatus.Unknown, job.Failure is not null);
        Assert.Equal(job.Status == JobStatus.Succeeded, job.Images.Any(image => image.Outcome == ImageOutcome.Delivered));
        Assert.DoesNotContain(ProviderTestBed.Key, job.Failure?.Message ?? "", StringComparison.Ordinal);
        Assert.True(job.Failure?.RetryAfter is not { } wait || wait >= TimeSpan.Zero);
        Assert.True(job.QueueTime is not { } queue || queue >= TimeSpan.Zero);
        Assert.True(job.Progress is null or (>= 0 and <= 1));
    }

    private static int Setting(string name, int value) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var set) ? set : value;
}
