using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Guarantees;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Support;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Tests.Support.Declared;

/// <summary>A small mission that declares depots, money, sanctions, industry, training and works.</summary>
internal static class DeclaredFiles
{
    public const string Main = """
        title: "A truce"
        summary: "Made for tests."
        exposure: public
        zone: Europe/Kyiv
        period: { from: 2026-01-01T00:00:00+02:00, until: 2028-01-01T00:00:00+02:00 }
        parties:
          - { id: UA, name: "A side" }
        references:
          - { id: Doc, title: "A document", publisher: "A publisher", date: 2025-12-01, url: "https://example.org/doc" }
        sources:
          - { id: s, title: "Source", group: g, affiliation: mission, reliability: A }
        sectors: [field]
        """;

    public const string Terms = """
        fact access(keeper) "it may be drawn"
             keeper in FR, DE
        fact open(state) "its roads are open"
             state in DE
        fact adopted "the loan is adopted" complete
        fact frozen "assets stay frozen"
        fact kept(state) "its sanctions are in force" determined by state
             state in EU
        fact eased "sanctions are eased" complete
        undertaking EU.sanctions "Sanctions are kept"
            by EU to UA
            kind economic
            standing illustrative
            cites illustrative
            in force when true
            requires kept(EU)
            shall keep "keep them"
        end
        """;

    public const string Zones = """
        { "type": "FeatureCollection", "features": [
          { "type": "Feature", "properties": { "name": "field", "kind": "area", "title": "Field", "caption": "made up", "standing": "illustrative", "source": "illustrative" },
            "geometry": { "type": "Polygon", "coordinates": [[[24, 48], [32, 48], [32, 52], [24, 52], [24, 48]]] } } ] }
        """;

    public const string Depots = """
        regions:
          - { id: UA.west, name: West, nation: UA, standing: attributed, cites: Doc }
        classes:
          - { id: shells, name: Shells, unit: round, kind: ammunition, kilograms: 50, standing: attributed, cites: Doc, figures: attributed }
          - { id: fuel, name: Fuel, unit: tonne, kind: equipment, kilograms: 1000, standing: attributed, cites: Doc, figures: attributed }
        depots:
          - id: FR.depot
            name: First
            region: FR
            by: FR
            draw_hours: 12
            standing: attributed
            cites: Doc
            access:
              - { for: [UA], when: access(FR) }
            stock:
              - { class: shells, quantity: 1000-2000 round, per_month: 300 }
              - { class: fuel, quantity: 100 }
          - id: DE.depot
            name: Second
            region: DE
            by: DE
            draw_hours: 0
            standing: attributed
            cites: Doc
            access:
              - { when: access(DE) }
            stock:
              - { class: shells, quantity: 400, figures: attributed }
        routes:
          - { from: FR, to: UA.west, by: road, hours: 12-36, distance: far, standing: attributed, cites: Doc }
          - { from: DE, to: UA.west, by: rail, hours: 24, distance: near, when: open(DE), standing: attributed, cites: Doc }
        limits:
          - { to: UA.west, by: road, tonnes_per_day: 20-40, standing: attributed, cites: Doc }
        requirements:
          - id: brigade
            title: A brigade
            to: UA.west
            units: 2
            standing: attributed
            cites: Doc
            lines:
              - { class: shells, once: 100-200, per_day: 50 }
              - { class: fuel, per_day: 10 }
        """;

    public const string Financing = """
        instruments:
          - { id: loan, title: Loan, provider: EU, kind: loan, total: 90 billion EUR, when: adopted, schedule: [{ period: 2026, amount: 45 billion EUR }, { period: 2027, amount: 40 billion EUR }], standing: attributed, cites: Doc, figures: attributed }
          - { id: proceeds, title: Proceeds, provider: EU, kind: asset_proceeds, when: frozen, schedule: [{ period: 2026-Q1, amount: 0.1 billion EUR }, { period: 2026-Q2, amount: 200 million EUR }], standing: attributed, cites: Doc, figures: attributed }
          - { id: grant, title: Grant, provider: FR, kind: grant, schedule: [{ period: 2026, amount: 3 billion USD }, { period: 2027, amount: 1.5 billion USD }], standing: attributed, cites: Doc, figures: attributed }
          - { id: facility, title: Facility, provider: EU, kind: mixed, schedule: [{ period: 2026/2027, amount: 10 billion EUR }], standing: attributed, cites: Doc, figures: attributed }
          - { id: cover, title: Cover, provider: DE, kind: guarantee, schedule: [{ period: 2026, amount: 7 billion EUR }], standing: attributed, cites: Doc, figures: attributed }
        needs:
          - { id: budget, title: Budget, by: Somebody, period: 2026, amount: 20-30 billion EUR, standing: attributed, cites: Doc, figures: attributed }
          - { id: both, title: Both, by: Somebody, period: 2026/2027, amount: 140 billion EUR, standing: attributed, cites: Doc, figures: attributed }
          - { id: dollars, title: Dollars, by: Somebody, period: 2027, amount: 12 billion USD, standing: attributed, cites: Doc, figures: attributed }
        rates:
          - { currency: USD, period: 2026, per_euro: 1.2, standing: attributed, cites: Doc, figures: attributed }
        """;

