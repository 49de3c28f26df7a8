using System.Net;
using System.Net.Sockets;

namespace Holdfast.App.Commission.Capture;

/// <summary>
/// Whether an address is one of the public internet. A capture goes to no other unless asked to: an address that somebody hands in must not make this machine speak to
/// itself, its neighbours or a cloud's metadata (server-side request forgery). After IANA's special-purpose registries (RFC 6890).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // Of IPv6 only what is global unicast, without what carries an IPv4 address inside or is for documentation.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotGlobal =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(n => IPNetwork.Parse(n)),
    ];

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Special.Any(n => n.Contains(plain)),
            AddressFamily.InterNetworkV6 => Global.Contains(plain) && !NotGlobal.Any(n => n.Contains(plain)),
            _ => false,
        };
    }
}
