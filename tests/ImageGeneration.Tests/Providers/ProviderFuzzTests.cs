using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ImageGeneration.Imaging;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Outputs;
using ImageGeneration.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Providers;

/// <summary>Answers broken in every way a network or a stranger's worker may break them: the result is a job, never an exception, never a
/// success without an image, never a hang, never more than a bounded multiple of the answer in memory, and the key is in no message.
/// <c>FUZZ_COUNT</c> and <c>FUZZ_SEED</c> change the amount and the seed; <c>.ci/run</c> asks for 100,000 documents a reader.</summary>
public sealed class ProviderFuzzTests(ITestOutputHelper output)
{
    // Four or five calls a document, each moved on up to five times, with their requests, replies, addresses, messages and what keeps a prompt out of
    // these; the rest grows with the document.
    private const long FixedBytes = 448 * 1024;
    private const long BytesPerByte = 64;

    private static readonly int[] Statuses = [301, 302, 303, 307, 308, 400, 401, 402, 404, 405, 408, 410, 422, 429, 500, 502, 503];

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(10);

    [Fact]
    public void Replicate_BrokenAnswers_AreJobs() => Fuzz(bed => bed.Replicate(), "black-forest-labs/flux-schnell", WireDocuments.Replicate);

    [Fact]
    public void RunPod_BrokenAnswers_AreJobs() => Fuzz(bed => bed.RunPod(), "mine", WireDocuments.RunPod);

    [Fact]
    public void Modal_BrokenAnswers_AreJobs() => Fuzz(bed => bed.Modal(), "flux1", WireDocuments.Modal);

    [Fact]
    public void Locations_Broken_AreWholeAddressesOrNone() => Each(WireDocuments.Locations, (body, random) =>
    {
        var asked = new Uri("https://api.replicate.com/v1/predictions/abc");
        var text = random.Next(2) == 0 ? Encoding.UTF8.GetString(body) : Encoding.Latin1.GetString(body);
        foreach (var address in new[] { ForeignUri.Read(asked, text), ForeignUri.Read(text) })
        {
            if (address is not null)
            {
                Assert.NotNull($"{address.Scheme}{address.Port}{address.IdnHost}{address.PathAndQuery}{address.AbsoluteUri}{address.Segments.Length}{address.Fragment}");
                Assert.True(ForeignUri.IsSameOrigin(address, address));
            }
        }
    });

