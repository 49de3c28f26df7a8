using System.Collections.Frozen;

namespace Holdfast.App.Support.Kiel;

/// <summary>The donors of the Ukraine Support Tracker by the names its files use, with the codes of the missions (ISO 3166 alpha-2; EU for Commission and Council).</summary>
internal static class KielDonors
{
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Australia"] = "AU",
        ["Austria"] = "AT",
        ["Belgium"] = "BE",
        ["Bulgaria"] = "BG",
        ["Canada"] = "CA",
        ["China"] = "CN",
        ["Croatia"] = "HR",
        ["Cyprus"] = "CY",
        ["Czechia"] = "CZ",
        ["Czech Republic"] = "CZ",
        ["Denmark"] = "DK",
        ["EU (Commission and Council)"] = "EU",
        ["EU Institutions"] = "EU",
        ["Estonia"] = "EE",
        ["Finland"] = "FI",
        ["France"] = "FR",
        ["Germany"] = "DE",
        ["Greece"] = "GR",
        ["Hungary"] = "HU",
        ["Iceland"] = "IS",
        ["India"] = "IN",
        ["Ireland"] = "IE",
        ["Italy"] = "IT",
        ["Japan"] = "JP",
        ["Latvia"] = "LV",
        ["Lithuania"] = "LT",
        ["Luxembourg"] = "LU",
        ["Malta"] = "MT",
        ["Netherlands"] = "NL",
        ["New Zealand"] = "NZ",
        ["Norway"] = "NO",
        ["Poland"] = "PL",
        ["Portugal"] = "PT",
        ["Romania"] = "RO",
        ["Slovakia"] = "SK",
        ["Slovenia"] = "SI",
        ["South Korea"] = "KR",
        ["Korea, Republic of"] = "KR",
        ["Spain"] = "ES",
        ["Sweden"] = "SE",
        ["Switzerland"] = "CH",
        ["Taiwan"] = "TW",
        ["Turkey"] = "TR",
        ["Turkiye"] = "TR",
        ["Türkiye"] = "TR",
        ["United Kingdom"] = "GB",
        ["United States"] = "US",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The code, or the name as it stands where the source speaks of a donor that no mission knows by a code (a bank, a facility).</summary>
    public static string CodeOf(string name) => Codes.GetValueOrDefault(name, name);

    // Of several spellings the last, which is the plain one: Czechia, South Korea, Türkiye.
    private static readonly FrozenDictionary<string, string> Names = Codes
        .GroupBy(c => c.Value, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.Select(c => c.Key).Order(StringComparer.Ordinal).Last(), StringComparer.Ordinal);

    /// <summary>The tracker's name for a code; null where it has none.</summary>
    public static string? NameOf(string code) => Names.GetValueOrDefault(code);

    public static bool IsKnown(string name) => Codes.ContainsKey(name);
}
