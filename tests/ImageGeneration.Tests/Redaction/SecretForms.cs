using System.Text;
using System.Text.Encodings.Web;

namespace ImageGeneration.Tests.Redaction;

/// <summary>A secret in the forms in which services, proxies and libraries show it.</summary>
internal static class SecretForms
{
    public static IEnumerable<(string Name, string Text)> For(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("as it is", secret);
        yield return ("upper case", secret.ToUpperInvariant());
        yield return ("lower case", secret.ToLowerInvariant());
        yield return ("url-encoded", Uri.EscapeDataString(secret));
        yield return ("url-encoded, lower hex", Uri.EscapeDataString(secret).ToLowerInvariant());
        yield return ("url-encoded, every byte", Every(bytes, "%", "X2"));
        yield return ("url-encoded, every byte, lower hex", Every(bytes, "%", "x2"));
        yield return ("url-encoded twice", Uri.EscapeDataString(Every(bytes, "%", "X2")));
        yield return ("as a form", System.Net.WebUtility.UrlEncode(secret));
        yield return ("JSON-escaped", JavaScriptEncoder.Default.Encode(secret));
        yield return ("JSON-escaped, every character", Every(bytes, "\\u00", "x2"));
        yield return ("JSON in JSON", JavaScriptEncoder.Default.Encode("{\"key\":\"" + JavaScriptEncoder.Default.Encode(secret) + "\"}"));
        yield return ("Python-escaped, every byte", Every(bytes, "\\x", "x2"));
        yield return ("HTML, decimal", string.Concat(secret.Select(c => $"&#{(int)c};")));
        yield return ("HTML, hex", string.Concat(secret.Select(c => $"&#x{(int)c:X};")));
        yield return ("hex, lower", Convert.ToHexStringLower(bytes));
        yield return ("hex, upper", Convert.ToHexString(bytes));
        yield return ("hex with colons", BitConverter.ToString(bytes).Replace('-', ':'));
        yield return ("hex as C has it", string.Join(", ", bytes.Select(b => $"0x{b:X2}")));
        yield return ("numbers", $"[{string.Join(' ', bytes)}]");
        yield return ("octal", string.Concat(bytes.Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'))));
        yield return ("full width", string.Concat(secret.Select(c => (char)(c + 0xFEE0))));
        yield return ("base64 of base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes))));
        yield return ("hex dump", BitConverter.ToString(bytes).Replace('-', ' '));
        foreach (var (name, around) in new[]
        {
            ("alone", "{0}"), ("api:key", "api:{0}"), ("key:", "{0}:"), ("user:key", "user:{0}"), ("a:key", "a:{0}"), ("of a header", "Bearer {0}"),
            ("of JSON", "{{\"api_key\":\"{0}\"}}"),
        })
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Format(null, around, secret)));
            yield return ("base64 " + name, base64);
            yield return ("base64url " + name, base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
            yield return ("base64 in a URL, " + name, Uri.EscapeDataString(base64));
            yield return ("base64 in lines, " + name, string.Join("\r\n", base64.Chunk(20).Select(chunk => new string(chunk))));
        }

        foreach (var at in new[] { 8, secret.Length / 2, secret.Length - 8 })
        {
            foreach (var (name, cut) in new[]
            {
                ("a line break", "\n"), ("a line break and blanks", "\r\n    "), ("an ellipsis", "…"), ("dots", "..."), ("a zero-width space", "\u200b"),
                ("a soft hyphen", "\u00ad"), ("a quoted joint", "\" + \""), ("an escaped line break", "\\n"), ("a mark of direction", "\u202e"),
            })
            {
                yield return ($"cut by {name} at {at}", secret[..at] + cut + secret[at..]);
            }
        }

        yield return ("its first 8 and an ellipsis", secret[..8] + "…");
        yield return ("its first 10 and dots", secret[..10] + "...");
        yield return ("its first 12", secret[..12]);
        yield return ("its first 16, capitals", secret[..16].ToUpperInvariant());
        yield return ("its ends", secret[..8] + "…" + secret[^4..]);
        yield return ("its ends and stars", secret[..7] + "********" + secret[^4..]);
        yield return ("its last 12", secret[^12..]);
        yield return ("its middle", secret[4..^4]);
        yield return ("a header", "Authorization: Bearer " + secret);
        yield return ("a query", "https://api.test/run?x=1&k=" + secret);
        yield return ("user info", "https://user:" + Uri.EscapeDataString(secret) + "@api.test/");
    }

    private static string Every(byte[] bytes, string mark, string format) => string.Concat(bytes.Select(b => mark + b.ToString(format, null)));
}
