using System.Reflection;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Redaction;
using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Kit;

/// <summary>Sends a provider's calls: the key to the API's own origin only, no redirects, no strings of bodies, and a value, not an
/// exception, for whatever goes wrong but the caller's cancellation.</summary>
internal sealed class ProviderHttpClient
{
    private const int MaxIdLength = 200;
    private const int MaxErrorBytes = 256 * 1024;
    private static readonly string UserAgent = "ImageGeneration/" + typeof(ProviderHttpClient).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private readonly IHttpClientFactory _clients;
    private readonly string _clientName;
    private readonly KeyValuePair<string, string>[] _keyHeaders;

    public ProviderHttpClient(
        string name, string section, ProviderOptions options, IHttpClientFactory clients, TimeProvider time, ProviderKey? key = null)
    {
        (Name, Section, Time) = (name, section, time);
        (_clients, _clientName) = (clients, ClientName(name));
        key ??= ProviderKey.Bearer(options.ApiKey);
        (_keyHeaders, KeyProblem) = (key.Headers, key.Problem);
        Text = ProviderText.For(options);
        BaseUrl = options.BaseUrl is { IsAbsoluteUri: true } url ? url : null;
        Root = BaseUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? "";
    }

    public string Name { get; }

    /// <summary>Where its settings are, such as <c>ImageGeneration:Replicate</c>.</summary>
    public string Section { get; }

    /// <summary>Where the key comes from: the setting, and the variable that fills it.</summary>
    public string KeySetting { get => field ?? Section + ":ApiKey"; init; }

    public TimeProvider Time { get; }

    public SafeText Text { get; }

    public Uri? BaseUrl { get; }

    /// <summary>The base URL without a closing slash; empty when none is set.</summary>
    public string Root { get; }

    /// <summary>What is plainly wrong with the key, so that it is sent nowhere; else null.</summary>
    public string? KeyProblem { get; }

    public int MaxReplyBytes { get; init; } = 64 * 1024 * 1024;

    public string Accept { get; init; } = "application/json";

    // Its handler never changes; the handler's connections do. Where the handler itself is to be had no HttpClient stands before it, which
    // would link the token of each call with one of its own for a timeout that is not its business.
    private HttpMessageInvoker Client => field ??= _clients is IHttpMessageHandlerFactory handlers
        ? new HttpMessageInvoker(handlers.CreateHandler(_clientName), disposeHandler: false)
        : _clients.CreateClient(_clientName);

    /// <summary>The name of the provider's <see cref="HttpClient"/>.</summary>
    public static string ClientName(string provider) => "ImageGeneration:" + provider;

    /// <summary>The key may go there: scheme, host and port are those of the base URL.</summary>
    public bool IsOwnOrigin(Uri uri) => BaseUrl is not null && ForeignUri.IsSameOrigin(uri, BaseUrl);

    /// <summary>An id from an answer that can be kept, shown and put into an address.</summary>
    public bool IsJobId(string id) =>
        id.Length is > 0 and <= MaxIdLength && !Text.HoldsSecret(id)
        && !id.AsSpan().ContainsAnyExceptInRange('!', '~') && id.AsSpan().ContainsAnyExcept('.', '/');

    public HttpRequestMessage Request(HttpMethod method, Uri uri, HttpContent? body = null)
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

