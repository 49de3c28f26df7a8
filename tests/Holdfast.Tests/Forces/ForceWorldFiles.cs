using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.Tests.Forces;

/// <summary>A small mission with a force: two nations, three capabilities, one size.</summary>
internal static class ForceWorldFiles
{
    public const string Main = """
        title: "A truce"
        summary: "Made for tests."
        exposure: public
        zone: Europe/Kyiv
        period: { from: 2026-03-02T00:00:00+02:00, until: 2027-03-02T00:00:00+02:00 }
        parties:
          - { id: AA, name: "A side" }
        references:
          - { id: Doc, title: "A document", publisher: "A publisher", url: "https://example.org/doc" }
        sources:
          - { id: s, title: "Source", group: g, affiliation: mission, reliability: A }
        sectors: [field]
        """;

    public const string Terms = """
        fact peace "there is peace" determined by AA
        fact vote(institution) "it agrees" determined by institution
             institution in FR.Parliament
             complete
        fact asked(task) "this is asked" determined by AA
             task in combat, on_land
        undertaking FR.presence "French units"
            by FR to AA
            kind military
            standing illustrative
            cites illustrative
            in force when peace
            requires vote(FR.Parliament)
            procedure vote(FR.Parliament) before deployment, takes 10 to 40 days, usually 20
            caveat not asked(combat)
            caveat not at(front) within 50 km
            may deploy "deploy"
        end
        """;

    public const string Zones = """
        { "type": "FeatureCollection", "features": [
          { "type": "Feature", "properties": { "name": "front", "kind": "line", "title": "Front", "caption": "made up", "standing": "illustrative", "source": "illustrative" },
            "geometry": { "type": "LineString", "coordinates": [[30, 48], [30, 52]] } },
          { "type": "Feature", "properties": { "name": "field", "kind": "area", "title": "Field", "caption": "made up", "standing": "illustrative", "source": "illustrative" },
            "geometry": { "type": "Polygon", "coordinates": [[[24, 48], [32, 48], [32, 52], [24, 52], [24, 48]]] } } ] }
        """;

    public const string Capabilities = """
        capabilities:
          - { id: infantry, name: Infantry, domain: land, unit: battalion, persons: 700, standing: attributed, cites: Doc }
          - { id: engineers, name: Engineers, domain: land, unit: company, persons: 100, standing: attributed, cites: Doc }
          - id: mines
            name: Clearance
            domain: land
            unit: company
            persons: 120
            standing: attributed
            cites: Doc
            substitutes:
              - { capability: engineers, percent: 40, standing: illustrative, cites: illustrative }
        """;

    public const string Areas = """
        areas:
          - { id: town, name: Town, kind: city, oblast: field, longitude: 26, latitude: 50, standing: attributed, cites: Doc }
          - { id: near, name: Near town, kind: city, oblast: field, longitude: 29.8, latitude: 50, standing: attributed, cites: Doc }
          - { id: hub, name: Hub, kind: hub, oblast: field, longitude: 25, latitude: 50, standing: attributed, cites: Doc }
        routes:
          - { from: hub, to: town, by: road, hours: 5, standing: recorded, cites: Doc }
        assumed:
          - { by: road, kilometres_per_hour: 40, detour_percent: 150, standing: illustrative, cites: illustrative }
        """;

    public const string Size = """
        set: small
        title: "A small force"
        size: { least: 1000, most: 2000 }
        standing: attributed
        cites: Doc
        figures: attributed
        phases:
          - { id: entry, title: Entry, from_month: 0, standing: illustrative, cites: illustrative }
          - { id: hold, title: Hold, from_month: 3, standing: illustrative, cites: illustrative }
        lines:
          - { id: guard.town, title: Guard, capability: infantry, area: town, task: guard, quantity: { entry: 1, hold: 2 }, notice_days: 30, standing: attributed, cites: Doc }
          - { id: guard.near, title: Guard near, capability: infantry, area: near, task: guard, quantity: 1, notice_days: 30, standing: attributed, cites: Doc }
          - { id: clear.town, title: Clear, capability: mines, area: town, task: clear, quantity: 1, notice_days: 30, standing: attributed, cites: Doc }
          - { id: reserve, title: Reserve, capability: infantry, area: hub, task: reserve, quantity: 1, notice_days: 10, reserve_hours: 12, asks: [combat], standing: attributed, cites: Doc }
        """;

    public const string France = """
        nation: FR
        offers:
          - { id: FR.infantry, capability: infantry, quantity: 8, bound: 3, readiness_days: 20, undertaking: FR.presence, standing: attributed, cites: Doc }
          - { id: FR.engineers, capability: engineers, quantity: 4, readiness_days: 20, when: "peace and vote(FR.Parliament)", standing: attributed, cites: Doc }
        """;

    public const string Germany = """
        nation: DE
        offers:
          - { id: DE.infantry, capability: infantry, quantity: 4, readiness_days: 5, when: peace, caveats: ["not asked(on_land)"], standing: attributed, cites: Doc }
        """;

    public const string Scenarios = """
        scenarios:
          - { id: peace, title: Peace, assume: [peace], standing: illustrative, cites: illustrative }
        """;

    /// <summary>The folder, with some files replaced (or left out where the text is null).</summary>
    public static ImmutableArray<MissionFile> Files(params (string Path, string? Text)[] instead)
    {
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["mission.yaml"] = Main,
            ["terms.clauses"] = Terms,
            ["zones/z.geojson"] = Zones,
            ["nations/FR.yaml"] = "nation: FR\nname: France\nbodies:\n  - { id: FR.Parliament, name: Parliament }\n",
            ["nations/DE.yaml"] = "nation: DE\nname: Germany\n",
            ["forces/capabilities.yaml"] = Capabilities,
            ["forces/areas.yaml"] = Areas,
            ["forces/requirements/small.yaml"] = Size,
            ["forces/offers/FR.yaml"] = France,
            ["forces/offers/DE.yaml"] = Germany,
            ["forces/scenarios.yaml"] = Scenarios,
        };
        foreach (var (path, text) in instead)
        {
            files[path] = text;
        }
        return [.. files.Where(f => f.Value is not null).Select(f => File(f.Key, f.Value ?? ""))];
    }

    public static (Mission? Mission, ImmutableArray<Diagnostic> Diagnostics) Read(params (string Path, string? Text)[] instead) =>
        MissionReader.Read("test", Files(instead));

    public static Mission Mission(params (string Path, string? Text)[] instead)
    {
        var (mission, diagnostics) = Read(instead);
        return mission ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private static MissionFile File(string path, string text) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text);
}
