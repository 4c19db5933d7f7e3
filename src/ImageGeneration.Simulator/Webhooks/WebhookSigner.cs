using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageGeneration.Simulator.Webhooks;

/// <summary>Signs as Svix does: HMAC-SHA256 over id, time and body, with the secret's bytes.</summary>
internal sealed class WebhookSigner
{
    private const string Prefix = "whsec_";
    private readonly byte[] _key;

    public WebhookSigner(string secret)
    {
        Secret = secret;
        _key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
    }

    /// <summary>The secret as its route tells it.</summary>
    public string Secret { get; }

    public static string NewSecret(SeededRandom random) =>
        Prefix + Convert.ToBase64String(Encoding.ASCII.GetBytes(random.Word("abcdefghijklmnopqrstuvwxyz0123456789", 24)));

    public IEnumerable<KeyValuePair<string, string>> Headers(string id, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        var timestamp = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return
        [
            new("webhook-id", id),
            new("webhook-timestamp", timestamp),
            new("webhook-signature", Sign(id, timestamp, body)),
        ];
    }

    public string Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