    /// <summary>Sends a request once and reads the answer; moved within its origin, it has the new address.</summary>
    /// <exception cref="OperationCanceledException">The token ended it; of a submit, before anything can have been sent.</exception>
    public async Task<ProviderReply> SendAsync(HttpRequestMessage request, ProviderOperation phase, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (KeyProblem is not null)
        {
            return new ProviderReply(KeyFailure());
        }

        ProviderReply? reply = null;
        try
        {
            reply = new ProviderReply(await TransportAsync(request, cancellationToken).ConfigureAwait(false));
            for (var hops = 0; hops < Redirect.MaxHops && Redirect.Next(request, reply) is { } next; hops++)
            {
                reply.Dispose();
                reply = null;
                request.RequestUri = next;
                reply = new ProviderReply(await TransportAsync(Redirect.Again(request), cancellationToken).ConfigureAwait(false));
            }

            var limit = reply.IsSuccess ? MaxReplyBytes : MaxErrorBytes;
            if (await reply.ReadBodyAsync(limit, cancellationToken).ConfigureAwait(false) is { } problem && reply.IsSuccess)
            {
                reply.Fail(HttpFailure.TooLarge(this, phase, reply.Status, problem));
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
            if (phase == ProviderOperation.Submit && MayHaveBeenSent(request, reply))
            {
                return BrokenOff(reply, HttpFailure.Abandoned(this));
            }

            reply?.Dispose();
            throw;
        }
        catch (Exception exception) when (reply is not null && IsOfDecoder(exception))
        {
            return BrokenOff(reply, HttpFailure.Unreadable(this, phase, reply!.Status, "in a compression that cannot be undone"));
        }
        catch (Exception exception)
        {
            return BrokenOff(reply, HttpFailure.OfException(this, phase, exception, MayHaveBeenSent(request, reply)));
        }
    }

    /// <summary>An answer that is no success, as a failure: its kind and whom it concerns are decided here, once.</summary>
    public ProviderFailure Failure(
        ProviderReply reply, ProviderOperation phase, string target, CallerWords caller = default, FailureKind? kind = null)
    {
        var detail = reply.Status is >= 300 and < 400
            ? Text.Clean("redirect " + Redirect.Describe(reply, reply.Response.RequestMessage?.RequestUri ?? BaseUrl!), caller.Prompt)
            : Text.Clean(reply.ReadError(), caller.Prompt);
        kind ??= IsRefusal(reply, phase, caller) ? FailureKind.ContentRejected : HttpFailure.KindOf(reply, phase);
        return HttpFailure.Of(this, kind.Value, reply.Status, target, detail) with
        {
            Scope = HttpFailure.ScopeOf(reply, kind.Value, detail),
            // What a firewall asks for is not the provider's own pause.
            RetryAfter = reply.IsPage ? null : RetryAfter.Read(reply.Response.Headers, reply.Json, detail, Time.GetUtcNow()),
        };
    }

    public ProviderFailure KeyFailure() =>
        new(FailureKind.Unauthorized, $"Authentication failed at {Name}: {KeyProblem} Check {KeySetting}.");

    /// <summary>A model in a message: its id, and the setting it comes from.</summary>
    public string ModelTarget(ProviderRequest request, ProviderOptions options)
    {
        var name = request.Model.Name;
        var isLora = options.LoraModels.TryGetValue(name, out var lora) && lora == request.ModelId;
        return $"model {request.ModelId} (setting {Section}:{(isLora ? "LoraModels" : "Models")}:{name})";
    }

    private static bool IsOfDecoder(Exception exception) =>
        exception is InvalidDataException or (InvalidOperationException and not ObjectDisposedException);

    private async Task<HttpResponseMessage> TransportAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await (Client is HttpClient client
                ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                : Client.SendAsync(request, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception) when (AnswerKeeper.AnswerTo(request) is not null)
        {
            return AnswerKeeper.AnswerTo(request)!;
        }
    }

    // Without the key, the credit or the model nothing was looked at.
    private static bool IsRefusal(ProviderReply reply, ProviderOperation phase, CallerWords caller) =>
        phase == ProviderOperation.Submit && reply.Status is >= 400 and not (401 or 402 or 404 or 405 or 408 or >= 502)
        && reply.IsRefusal(caller);

    // What came before it broke off stays readable: it may hold the job's id.
    private static ProviderReply BrokenOff(ProviderReply? reply, ProviderFailure fault)
    {
        reply?.Fail(fault);
        return reply ?? new ProviderReply(fault);
    }

    private static bool MayHaveBeenSent(HttpRequestMessage request, ProviderReply? reply) =>
        reply is not null || request.Content is not (JsonBody { SendingStarted: false } or EmptyBody { SendingStarted: false });
}