    [Fact]
    public void Schemas_Broken_AreRowsOrNone() => Each(WireDocuments.Schemas, (body, _) =>
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (ReplicateSchema.Read(document.RootElement)?.Capabilities is { } row)
            {
                Assert.InRange(row.MaxImagesPerJob, 1, 64);
                Assert.InRange(row.FitSeed(7), Math.Min(row.MinSeed, row.MaxSeed), Math.Max(row.MinSeed, row.MaxSeed));
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
    public void LongTexts_BrokenDocuments_HideNoImageAndInventNone() => Each([.. WireDocuments.RunPod, .. WireDocuments.Modal], (body, _) =>
    {
        try
        {
            using var whole = JsonDocument.Parse(body);
            using var brief = JsonDocument.Parse(ReplyTexts.TakeOut(body, out var texts, least: 40));
            var (expected, actual) = (ImageOutput.Read(whole.RootElement, new("runpod", 1)).Images, ImageOutput.Read(brief.RootElement, new("runpod", 1), texts).Images);

            Assert.Equal(expected.Select(image => (image.Url, image.MediaType, image.Seed)), actual.Select(image => (image.Url, image.MediaType, image.Seed)));
            Assert.Equal(expected.SelectMany(image => image.Bytes?.ToArray() ?? []), actual.SelectMany(image => image.Bytes?.ToArray() ?? []));
        }
        catch (JsonException)
        {
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
        }
    });

    [Fact]
    public void Logs_Broken_ReportNothingImpossible() => Each(WireDocuments.Logs, (body, random) =>
    {
        var logs = Encoding.UTF8.GetString(body);
        var count = random.Next(1, 5);
        var filtered = ReplicateLogs.Filtered(logs, count);

        Assert.True(ReplicateLogs.Seed(body) is null or < long.MaxValue);
        Assert.True(ReplicateLogs.Progress(logs) is null or (>= 0 and <= 1));
        Assert.True(filtered.All(position => position >= 0 && position < count) && filtered.Distinct().Count() == filtered.Count);
    });

    [Fact]
    public void Workflows_Broken_AreTemplatesOrSentences() => Each(WireDocuments.Workflows, (body, _) =>
    {
        var settings = new ComfyUiWorkflow { Workflow = Encoding.UTF8.GetString(body) };
        settings.Inputs["prompt"] = "6.text";
        settings.Inputs["width"] = "5.width";
        var template = ComfyUiTemplate.Read(settings, out var problem);

        Assert.Equal(template is null, problem is { Length: > 0 });
        if (template is not null)
        {
            using var written = new MemoryStream();
            using var writer = new Utf8JsonWriter(written);
            template.Write(writer, ProviderTestBed.Request("comfy"));
            writer.Flush();
            Assert.Contains("a red fox in the snow", Encoding.UTF8.GetString(written.ToArray()), StringComparison.Ordinal);
            Assert.InRange(template.Capabilities.Sizes.Fit(1024, 768).Width, 1, 65535);
        }
    });

    [Fact]
    public void Images_BrokenHeaders_ReportNoImpossibleSize() => Each(Files(), (body, random) =>
    {
        var signature = ForeignFile.Identify(body, random.Next(2) == 0 ? "image/png" : Encoding.UTF8.GetString(WireMutation.Mutate("image/x-new", random)));

        Assert.True(signature is not { Width: <= 0 } and not { Height: <= 0 });
        Assert.Equal(signature?.Width is null, signature?.Height is null);
        Assert.DoesNotContain(signature?.MediaType ?? "", character => character is < ' ' or > '~');
        Assert.Equal(ForeignFile.Identify(body, "image/png") is null, ImageSignature.Read(body) is null && ForeignFile.IsText(body));
    });

    /// <summary>A file is whole or not whatever pieces it comes in, and never longer than the whole.</summary>
    [Fact]
    public void Containers_Broken_AreWalkedInPiecesOfAnySizeAlike() => Each(Files(), (body, random) =>
    {
        if (ImageSignature.Read(body) is { } signature && ContainerWalk.For(signature.MediaType, body) is { } walk)
        {
            for (int at = 0, size; at < body.Length; at += size)
            {
                size = Math.Min(random.Next(1, 40), body.Length - at);
                walk.Feed(body.AsSpan(at, size));
            }

            Assert.Equal(ContainerWalk.IsCut(body), !walk.IsWhole);
        }
    });

    /// <summary>Wherever a redirect leads: a picture or a failure in words, the key-less client's guard on all that is private, and nothing else thrown.</summary>
    [Fact]
    public void OutputRedirects_Broken_AreImagesOrFailures()
    {
        var host = new FuzzedHost();
        var reader = new ImageReader(
            host, new OutputOptions(), new OutputOrigins(name => name == "modal" ? new Uri("https://api.example/") : null), new FixedTime(), NullLogger<ImageReader>.Instance);
        Each([.. WireDocuments.OutputRedirects.Select(Encoding.UTF8.GetBytes)], (body, random) =>
        {
            var location = Encoding.UTF8.GetString(body);
            host.Location = location;
            try
            {
                var image = Ended(reader.ReadAsync(new GeneratedImage { Url = new Uri("https://api.example/v1/files/1"), Provider = random.Next(2) == 0 ? "modal" : null }));
                Assert.Equal("image/png", image.MediaType);
            }
            catch (ImageGenerationException failure)
            {
                Assert.DoesNotContain(failure.Message, char.IsControl);
            }

            Assert.True(ForeignLink.Resolve(new Uri("https://api.example/a/b"), location) is null or { IsAbsoluteUri: true });
            Assert.True(ForeignLink.Parse(location) is null or { IsAbsoluteUri: true });
        });
    }

    private static byte[][] Files() =>
    [
        .. WireDocuments.Pictures.Select(hex => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))),
        TestImages.Png(), TestImages.Jpeg(), TestImages.Gif(), TestImages.Webp(), TestImages.Avif(),
    ];

