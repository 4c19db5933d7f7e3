using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using ImageGeneration.Imaging;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Transport;

namespace ImageGeneration.Outputs;

/// <summary>Represents one attempt to download one file. Redirects are followed here and not by the handler, so that each hop is checked
/// like the first.</summary>
/// <param name="clients">The factory of the guarded and the unguarded client.</param>
/// <param name="options">The limits.</param>
/// <param name="origins">The origins from which a provider's images may come although they are on a private network.</param>
/// <param name="time">The clock that shows whether a link has expired.</param>
internal sealed class ImageDownload(IHttpClientFactory clients, OutputOptions options, OutputOrigins origins, TimeProvider time)
{
    private const int MaxRedirects = 5;

    public async Task<ImageSignature> RunAsync(GeneratedImage image, ImageSink sink, CancellationToken cancellationToken)
    {
        var url = image.Url!;
        using var response = await OpenAsync(url, image.Provider, cancellationToken).ConfigureAwait(false);
        var content = response.Content;
        var encodings = content.Headers.ContentEncoding;
        var length = encodings.Count == 0 ? content.Headers.ContentLength : null;
        await ThrowUnlessOkAsync(image, response, cancellationToken).ConfigureAwait(false);
        if (length > options.MaxBytes)
        {
            throw OutputErrors.TooLarge(url, options.MaxBytes);
        }

        if (length is { } expected)
        {
            sink.Expect(expected);
        }

        var body = await OpenBodyAsync(url, content, cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var mediaType = content.Headers.ContentType?.MediaType;
            length = body is GZipStream or CryptoStream ? null : length;
            return await ImageCopy.RunAsync(body, sink, url, mediaType, length, options.MaxBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<Stream> OpenBodyAsync(Uri url, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await ContentDecoding.OpenAsync(body, content.Headers.ContentEncoding, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException e)
        {
            throw OutputErrors.Unavailable(url, e.Message, null);
        }
        catch (Exception e) when (ImageCopy.IsFaultOfBody(e))
        {
            throw new TransientOutputException("the connection broke off before the end of the file", e);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri url, string? provider, CancellationToken cancellationToken)
    {
        var trusted = true;
        for (var redirects = 0; ; redirects++)
        {
            if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            {
                throw OutputErrors.Scheme(url);
            }

            // One hop over a host that is not trusted ends the trust: what it redirects to is its word, not the provider's.
            trusted = trusted && origins.IsOwn(provider, url);
            var response = await SendAsync(ForeignLink.AsWritten(url), options.AllowPrivateNetworks || trusted, cancellationToken)
                .ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                var next = ForeignLink.Resolve(url, Location(response)) ?? throw OutputErrors.RedirectToNowhere(url);
                url = redirects == MaxRedirects ? throw OutputErrors.TooManyRedirects(url, MaxRedirects)
                    : url.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp ? throw OutputErrors.Downgrade(url, next)
                    : next;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, bool allowPrivate, CancellationToken cancellationToken)
    {
        try
        {
            var client = clients.CreateClient(OutputHttp.ClientFor(url, allowPrivate, HttpClient.DefaultProxy));
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.ParseAdd("image/*");
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is PrivateNetworkException)
        {
            throw OutputErrors.PrivateNetwork(url);
        }
        catch (HttpRequestException e)
        {
            throw new TransientOutputException($"no answer ({e.HttpRequestError})", e);
        }
        catch (Exception e) when (e is UriFormatException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw OutputErrors.Unavailable(url, $"nothing can be sent there ({e.GetType().Name})", null);
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    // Unparsed: it may be anything.
    private static string? Location(HttpResponseMessage response)
    {
        if (response.Headers.NonValidated.TryGetValues("Location", out var values))
        {
            foreach (var value in values)
            {
                return value;
            }
        }

        return null;
    }

    private async ValueTask ThrowUnlessOkAsync(GeneratedImage image, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (url, status) = (image.Url!, response.StatusCode);
        if (response.IsSuccessStatusCode)
        {
            if (status is HttpStatusCode.Accepted or HttpStatusCode.NoContent or HttpStatusCode.ResetContent || IsPart(response.Content))
            {
                throw new TransientOutputException($"the host answered {(int)status}, without the whole file");
            }

            return;
        }

        if ((int)status is >= 400 and < 500 && status != HttpStatusCode.TooManyRequests
            && ((image.ExpiresAt ?? LinkExpiry.GetExpiry(url)) <= time.GetUtcNow()
                || await ExpiredLink.IsToldByAsync(response.Content, cancellationToken).ConfigureAwait(false)))
        {
            throw OutputErrors.Expired(url, status);
        }

        throw (int)status switch
        {
            // A file that was just uploaded may not be everywhere yet, and some hosts answer 400 or 403 for what they do not have.
            404 => new TransientOutputException("the host answered 404", OutputErrors.Expired(url, status)),
            410 => OutputErrors.Expired(url, status),
            400 or 403 or 408 or 409 or 423 or 425 or 429 or >= 500 => new TransientOutputException($"the host answered {(int)status}"),
            _ => OutputErrors.Unavailable(url, $"the host answered {(int)status}", null),
        };
    }

    // No range was requested, so a partial answer is acceptable when it is the whole file.
    private static bool IsPart(HttpContent content) =>
        content.Headers.ContentRange is { HasRange: true } range && (range.From > 0 || range.To + 1 < range.Length);
}
