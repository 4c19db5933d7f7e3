using System.Text;

namespace ImageGeneration.Tests.Providers;

/// <summary>Breaks a document as networks and strangers' workers do: bytes changed, lost, doubled, cut off, and values put where others were.</summary>
internal static class WireMutation
{
    private static readonly string[] Tokens =
    [
        "null", "true", "{}", "[]", "\"\"", "-1", "1e400", "99999999999999999999", "0.1", "\"\\ud800\"", "\"\\u0000\"", "\\", "\"", "{", "[", "]", "}", ",", ":", "\u00ff",
        "\"https://r.test/a.png\"", "\"data:image/png;base64," + ProviderTestBed.Png + "\"", "\"data:,\"", "\"NSFW content detected in image 0\"", "\"Using seed: 99999999999999999999\"",
        "\"COMPLETED\"", "\"FAILED\"", "\"succeeded\"", "\"failed\"", "\"output\":", "\"error\":", "\"status\":", "\"id\":", "\"images\":", ProviderTestBed.Key,
    ];

    public static byte[] Mutate(string document, Random random) => Mutate(Encoding.UTF8.GetBytes(document), random);

    public static byte[] Mutate(byte[] document, Random random)
    {
        var bytes = document.ToList();
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
}
