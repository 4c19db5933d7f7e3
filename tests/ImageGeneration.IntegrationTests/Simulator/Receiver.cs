using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageGeneration.IntegrationTests.Simulator;

/// <summary>A webhook receiver on loopback: keeps what it gets and answers as it is told.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly ConcurrentQueue<int> _answers;

    private Receiver(int port, int[] answers)
    {
        Uri = new Uri($"http://127.0.0.1:{port}/hook?secret=s");
        _answers = new ConcurrentQueue<int>(answers);
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ListenAsync();
    }

    public Uri Uri { get; }

    public IReadOnlyList<Received> Got => [.. _received];

    /// <param name="answers">The statuses of the first calls; later ones get 200.</param>
    public static Receiver Start(params int[] answers)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return new Receiver(port, answers);
    }

    /// <summary>Moves the clock from one timer of the sender to the next until that many calls have come.</summary>
    public async Task<IReadOnlyList<Received>> UntilAsync(int count, SimulatorHarness harness)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            if (harness.Simulator.IsSendingWebhooks)
            {
                continue;
            }

            if (harness.Journal.Webhooks.Count >= count)
            {
                return Got;
            }

            // Only while the sender waits for the clock and not for an answer.
            harness.Clock.AdvanceToNextTimer();
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                var headers = context.Request.Headers;
                _received.Enqueue(new Received(body, headers.AllKeys.ToDictionary(key => key!, key => headers[key]!)));
                context.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 200;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}

internal sealed record Received(string Body, IReadOnlyDictionary<string, string> Headers);
