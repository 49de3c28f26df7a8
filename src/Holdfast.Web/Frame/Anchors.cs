using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Web.Frame;

/// <summary>Names of places within a page: any text becomes a stable, safe fragment.</summary>
internal static class Anchors
{
    public static string Of(string text) => "o-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
