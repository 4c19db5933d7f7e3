using System.Net;
using System.Net.Sockets;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>Stands as the proxy before the internet: counts who wants to go there, and lets nobody through.</summary>
internal sealed class VendorTrap : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _calls;

    public VendorTrap()
    {
        _listener.Start();
        _ = CountAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public int Calls => Volatile.Read(ref _calls);

    public void Dispose() => _listener.Dispose();

    private async Task CountAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _calls);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
