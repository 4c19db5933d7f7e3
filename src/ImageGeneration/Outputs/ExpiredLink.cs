using System.Text;

namespace ImageGeneration.Outputs;

/// <summary>Determines whether a refused link has expired: hosts answer 403 and 400 for that, and only their words say so.</summary>
/// <remarks>The words are those of S3 and services with its protocol ("Request has expired", ExpiredToken), of Google's storage
/// ("ExpiredToken", "signature expired"), Azure's ("Signature not valid in the specified time frame"), and of token checks ("jwt expired",
/// "exp" claim). CloudFront says no more than "Access denied": there the link itself shows when it expired.</remarks>
internal static class ExpiredLink
{
    private const int MaxBytes = 4096;

    public static bool IsToldBy(ReadOnlySpan<byte> document)
    {
        var words = Encoding.UTF8.GetString(document[..Math.Min(document.Length, MaxBytes)]);
        return words.Contains("expired", StringComparison.OrdinalIgnoreCase)
            || words.Contains("not valid in the specified time frame", StringComparison.OrdinalIgnoreCase)
            || words.Contains("\"exp\" claim", StringComparison.OrdinalIgnoreCase)
            || words.Contains("\\\"exp\\\" claim", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Determines the same for an answer whose body has not been read.</summary>
    public static async ValueTask<bool> IsToldByAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var buffer = new byte[MaxBytes];
                var count = await body.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false);
                return IsToldBy(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (ImageCopy.IsFaultOfBody(e))
        {
            return false;
        }
    }
}
