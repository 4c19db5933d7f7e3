using System.Reflection;
using ImageGeneration.Configuration;
using ImageGeneration.Redaction;
using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Kit;

/// <summary>Sends the calls of a provider: once each, with the key to the origin of <see cref="ProviderOptions.BaseUrl"/> only, without
/// following a redirect elsewhere, and with a proof of what was not sent. Every failure but the caller's cancellation is a value, whose
/// message contains neither the key nor the prompt.</summary>
/// <remarks>Create one in the constructor of a provider and keep it: it holds no connection. <c>AddProvider</c> registers the
/// <see cref="HttpClient"/> that it uses, named <c>ImageGeneration:</c> and the provider's name, without a timeout, redirects, cookies and
/// logged headers; the application may add handlers of its own under that name.</remarks>
public sealed partial class ProviderHttpClient
{
    private const int MaxErrorBytes = 256 * 1024;
    private static readonly string UserAgent = "ImageGeneration/" + typeof(ProviderHttpClient).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private readonly IHttpClientFactory _clients;
    private readonly string _clientName;
    private readonly KeyValuePair<string, string>[] _keyHeaders;

    /// <summary>Initializes a new instance of the <see cref="ProviderHttpClient"/> class.</summary>
    /// <param name="name">The name under which the provider is added.</param>
    /// <param name="options">The provider's options: the base URL, and the key, which is sent as a bearer token.</param>
    /// <param name="clients">The factory of the HTTP client.</param>
    /// <param name="time">The clock by which a <c>Retry-After</c> with a date is read; null for the system clock.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="name"/>, <paramref name="options"/> or <paramref name="clients"/> is
    /// null.</exception>
    public ProviderHttpClient(string name, ProviderOptions options, IHttpClientFactory clients, TimeProvider? time = null)
        : this(Checked(name, options, clients), SettingsSources.PathOf(name), options, clients, time ?? TimeProvider.System)
    {
    }

    internal ProviderHttpClient(
        string name, string section, ProviderOptions options, IHttpClientFactory clients, TimeProvider time, ProviderKey? key = null)
    {
        (Name, Section, Time) = (name, section, time);
        (_clients, _clientName) = (clients, ClientName(name));
        key ??= ProviderKey.Bearer(options.ApiKey);
        (_keyHeaders, KeyProblem) = (key.Headers, key.Problem);
        Text = ProviderSanitizer.Create(options);
        BaseUrl = options.BaseUrl is { IsAbsoluteUri: true } url ? url : null;
        Root = BaseUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? "";
    }

    /// <summary>Gets the provider's name.</summary>
    public string Name { get; }

    /// <summary>Gets the path of the provider's settings, such as <c>ImageGeneration:Replicate</c>.</summary>
    internal string Section { get; }

    /// <summary>Gets the setting that holds the key, and the environment variable that fills it, in words.</summary>
    internal string KeySetting { get => field ?? Section + ":ApiKey"; init; }

    internal TimeProvider Time { get; }

    internal MessageSanitizer Text { get; }

    /// <summary>Gets the base URL of the API; null when none is set.</summary>
    public Uri? BaseUrl { get; }

    /// <summary>Gets the base URL without a trailing slash; empty when none is set.</summary>
    internal string Root { get; }

    /// <summary>Gets what is wrong with the key, so that it is not sent; null when nothing is.</summary>
    internal string? KeyProblem { get; }

    internal int MaxReplyBytes { get; init; } = 64 * 1024 * 1024;

    internal string Accept { get; init; } = "application/json";

    // Its handler never changes; the handler's connections do. When the handler itself is available no HttpClient is put before it, which
    // would link the token of each call with one of its own for a timeout that is not used.
    private HttpMessageInvoker Client => field ??= _clients is IHttpMessageHandlerFactory handlers
        ? new HttpMessageInvoker(handlers.CreateHandler(_clientName), disposeHandler: false)
        : _clients.CreateClient(_clientName);

    /// <summary>Gets the name of the provider's <see cref="HttpClient"/>.</summary>
    internal static string ClientName(string provider) => "ImageGeneration:" + provider;

    /// <summary>Determines whether the key may be sent to an address: scheme, host and port are those of the base URL.</summary>
    internal bool IsOwnOrigin(Uri uri) => BaseUrl is not null && ForeignUri.IsSameOrigin(uri, BaseUrl);

