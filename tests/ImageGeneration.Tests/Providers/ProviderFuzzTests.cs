using System.Globalization;
using System.Net;
using System.Text;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers;

/// <summary>Answers broken in every way a network or a stranger's worker may break them: the result is a job, never an exception, never a
/// success without an image, and the key is in no message. <c>FUZZ_COUNT</c> and <c>FUZZ_SEED</c> change the amount and the seed.</summary>
public sealed class ProviderFuzzTests
{
    private const string Png = ProviderTestBed.Png;

    private static readonly string[] Tokens =
    [
        "null", "true", "{}", "[]", "\"\"", "-1", "1e400", "99999999999999999999", "0.1", "\"\\ud800\"", "\"\\u0000\"", "\\", "\"", "{", "[", "]", "}", ",", ":", "\u00ff",
        "\"https://r.test/a.png\"", "\"data:image/png;base64," + Png + "\"", "\"data:,\"", "\"NSFW content detected in image 0\"", "\"Using seed: 99999999999999999999\"",
        "\"COMPLETED\"", "\"FAILED\"", "\"succeeded\"", "\"failed\"", "\"output\":", "\"error\":", "\"status\":", "\"id\":", "\"images\":", ProviderTestBed.Key,
    ];

    private static readonly string[] Replicate =
    [
        """{"id":"abc123","model":"a/b","version":"hidden","status":"succeeded","input":{"prompt":"p","seed":3},"output":["https://r.test/out-0.png","https://r.test/out-1.png"],"logs":"Using seed: 7\n 42%|## | 21/50 [00:01]\nNSFW content detected in image 1","error":null,"metrics":{"predict_time":1.5,"total_time":2.5},"created_at":"2023-11-16T11:46:16.064900134Z","started_at":"2023-11-16T11:46:17Z","urls":{"get":"https://api.replicate.com/v1/predictions/abc123","cancel":"x"}}""",
        """{"id":"abc123","status":"failed","error":"Prediction failed: (E005)","output":null,"data_removed":true}""",
        """{"id":"abc123","status":"processing","output":["data:image/png;base64,PNG"]}""",
        """{"detail":"- input: prompt is required\n","status":422,"title":"Input validation failed","invalid_fields":[{"type":"required","field":"input","description":"prompt is required"}],"retry_after":7}""",
    ];

    private static readonly string[] RunPod =
    [
        """{"id":"6f1a-u1","status":"COMPLETED","delayTime":15,"executionTime":22,"workerId":"w","output":{"images":["data:image/png;base64,PNG",{"image":"PNG","seed":4}],"image_url":"https://i.test/a.png","seed":4711,"cost":0.01,"info":"{\"all_seeds\":[1,2]}"}}""",
        """{"id":"6f1a-u1","status":"FAILED","error":"{\"error_message\":\"boom\",\"error_type\":\"x\"}","output":{"status":"error","details":["a"]}}""",
        """{"id":"6f1a-u1","status":"FAILED","error":"Error submitting task: 400, {\"code\":400,\"message\":\"no\"}"}""",
        """{"jobs":{"inQueue":3},"workers":{"idle":1,"ready":1,"running":2,"throttled":1}}""",
    ];

    private static readonly string[] Modal =
    [
        """{"images":[{"image":"PNG","media_type":"image/png","seed":42}],"seeds":[1]}""",
        """{"call_id":"fc-01","status":"ok"}""",
        """{"detail":[{"loc":["body","width"],"msg":"bad","input":"p"}]}""",
    ];

    [Fact]
    public Task Replicate_BrokenAnswers_AreJobs() => FuzzAsync(bed => bed.Replicate(), "black-forest-labs/flux-schnell", Replicate);

    [Fact]
    public Task RunPod_BrokenAnswers_AreJobs() => FuzzAsync(bed => bed.RunPod(), "mine", RunPod);

    [Fact]
    public Task Modal_BrokenAnswers_AreJobs() => FuzzAsync(bed => bed.Modal(), "flux1", Modal);

    private static async Task FuzzAsync(Func<ProviderTestBed, IImageProvider> create, string modelId, string[] documents)
    {
        var seed = Setting("FUZZ_SEED", 20261122);
        var random = new Random(seed);
        var bed = new ProviderTestBed();
        var provider = create(bed);
        var request = ProviderTestBed.Request(modelId) with { Count = 2 };
        var reference = new JobReference(provider.Name, "abc123", modelId, new Uri("https://acme--flux-generate.modal.run/?x=1"), 2);
        for (var i = 0; i < Setting("FUZZ_COUNT", 3000); i++)
        {
            var body = Mutate(documents[random.Next(documents.Length)].Replace("PNG", Png, StringComparison.Ordinal), random);
            var status = random.Next(4) == 0 ? random.Next(200, 600) : 200;
            bed.Answer = _ => new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
            try
            {
                Check(await provider.SubmitAsync(request, default));
                Check(await provider.GetJobAsync(reference, default));
                Check(await provider.CancelAsync(reference, default));
                Assert.DoesNotContain(ProviderTestBed.Key, (await provider.CheckHealthAsync(default)).Description, StringComparison.Ordinal);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, round {i}, status {status}: {exception}\n{Encoding.UTF8.GetString(body)}");
            }
        }
    }

    private static void Check(ProviderJob job)
    {
        Assert.Equal(job.Status is JobStatus.Failed or JobStatus.Unknown, job.Failure is not null);
        Assert.Equal(job.Status == JobStatus.Succeeded, job.Images.Any(image => image.Outcome == ImageOutcome.Delivered));
        Assert.DoesNotContain(ProviderTestBed.Key, job.Failure?.Message ?? "", StringComparison.Ordinal);
        Assert.True(job.Failure?.RetryAfter is not { } wait || wait >= TimeSpan.Zero);
        Assert.True(job.QueueTime is not { } queue || queue >= TimeSpan.Zero);
        Assert.True(job.Progress is null or (>= 0 and <= 1));
    }

    private static byte[] Mutate(string document, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(document).ToList();
        for (var edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                default:
                    ReplaceValue(bytes, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]), random);
                    break;
            }
        }

        return [.. bytes];
    }

    // Keeps the document well-formed more often than not: the deep readers are to be reached.
    private static void ReplaceValue(List<byte> bytes, byte[] token, Random random)
    {
        var start = bytes.IndexOf((byte)':', random.Next(bytes.Count)) + 1;
        if (start > 0)
        {
            var end = bytes.FindIndex(start, b => b is (byte)',' or (byte)'}' or (byte)']');
            if (end > start)
            {
                bytes.RemoveRange(start, end - start);
                bytes.InsertRange(start, token);
            }
        }
    }

    private static int Setting(string name, int value) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var set) ? set : value;
}
