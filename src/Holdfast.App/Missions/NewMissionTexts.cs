using System.Collections.Immutable;

namespace Holdfast.App.Missions;

/// <summary>The commented files of a mission to start from; <c>{name}</c> stands for its name. They check clean as they are (a test).</summary>
internal static class NewMissionTexts
{
    public static ImmutableArray<(string Path, string Text)> All =>
        [
            ("mission.yaml", Main),
            ("terms.clauses", Terms),
            ("facts.yaml", Facts),
            ("chronology.yaml", Chronology),
            ("zones/areas.geojson", Zones),
        ];

    private const string Main = """
        # The mission "{name}". Check it with: holdfast check DIR. Reference: docs/guide/missions.md
        title: "A new mission"
        summary: >
          Say here in two sentences what is watched and from which sources.

        # live: outside the watch room events appear 24 hours late on a 10 km grid; public: built from published inputs alone;
        # historical: about a past truce. Only the last two are shown at once and unblurred.
        exposure: live

        # actual | exercise | test. Nothing ever mixes them.
        mode: exercise
        release: "How outputs are released, in words for the reader."

        # Days are counted in this zone of the tz database.
        zone: Europe/Kyiv
        # A date is the start of that day in the zone; an instant carries its offset. 'until' is the first moment after the period.
        period:
          from: 2026-01-01
          until: 2026-02-01T00:00:00+02:00
        languages: [en]

        # Naming a party implies no recognition.
        parties:
          - id: A
            name: "First party"
          - id: B
            name: "Second party"

        # Everything that statements cite. A citation is an id and where in it: "Agreement paragraph 1".
        references:
          - id: Agreement
            title: "The agreement that the terms restate"
            publisher: "Who published it"
            date: 2026-01-01
            # url: https://example.org/agreement

        # Sources of one group copy each other and count once. A party's source names its owner.
        # reliability: A (completely reliable) to F (cannot be judged), NATO's Admiralty code.
        sources:
          - id: patrol
            title: "Our own patrols"
            group: mission
            affiliation: mission
            reliability: A
          - id: party-a
            title: "Statements of the first party"
            group: party-a
            affiliation: party
            owner: A
            reliability: F

        # Areas of zones/ by which health and coverage are given, in order of display.
        sectors: [area_of_application]

        # Probability from which something counts as inside or outside; dated and cited. These are the defaults.
        thresholds:
          breach: 0.95
          no_breach: 0.05
          since: 2026-01-01
          standing: illustrative
          cites: illustrative

        # When two reports may be one event. These are the defaults.
        fusion:
          maximum_distance: 25 km
          maximum_gap: 1 day
          match_probability: 0.5
          watermark: 3 days
          since: 2026-01-01
          standing: illustrative
          cites: illustrative

        # Files under feeds/ that a replay reads when none is named.
        # feeds:
        #   - feed: jsonl
        #     file: feeds/reports.jsonl
        #     source: patrol
        #     standing: recorded

        """;

    private const string Terms = """
        -- The terms of the ceasefire. Reference: docs/guide/clauses.md
        -- A fact that nobody states is unknown, and so is what hangs on it.

        fact ceasefire.effective instant "when the ceasefire takes effect"
             cites Agreement "paragraph 1" standing recorded

        term no_fire "No use of force"
            cites Agreement "paragraph 1"
            standing recorded
            standing illustrative for "applies", "severity"
            binds A, B
            applies in area_of_application from ceasefire.effective
            forbids use_of_force
            severity grave when casualties.civilian > 0
                     major when at least 50 of them within 24 h and 10 km
                     minor otherwise
        end

        """;

    private const string Facts = """
        # Facts that this mission's files state; they enter the record when the mission is loaded.
        facts:
          - fact: ceasefire.effective
            value: 2026-01-01T00:00:00Z
            by: "Who determined it"
            cites: Agreement paragraph 1
            standing: recorded

        """;

    private const string Chronology = """
        # What happened, dated and cited. standing: recorded (a source that can be read), attributed (somebody says so),
        # illustrative (made up).
        chronology:
          - date: 2026-01-01
            title: "The agreement takes effect"
            standing: recorded
            cites: Agreement paragraph 1

        """;

    private const string Zones = """
        {
          "type": "FeatureCollection",
          "features": [
            {
              "type": "Feature",
              "properties": {
                "name": "area_of_application",
                "kind": "area",
                "title": "Area of application",
                "caption": "Illustrative: draw the agreement's own area here. Longitude comes first.",
                "standing": "illustrative",
                "source": "illustrative"
              },
              "geometry": {
                "type": "Polygon",
                "coordinates": [[
                  [36.0, 48.0],
                  [37.0, 48.0],
                  [37.0, 49.0],
                  [36.0, 49.0],
                  [36.0, 48.0]
                ]]
              }
            }
          ]
        }

        """;
}
