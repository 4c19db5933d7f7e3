using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>A call of a provider, with the bytes that it allocates on a thread of its own.</summary>
internal sealed record MeasuredCall(ProviderJob Job, long Allocated, TimeSpan Took)
{
    /// <summary>Runs a call twice and measures the second one: what is pooled is there after the first.</summary>
    /// <param name="bed">The providers.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="call">The call; a read of the job by default.</param>
    public static MeasuredCall Run(
        ProviderTestBed bed, string name, Func<IImageProvider, JobReference, Task<ProviderJob>>? call = null)
    {
        IImageProvider provider = name switch { "replicate" => bed.Replicate(), "runpod" => bed.RunPod(), _ => bed.Modal() };
        var address = name == "modal" ? new Uri("https://acme--flux-generate.modal.run/r") : null;
        JobReference reference = new(name, "a", "mine", address);
        call ??= static (provider, job) => provider.GetJobAsync(job, default);
        MeasuredCall measured = null!;
        var thread = new Thread(() =>
        {
            for (var i = 0; i < 2; i++)
            {
                var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
                var job = call(provider, reference).GetAwaiter().GetResult();
                measured = new(job, GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(started));
            }
        });
        thread.Start();
        thread.Join();
        return measured;
    }

    /// <summary>Compresses a document with gzip.</summary>
    public static byte[] Compress(string document)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(document));
        }

        return compressed.ToArray();
    }

    /// <summary>Opens a compressed document.</summary>
    public static Stream Decompress(byte[] compressed) => new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
}
