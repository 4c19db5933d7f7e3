using System.Text;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers;

public sealed class LargeReplyTests
{
    private const int ImageBytes = 15_000_000;

    private readonly ProviderTestBed _bed = new();

    /// <summary>Through the whole provider: transport, buffer, JSON, decoding. The buffer of the first reply serves the second.</summary>
    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public void GetJob_TwentyMegabytesOfBase64_AllocatesAtMostHalfMoreThanTheImage(string name)
    {
        var (provider, envelope) = name switch
        {
            "replicate" => ((IImageProvider)_bed.Replicate(), """{"id":"a","status":"succeeded","output":["IMAGE"]}"""),
            "runpod" => (_bed.RunPod(), """{"id":"a","status":"COMPLETED","output":{"images":["IMAGE"],"image_url":"IMAGE"}}"""),
            _ => (_bed.Modal(), """{"images":[{"image":"IMAGE"}]}"""),
        };
        var image = new byte[ImageBytes];
        Convert.FromBase64String(ProviderTestBed.Png).CopyTo(image, 0);
        var text = "data:image/png;base64," + Convert.ToBase64String(image);
        var body = Encoding.UTF8.GetBytes(envelope.Replace("IMAGE", text, StringComparison.Ordinal));
        var reference = new JobReference(name, "a", "mine", new Uri(name == "modal" ? "https://acme--flux-generate.modal.run/r" : "https://api.replicate.com/v1/predictions/a"));
        _bed.Answer = _ => new HttpResponseMessage { Content = new ByteArrayContent(body) };
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var job = Read();

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(ImageBytes, Assert.Single(job.Images).Bytes?.Length);
        Assert.InRange(allocated, ImageBytes, ImageBytes * 1.5);

        ProviderJob Read()
        {
            var call = provider.GetJobAsync(reference, default);
            Assert.True(call.IsCompleted);
            return call.GetAwaiter().GetResult();
        }
    }
}