    /// <summary>Creates a request, with the key, for an address below the base URL.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below the base URL, with or without a leading slash; its segments are escaped by the caller.</param>
    /// <param name="body">The body, usually a <see cref="JsonBody"/>; null for none.</param>
    /// <returns>The request; the caller disposes it, and the body with it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No base URL is set.</exception>
    public HttpRequestMessage CreateRequest(HttpMethod method, string path, HttpContent? body)
    {
        ArgumentNullException.ThrowIfNull(path);
        return BaseUrl is null
            ? throw new InvalidOperationException($"{Name} has no base URL.")
            : CreateRequest(method, new Uri($"{Root}/{path.TrimStart('/')}"), body);
    }

    /// <summary>Creates a request, with the key only when scheme, host and port of the address are those of the base URL.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="uri">The address.</param>
    /// <param name="body">The body, usually a <see cref="JsonBody"/>; null for none.</param>
    /// <returns>The request; the caller disposes it, and the body with it.</returns>
    public HttpRequestMessage CreateRequest(HttpMethod method, Uri uri, HttpContent? body)
    {
        var request = new HttpRequestMessage(method, uri) { Content = body };
        var headers = request.Headers;
        if (IsOwnOrigin(uri))
        {
            foreach (var (header, value) in _keyHeaders)
            {
                headers.TryAddWithoutValidation(header, value);
            }
        }

        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation("Accept", Accept);
        if (method == HttpMethod.Get)
        {
            headers.TryAddWithoutValidation("Cache-Control", "no-store");
        }

        return request;
    }

    /// <summary>Sends a request once and reads the answer. A redirect within the origin is followed when it keeps the method; the request
    /// then has the new address.</summary>
    /// <param name="request">The request. The body of a submit should be a <see cref="JsonBody"/>, which knows whether any of it was sent:
    /// any other counts as sent as soon as there was a connection.</param>
    /// <param name="operation">The operation that the call is made for: a lost answer to a submit may be a paid job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The answer; when there is none, <see cref="ProviderReply.Fault"/> says why. The caller disposes it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled; of a submit, before anything can have been sent.</exception>
    public async Task<ProviderReply> SendAsync(
        HttpRequestMessage request, ProviderOperation operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (KeyProblem is not null)
        {
            return new ProviderReply(KeyFailure());
        }

        ProviderReply? reply = null;
        try
        {
            var sent = request;
            for (var hops = 0; ; hops++)
            {
                HttpResponseMessage answer;
                try
                {
                    answer = await TransportAsync(sent, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception) when (AnswerKeeper.AnswerTo(sent) is not null)
                {
                    answer = AnswerKeeper.AnswerTo(sent)!;
                }

                reply = new ProviderReply(answer);
                if (hops == Redirect.MaxHops || Redirect.Next(request, reply) is not { } next)
                {
                    break;
                }

                reply.Dispose();
                reply = null;
                request.RequestUri = next;
                sent = Redirect.Again(request);
            }

            var limit = reply.IsSuccess ? MaxReplyBytes : MaxErrorBytes;
            if (await reply.ReadBodyAsync(limit, cancellationToken).ConfigureAwait(false) is { } problem && reply.IsSuccess)
            {
                reply.Fail(HttpFailure.TooLarge(this, operation, reply.Status, problem));
            }

            return reply;
        }
        catch (Exception) when (reply is { IsSuccess: false })
        {
            // The status alone says what happened.
            return reply;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (operation == ProviderOperation.Submit && MayHaveBeenSent(request, reply))
            {
                return Interrupted(reply, HttpFailure.Abandoned(this));
            }

            reply?.Dispose();
            throw;
        }
        catch (Exception exception) when (reply is not null && IsOfDecoder(exception))
        {
            return Interrupted(reply, HttpFailure.Unreadable(this, operation, reply!.Status, "in an unsupported compression"));
        }
        catch (Exception exception)
        {
            return Interrupted(reply, HttpFailure.FromException(this, operation, exception, MayHaveBeenSent(request, reply)));
        }
    }

    private static string Checked(string name, ProviderOptions options, IHttpClientFactory clients)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clients);
        return name;
    }

    private static bool IsOfDecoder(Exception exception) =>
        exception is InvalidDataException or (InvalidOperationException and not ObjectDisposedException);

    private Task<HttpResponseMessage> TransportAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Client is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : Client.SendAsync(request, cancellationToken);

    // What came before it was interrupted stays readable: it may hold the job's id.
    private static ProviderReply Interrupted(ProviderReply? reply, ProviderFailure fault)
    {
        reply?.Fail(fault);
        return reply ?? new ProviderReply(fault);
    }

    private static bool MayHaveBeenSent(HttpRequestMessage request, ProviderReply? reply) =>
        reply is not null || request.Content is not (JsonBody { SendingStarted: false } or EmptyBody { SendingStarted: false });
}
