using System.Net;
using System.Text;

namespace ImageGeneration.Outputs;

/// <summary>Normalizes the host of a link, however it is spelled: in ASCII, without the trailing dot, numbers as the address that they
/// are.</summary>
internal static class HostName
{
    // Names that no public server answers for: RFC 6761, 6762, 8375, and those that ICANN has reserved for internal use.
    private static readonly string[] PrivateZones = ["localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa"];

    public static string Normalize(Uri url)
    {
        string host;
        try
        {
            host = url.IdnHost;
        }
        catch (UriFormatException)
        {
            host = url.Host;
        }

        host = host.TrimEnd('.').ToLowerInvariant();
        return IPAddress.TryParse(host, out var address) ? Plain(address).ToString() : host;
    }

    /// <summary>Determines whether the host is an address of a private network, or a name that can only mean one.</summary>
    public static bool IsPrivate(Uri url) =>
        // What invisible letters hide, others may read.
        IsPrivate(Normalize(url)) || (!Ascii.IsValid(url.Host) && IsPrivate(string.Concat(url.Host.Where(char.IsAscii))));

    private static bool IsPrivate(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return PrivateNetworkGuard.IsPrivate(address);
        }

        // A number at its end makes a name an address that some resolvers read and others do not.
        var last = host[(host.LastIndexOf('.') + 1)..];
        return last.Length == host.Length || IsNumber(last) || !Ascii.IsValid(host)
            || Array.Exists(PrivateZones, zone => host.EndsWith("." + zone, StringComparison.OrdinalIgnoreCase));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsNumber(string label) =>
        (label.Length > 0 && label.All(char.IsAsciiDigit))
        || (label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit));
}
