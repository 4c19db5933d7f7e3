using System.Net;

namespace ImageGeneration.Cli.Settings;

/// <summary>Uses the environment's HTTP proxy, but not for this machine itself: the simulator is here, and a proxy would look for it
/// elsewhere.</summary>
internal sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
