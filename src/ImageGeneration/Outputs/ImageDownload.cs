using System.Net;

namespace ImageGeneration.Outputs;

/// <summary>One try to fetch one file. Redirects are followed here and not by the handler, so that each hop is checked like the
/// first.</summary>
/// <param name="clients">Gives the guarded and the unguarded client.</param>
/// <param name="options">Limits.</param>
/// <param name="isTrusted">Whether a host may be on a private network, because the application itself configured a provider there.</param>
internal sealed class ImageDownload(IHttpClientFactory clients, OutputOptions options, Func<Uri, bool> isTrusted)
{
    private const int MaxRedirects = 5;

    public async Task<ImageSignature> RunAsync(Uri url, ImageSink sink, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(url, cancellationToken).ConfigureAwait(false);
        ThrowUnlessOk(url, response.StatusCode);

        var headers = response.Content.Headers;
        if (headers.ContentLength is { } length)
        {
            if (length > options.MaxBytes)
            {
                throw OutputErrors.TooLarge(url, options.MaxBytes);
            }

            sink.Expect(length);
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var mediaType = headers.ContentType?.MediaType;
            return await ImageCopy.RunAsync(body, sink, url, mediaType, options.MaxBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri url, CancellationToken cancellationToken)
    {
        var trusted = true;
        for (var redirects = 0; ; redirects++)
        {
            if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            {
                throw OutputErrors.Scheme(url);
            }

            // One hop over a host that nobody vouched for ends the trust: what it redirects to is its word, not the provider's.
            trusted = trusted && isTrusted(url);
            var response = await SendAsync(url, options.AllowPrivateNetworks || trusted, cancellationToken).ConfigureAwait(false);
            if (RedirectOf(response, url) is not { } next)
            {
                return response;
            }

            response.Dispose();
            if (redirects == MaxRedirects)
            {
                throw OutputErrors.TooManyRedirects(url, MaxRedirects);
            }

            url = url.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp ? throw OutputErrors.Downgrade(url, next) : next;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, bool allowPrivate, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient(OutputHttp.ClientFor(url, allowPrivate, HttpClient.DefaultProxy));
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("image/*");
        try
        {
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
    }

    private static Uri? RedirectOf(HttpResponseMessage response, Uri url) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location
            ? new Uri(url, location)
            : null;

    private static void ThrowUnlessOk(Uri url, HttpStatusCode status)
    {
        if (status is HttpStatusCode.OK)
        {
            return;
        }

        throw status switch
        {
            // A file that was just uploaded may not be everywhere yet.
            HttpStatusCode.NotFound => new TransientOutputException("the host answered 404", OutputErrors.Expired(url, status)),
            HttpStatusCode.Gone => OutputErrors.Expired(url, status),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new TransientOutputException($"the host answered {(int)status}"),
            _ => OutputErrors.Unavailable(url, $"the host answered {(int)status}", null),
        };
    }
}