    public const string Sanctions = """
        mode: actual
        measures:
          - id: EU.trade
            title: Trade
            by: EU
            basis: A regulation
            decision: unanimity
            fact: kept(EU)
            suspended_when: eased
            terms:
              - { from: 2026-01-01, until: 2026-07-01, decided: 2025-12-20 }
              - { from: 2026-07-01, until: 2027-01-01, decided: 2026-06-15 }
            restore_days: 30-60
            standing: attributed
            cites: Doc
          - id: FR.list
            title: Listings
            by: FR
            basis: A decree
            decision: executive
            terms:
              - { from: 2026-01-01, until: 2026-03-01 }
            standing: attributed
            cites: Doc
        """;

    public const string Industry = """
        inputs:
          - { id: powder, name: Powder, unit: tonne, capacity: [{ from: 2026-01, per_month: 100-120 }], standing: attributed, cites: Doc }
        projects:
          - { id: old, title: Old lines, nations: [FR], product: shells, unit: round, capacity: [{ from: 2026-01, per_month: 6000-8000 }], inputs: [{ input: powder, per_unit: 0.02 }], standing: attributed, cites: Doc }
          - { id: new, title: New plant, nations: [DE], product: shells, unit: round, when: adopted, capacity: [{ from: 2026-03, per_month: 4000 }], inputs: [{ input: powder, per_unit: 0.02 }], standing: attributed, cites: Doc }
        """;

    public const string Training = """
        courses:
          - { id: basic, title: Basic, provider: FR, region: FR, months: 2, loss_percent: 5-10, places: [{ from: 2026-01, per_month: 100-200 }, { from: 2026-04, per_month: 300 }], last: 2026-05, standing: attributed, cites: Doc }
          - { id: inside, title: Inside, provider: EU, region: UA.west, months: 0, places: [{ from: 2026-01, per_month: 50 }], when: frozen, standing: attributed, cites: Doc }
        reports:
          - { id: said, title: Basic, provider: FR, date: 2025-12, persons: 4000, standing: attributed, cites: Doc }
        """;

    public const string Works = """
        segments:
          - id: north
            title: North
            region: UA.west
            by: [FR]
            assistance: [advice, machines]
            length_km: 10-20 km
            states:
              - { since: 2026-01-10, state: agreed }
              - { since: 2026-03, state: under_way, done_percent: 5-10 }
            standing: attributed
            cites: Doc
          - id: money
            title: Money
            region: UA
            by: [DE]
            assistance: [money]
            amount: 17.5 billion UAH
            when: adopted
            states:
              - { since: 2026-02-01, state: proposed }
            standing: attributed
            cites: Doc
        """;

    /// <summary>The folder, with some files replaced (or left out where the text is null).</summary>
    public static ImmutableArray<MissionFile> Files(params (string Path, string? Text)[] instead)
    {
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["mission.yaml"] = Main,
            ["terms.clauses"] = Terms,
            ["zones/z.geojson"] = Zones,
            ["nations/UA.yaml"] = "nation: UA\nname: Ukraine\n",
            ["nations/FR.yaml"] = "nation: FR\nname: France\n",
            ["nations/DE.yaml"] = "nation: DE\nname: Germany\n",
            ["nations/EU.yaml"] = "nation: EU\nname: European Union\n",
            ["support/depots.yaml"] = Depots,
            ["support/financing.yaml"] = Financing,
            ["support/sanctions.yaml"] = Sanctions,
            ["support/industry.yaml"] = Industry,
            ["support/training.yaml"] = Training,
            ["support/works.yaml"] = Works,
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

    public static Task<DeclaredCase> AskAsync(string day, params string[] assume) => AskAsync(Mission(), day, null, assume);

    public static async Task<DeclaredCase> AskAsync(Mission mission, string day, string? known, params string[] assume)
    {
        Instant Of(string text) => mission.Zone.AtStartOfDay(LocalDatePattern.Iso.Parse(text).Value).ToInstant();
        var question = new GuaranteeQuestion(Of(day), known is null ? null : Of(known), Mode.Actual, [.. assume]);
        return await new DeclaredDesk(mission, new GuaranteeDesk(mission, null)).AskAsync(Reader.LocalOperator, question);
    }

    public static SupportModel Model(Mission mission) => mission.Support ?? throw new InvalidOperationException("It declares support.");

    private static MissionFile File(string path, string text) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text);
}
