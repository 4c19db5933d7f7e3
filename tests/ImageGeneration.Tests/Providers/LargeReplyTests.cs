using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using ImageGeneration.Providers;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Providers;

/// <summary>Through the whole provider: transport, buffer, JSON, decoding. Each pass runs on a new thread, where no
/// large buffer of an earlier one is waiting for it.</summary>
public sealed class LargeReplyTests(ITestOutputHelper output)
{
    private const int ImageBytes = 15_000_000;

    private static readonly Lazy<byte[]> _base64 = new(() =>
    {
        var image = new byte[ImageBytes];
        Convert.FromBase64String(ProviderTestBed.Png).CopyTo(image, 0);
        var text = new byte[ImageBytes / 3 * 4];
        Base64.EncodeToUtf8(image, text, out _, out _);
        return text;
    });

    [Theory]
    [InlineData("replicate", true)]
    [InlineData("replicate", false)]
    [InlineData("runpod", true)]
    [InlineData("runpod", false)]
    [InlineData("modal", true)]
    [InlineData("modal", false)]
    public void GetJob_TwentyMegabytesOfBase64_AllocatesAtMostHalfMoreThanTheImage(string name, bool isLengthKnown)
    {
        var (allocated, image) = Measure(name, "data:image/png;base64,", isLengthKnown);

        output.WriteLine($"{allocated:N0} bytes for an image of {ImageBytes:N0}");
        Assert.Equal(ImageBytes, image.Length);
        Assert.InRange(allocated, ImageBytes, ImageBytes * 1.5);
    }

    /// <summary>Some JSON writers escape each slash, or the plus signs.</summary>
    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public void GetJob_TwentyMegabytesOfEscapedBase64_AllocatesNoMore(string name)
    {
        var (allocated, image) = Measure(name, "data:image\\/png;base64,", isLengthKnown: true);

        Assert.Equal(ImageBytes, image.Length);
        Assert.InRange(allocated, ImageBytes, ImageBytes * 1.5);
    }

    private static (long Allocated, ReadOnlyMemory<byte> Image) Measure(string name, string label, bool isLengthKnown)
    {
        var bed = new ProviderTestBed();
        var (provider, envelope) = name switch
        {
            "replicate" => ((IImageProvider)bed.Replicate(), """{"id":"a","status":"succeeded","output":["IMAGE"]}"""),
            "runpod" => (bed.RunPod(), """{"id":"a","status":"COMPLETED","output":{"images":["IMAGE"],"image_url":"IMAGE"}}"""),
            _ => (bed.Modal(), """{"images":[{"image":"IMAGE"}]}"""),
        };
        var reference = new JobReference(name, "a", "mine", new Uri(name == "modal" ? "https://acme--flux-generate.modal.run/r" : "https://api.replicate.com/v1/predictions/a"));
        byte[] body = [];
        bed.Answer = _ =>
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return new HttpResponseMessage { Content = isLengthKnown ? content : new UnknownLength(content) };
        };

        // The code is compiled and the small buffers are there; the large ones are not.
        var around = envelope.Replace("IMAGE", label + "IMAGE", StringComparison.Ordinal).Split("IMAGE").Select(Encoding.UTF8.GetBytes).ToList();
        body = Join(around, Encoding.UTF8.GetBytes(ProviderTestBed.Png));
        Read();
        body = Join(around, _base64.Value);
        var (allocated, job) = (0L, default(ProviderJob));
        var thread = new Thread(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            job = Read();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return (allocated, Assert.Single(job!.Images).Bytes!.Value);

        ProviderJob Read()
        {
            var call = provider.GetJobAsync(reference, default);
            Assert.True(call.IsCompleted);
            return call.GetAwaiter().GetResult();
        }
    }

    private static byte[] Join(List<byte[]> around, byte[] image)
    {
        var joined = new MemoryStream();
        joined.Write(around[0]);
        foreach (var part in around.Skip(1))
        {
            joined.Write(image);
            joined.Write(part);
        }

        return joined.ToArray();
    }

    private sealed class UnknownLength : HttpContent
    {
        private readonly HttpContent _content;

        public UnknownLength(HttpContent content)
        {
            _content = content;
            Headers.ContentType = content.Headers.ContentType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => throw new NotSupportedException();

        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => _content.ReadAsStream(cancellationToken);

        protected override Task<Stream> CreateContentReadStreamAsync() => _content.ReadAsStreamAsync();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
