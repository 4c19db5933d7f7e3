using System.Text;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>What Replicate answers when a FLUX prediction is done: input, logs, metrics and addresses, 1.4 KB; each with an id of its own.</summary>
/// <param name="origin">Scheme, host and port that the addresses name.</param>
internal sealed class PredictionReply(string origin)
{
    private readonly byte[][] _parts = [.. Template.Replace("{origin}", origin, StringComparison.Ordinal).Split("{id}").Select(Encoding.UTF8.GetBytes)];
    private int _made;

    public byte[] Next()
    {
        var id = Encoding.UTF8.GetBytes($"rm0a1b2c3d4e5f6g{Interlocked.Increment(ref _made):0000000000}");
        var text = new MemoryStream(2048);
        for (var i = 0; i < _parts.Length; i++)
        {
            text.Write(i == 0 ? [] : id);
            text.Write(_parts[i]);
        }

        return text.ToArray();
    }

    private const string Template = """
        {"id":"{id}","model":"black-forest-labs/flux-schnell","version":"dp-4d0bcc010b3049749a251855f12800be","input":{"prompt":"A happy child reading a book in a cozy library","aspect_ratio":"1:1","megapixels":"1","seed":42},"logs":"Using seed: 42\nrunning quantized prediction\n  0%|          | 0/4 [00:00<?, ?it/s]\n 25%|██▌       | 1/4 [00:00<00:00,  8.51it/s]\n 50%|█████     | 2/4 [00:00<00:00, 10.21it/s]\n 75%|███████▌  | 3/4 [00:00<00:00, 10.94it/s]\n100%|██████████| 4/4 [00:00<00:00, 11.19it/s]\nTotal safe images: 1 out of 1\n","output":["https://replicate.delivery/xezq/gDoc64M9pRaQNdZb0evCRgm57WZJ5BKi0T5kzV6qm2tGmd8IA/out-0.webp"],"data_removed":false,"error":null,"status":"succeeded","source":"api","created_at":"2026-11-16T11:46:16.064Z","started_at":"2026-11-16T11:46:16.071421Z","completed_at":"2026-11-16T11:46:16.539915Z","urls":{"cancel":"{origin}/v1/predictions/{id}/cancel","get":"{origin}/v1/predictions/{id}","stream":"https://stream.replicate.com/v1/files/bcwr-3okdfv3o2wehstv5f2okyftwxy57hhypqsi6osiim5iaq5k7u24a","web":"https://replicate.com/p/{id}"},"metrics":{"predict_time":0.468494,"total_time":0.475915}}
        """;
}
