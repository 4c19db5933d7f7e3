using System.Net;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;

namespace ImageGeneration.Outputs;

/// <summary>Creates the exceptions for what can go wrong with a file. The host is named and never the path: links are signed, and give
/// access to the image.</summary>
internal static class OutputErrors
{
    public static ImageGenerationException NotAnImage(Uri? url, string? mediaType) =>
        new(FailureKind.OutputRejected, mediaType is null
            ? $"What {From(url)} sent is not an image."
            : $"What {From(url)} sent is not an image; it is labeled {mediaType}.");

    public static ImageGenerationException TooLarge(Uri? url, long maxBytes) =>
        new(FailureKind.OutputRejected, $"The image at {From(url)} is larger than Outputs:MaxBytes allows ({maxBytes} bytes).");

    public static ImageGenerationException Expired(Uri url, HttpStatusCode? status) =>
        new(FailureKind.OutputExpired,
            $"The link to the image at {From(url)} has expired{(status is { } code ? $" ({(int)code})" : "")}: "
            + "providers keep files briefly, some for an hour.");

    public static ImageGenerationException PrivateNetwork(Uri url) =>
        new(FailureKind.OutputRejected,
            $"The image is at {From(url)}, an address of a private network. Set Outputs:AllowPrivateNetworks to fetch from there.");

    public static ImageGenerationException Scheme(Uri url) =>
        new(FailureKind.OutputRejected, url.IsAbsoluteUri
            ? $"The image has a link of the scheme \"{url.Scheme}\"; only http and https are fetched."
            : "The image has a link without a host; only http and https are fetched.");

    public static ImageGenerationException Downgrade(Uri url, Uri next) =>
        new(FailureKind.OutputRejected, $"{From(url)} redirects from https to {next.Scheme} at {From(next)}; that is not followed.");

    public static ImageGenerationException RedirectToNowhere(Uri url) =>
        new(FailureKind.OutputUnavailable, $"{From(url)} redirects to an invalid address.");

    public static ImageGenerationException TooManyRedirects(Uri url, int redirects) =>
        new(FailureKind.OutputUnavailable, $"The image at {From(url)} was not found after {redirects} redirects.");

    public static ImageGenerationException TimedOut(Uri url, TimeSpan timeout) =>
        new(FailureKind.OutputUnavailable, $"The image at {From(url)} could not be fetched within Outputs:Timeout ({timeout}).");

    public static ImageGenerationException Unavailable(Uri url, string reason, Exception? cause) =>
        new(
            FailureKind.OutputUnavailable, $"The image at {From(url)} could not be fetched: {reason}.",
            innerException: cause is null ? null : WithoutLink(url, cause));

    private static Exception WithoutLink(Uri url, Exception cause) =>
        new MessageSanitizer(url.IsAbsoluteUri ? [url.PathAndQuery, .. AddressSecrets.Find(url.OriginalString)] : []).Sanitize(cause);

    private static string From(Uri? url) => url is { IsAbsoluteUri: true } ? HostName.Normalize(url) : "the provider";
}

/// <summary>Represents a fault that may be gone at the next attempt.</summary>
/// <param name="reason">The reason in words, without an address.</param>
/// <param name="cause">The cause, or the exception to throw when the next attempt fails the same way; null for none.</param>
internal sealed class TransientOutputException(string reason, Exception? cause = null) : IOException(reason, cause);