    private void Fuzz(Func<ProviderTestBed, IImageProvider> create, string modelId, string[] documents)
    {
        var bed = new ProviderTestBed();
        var provider = create(bed);
        var request = ProviderTestBed.Request(modelId) with { Count = 2 };
        var reference = new JobReference(provider.Name, "abc123", modelId, new Uri("https://acme--flux-generate.modal.run/?x=1"), 2);
        Each(documents, (body, random) =>
        {
            var status = random.Next(6) switch { 0 => random.Next(200, 600), 1 => 202, 2 => Statuses[random.Next(Statuses.Length)], _ => 200 };
            var location = random.Next(3) == 0 ? Encoding.UTF8.GetString(WireMutation.Mutate(WireDocuments.Locations[random.Next(WireDocuments.Locations.Length)], random)) : null;
            var wait = random.Next(3) == 0 ? Encoding.UTF8.GetString(WireMutation.Mutate(WireDocuments.Waits[random.Next(WireDocuments.Waits.Length)], random)) : null;
            var mediaType = WireDocuments.MediaTypes[random.Next(WireDocuments.MediaTypes.Length)];
            bed.Answer = _ => Response(status, body, ("Location", location), ("Retry-After", wait), ("Content-Type", mediaType));

            // The transport answers at once, so that each call ends on this thread, where its memory is counted.
            Check(Ended(provider.SubmitJobAsync(request, default)));
            Check(Ended(provider.GetJobAsync(reference, default)));
            Check(Ended(provider.CancelAsync(reference, default)));
            Assert.DoesNotContain(ProviderTestBed.Key, Ended(provider.CheckHealthAsync(default)).Description, StringComparison.Ordinal);
            if (provider.FindSubmittedAsync(request, FixedTime.Now, default) is { } candidates
                && Ended(candidates.FirstOrDefaultAsync().AsTask()) is { } found)
            {
                Check(found);
                Assert.NotNull(found.Reference);
            }

            Assert.DoesNotContain(ProviderTestBed.Key, Ended(provider.DescribeQueueAsync(reference, default)) ?? "", StringComparison.Ordinal);

            // Kept, the lines of all documents would count as the memory of one.
            Assert.DoesNotContain(bed.Logs.GetSnapshot(), line => line.Text().Contains(ProviderTestBed.Key, StringComparison.Ordinal));
            bed.Logs.Clear();
        });
    }

    private void Each(string[] documents, Action<byte[], Random> read) =>
        Each([.. documents.Select(text => Encoding.UTF8.GetBytes(text.Replace("PNG", ProviderTestBed.Png, StringComparison.Ordinal)))], read);

    private void Each(byte[][] documents, Action<byte[], Random> read)
    {
        var (seed, count) = (Setting("FUZZ_SEED", 20261122), Setting("FUZZ_COUNT", 1500));
        var random = new Random(seed);
        _ = ContentRefusal.IsIn("a filter");
        read(documents[0], new Random(seed)); // what a first use sets up is no document's memory
        var (worst, slowest) = (0L, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            var body = WireMutation.Mutate(documents[random.Next(documents.Length)], random);
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

    private static HttpResponseMessage Response(int status, byte[] body, params (string Name, string? Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (value is not null && !response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
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
        Assert.True(job.Failure?.RetryAfter is not { } wait || (wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(2)));
        Assert.True(job.QueueTime is not { } queue || queue >= TimeSpan.Zero);
        Assert.True(job.Progress is null or (>= 0 and <= 1));
        Assert.All(job.Images, image => Assert.True(image is not { Width: <= 0 } and not { Height: <= 0 } and not { Url: null, ExpiresAt: not null }));
    }

    private static int Setting(string name, int value) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var set) ? set : value;

    /// <summary>Redirects once to the location, and has a picture everywhere else.</summary>
    private sealed class FuzzedHost : HttpMessageHandler, IHttpClientFactory
    {
        private readonly byte[] _png = TestImages.Png();
        private string? _client;

        public string? Location { get; set; }

        public HttpClient CreateClient(string name)
        {
            _client = name;
            return new(this, disposeHandler: false);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var url = request.RequestUri!;
            Assert.DoesNotContain(url.PathAndQuery, character => character is <= ' ' or > '~');
            Assert.True(_client == OutputHttp.GuardedClient || !HostName.IsPrivate(url), "a private host without the guard");
            if (Location is not { } location)
            {
                return Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(_png) });
            }

            Location = null;
            return Task.FromResult(Response(302, [], ("Location", location)));
        }
    }
}
