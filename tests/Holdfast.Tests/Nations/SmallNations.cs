using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Nations;

/// <summary>A small made-up mission with two nations, as texts. Nothing in it is true.</summary>
internal static class SmallNations
{
    public const string Head = """
        title: "Positions"
        summary: "A small mission for tests; nothing in it is true."
        exposure: historical
        zone: Europe/Kyiv
        period:
          from: 2025-01-01T00:00:00+02:00
          until: 2026-01-01T00:00:00+02:00
        parties:
          - id: UA
            name: Ukraine
        references:
          - id: seed
            title: "A made-up document"
            publisher: Nobody
            date: 2025-05-01
        """;

    public const string Clauses = """
        fact mandate(issuer)  "the force has a mandate"
             issuer in UN, NATO, EU
        define mandated as mandate(UN) or mandate(NATO)

        undertaking GB.presence
            by GB to UA
            kind military
            standing illustrative
            cites illustrative
            in force when mandated and mandate(EU)
        end
        """;

    public const string Gb = """
        nation: GB
        name: United Kingdom
        groups: [NATO, E3]
        bodies:
          - id: GB.Commons
            name: House of Commons
        positions:
          - id: land-offered
            date: 2025-03-02
            question: contribution
            stance: offered
            says: "Made up: soldiers on land."
            speaker: A. Speaker
            office: Minister
            kind: own
            standing: attributed
            cites: seed page 2
            domain: [land, air]
            size: up to 400 soldiers
            conditions: [GB.presence, mandated, mandate(UN)]
          - id: air-only
            date: 2025-04
            question: contribution
            stance: conditional
            says: "Made up: aircraft only, with a mandate."
            speaker: A. Speaker
            kind: own
            standing: attributed
            cites: seed page 3
          - id: doubted
            date: 2025-02-01
            question: contribution
            stance: open
            says: "Made up: an expert doubts it."
            kind: inference
            standing: attributed
            cites: seed page 4
          - id: public
            date: 2025-03
            question: opinion
            stance: yes
            says: "Made up: a small majority."
            kind: reported
            standing: attributed
            cites: seed page 5
            poll: { for: 52, against: 32, undecided: 16, unit: percent, asked: "For or against?", pollster: Nobody, fielded: 2025-03 }
        calendar:
          - date: 2029
            title: "An election"
            standing: illustrative
            cites: illustrative
        """;

    public const string Pl = """
        nation: PL
        name: Poland
        groups: [NATO]
        positions:
          - id: no-soldiers
            date: 2025-02-19
            question: contribution
            stance: refused
            says: "Made up: no soldiers."
            speaker: B. Speaker
            kind: own
            standing: illustrative
            cites: illustrative
        """;

    public const string Chronology = """
        chronology:
          - date: 2025-03-02
            title: "Leaders meet"
            text: "Made up."
            kind: meeting
            who: [GB, UA]
            place: London
            format: leaders
            agreed: ["to meet again"]
            reservations: ["GB: in spring only"]
            standing: illustrative
            cites: illustrative
          - date: 2025-06-01
            title: "An attack"
            kind: attack
            standing: illustrative
            cites: illustrative
        """;

    public static Mission Mission(params (string Path, string Text)[] more)
    {
        var (mission, diagnostics) = Read(more);
        diagnostics.ShouldBeEmpty();
        return mission.ShouldNotBeNull();
    }

    /// <summary>The mission, or null, with what is said of its files.</summary>
    public static (Mission? Mission, ImmutableArray<Diagnostic> Diagnostics) Read(params (string Path, string Text)[] more)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["mission.yaml"] = Head,
            ["guarantees.clauses"] = Clauses,
            ["nations/GB.yaml"] = Gb,
            ["nations/PL.yaml"] = Pl,
            ["chronology.yaml"] = Chronology,
        };
        foreach (var (path, text) in more)
        {
            files[path] = text;
        }
        return MissionReader.Read("small", [.. files.Select(f => new MissionFile(f.Key, "0", f.Value + "\n"))]);
    }
}
