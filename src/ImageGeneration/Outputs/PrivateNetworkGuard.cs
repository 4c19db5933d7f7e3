using System.Net;
using System.Net.Sockets;

namespace ImageGeneration.Outputs;

/// <summary>Opens connections to public addresses only. A name is resolved once and the connection goes to an address that was checked, so
/// that a second, different answer of the name server changes nothing.</summary>
/// <param name="resolve">Resolves a name to addresses; null for the system's resolver.</param>
internal sealed class PrivateNetworkGuard(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Connects, as the <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // A resolver would not accept an address with a trailing dot, nor the one of all interfaces.
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host.TrimEnd('.'), out var literal) ? [literal]
            : await _resolve(host, cancellationToken).ConfigureAwait(false);
        var allowed = Array.FindAll(addresses, address => !IsPrivate(address));
        if (allowed.Length == 0)
        {
            throw new PrivateNetworkException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Determines whether an address is not a host on the open internet:
    /// https://www.iana.org/assignments/iana-ipv4-special-registry and
    /// https://www.iana.org/assignments/iana-ipv6-special-registry.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork ? IsPrivateV4(bytes) : IsPrivateV6(bytes);
    }

    private static bool IsPrivateV4(ReadOnlySpan<byte> ip) =>
        ip switch
        {
            [0 or 10 or 127, ..] or [>= 224, ..] => true,
            [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [198, 18 or 19, ..] => true,
            // The platform's own address on Azure, where each machine has it.
            [168, 63, 129, 16] => true,
            [192, 0, 0 or 2, _] or [192, 88, 99, _] or [198, 51, 100, _] or [203, 0, 113, _] => true,
            _ => false,
        };

    // Global unicast is 2000::/3. Two prefixes forward an IPv4 address, so that address decides: networks without IPv4 (64:ff9b::/96)
    // reach the whole IPv4 internet that way.
    private static bool IsPrivateV6(ReadOnlySpan<byte> ip) =>
        ip switch
        {
            [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..] => IsPrivateV4(ip[12..]),
            [0x20, 0x02, ..] => IsPrivateV4(ip[2..6]),
            [0x20, 0x01, 0x00 or 0x01, ..] or [0x20, 0x01, 0x0D, 0xB8, ..] or [0x3F, 0xFF, < 0x10, ..] => true,
            [>= 0x20 and <= 0x3F, ..] => false,
            _ => true,
        };
}

/// <summary>The exception that is thrown when a name has private addresses only.</summary>
internal sealed class PrivateNetworkException() : IOException("The host has no public address.");
