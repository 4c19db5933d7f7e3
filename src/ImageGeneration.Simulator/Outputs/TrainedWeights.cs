using System.Formats.Tar;
using System.Text;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>What a training leaves behind: an archive with an empty safetensors file in it.</summary>
internal static class TrainedWeights
{
    private static readonly Lazy<ReadOnlyMemory<byte>> Archive = new(Create);

    public static ReadOnlyMemory<byte> Tar => Archive.Value;

    private static ReadOnlyMemory<byte> Create()
    {
        byte[] empty = [2, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes("{}")];
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "output/flux_train_replicate/lora.safetensors")
            {
                ModificationTime = DateTimeOffset.UnixEpoch,
                DataStream = new MemoryStream(empty),
            });
        }

        return stream.ToArray();
    }
}
