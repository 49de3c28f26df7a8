using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Nations;
using NodaTime;

namespace Holdfast.Tests.Web;

/// <summary>A small mission with promises for tests of pages: one that waits, one that hangs on it, one that is disputed.</summary>
internal static class SmallGuarantees
{
    public const string Clauses = """
        fact mandate(issuer)  "the force has a mandate"
             issuer in UN, NATO, EU
        define mandated as mandate(UN) or mandate(NATO)
        fact ceasefire "a ceasefire is in effect"
             determined by UA
             complete
        fact vote(chamber) "the body has authorised it"
             determined by chamber
             chamber in GB.Commons
             complete
        fact attack "an attack has happened"
             determined by UA, GB
        fact valid "the notification counts"
             determined by UA, PL

        undertaking GB.presence "British <script>alert('x')</script> units"
            by GB to UA
            kind military, air
            standing attributed
            standing illustrative for "stage", "triggered when", "tier", "suspended when"
            cites seed page 3
            in force when ceasefire
            requires vote(GB.Commons)
            procedure vote(GB.Commons) before deployment, takes 3 to 14 days, usually 7
            triggered when determined(attack) by any of (UA, GB)
            tier 1 within 24 h from breach: "warn whoever attacked"
            shall warn "warn"
            stage pledge when ceasefire
            stage presence when mandate(EU)
            suspended when not ceasefire
        end

        undertaking PL.logistics "Polish logistics"
            by PL to UA
            kind logistics
            standing illustrative
            cites illustrative
            in force when GB.presence
            shall carry "carry"
        end

        undertaking UA.disputed "Whether it counts"
            by UA to GB
            kind count
            standing illustrative
            cites illustrative
            in force when valid
        end
        """;

    public static Mission Mission(string name = "promises", Exposure exposure = Exposure.Live, Mode mode = Mode.Actual) =>
        SmallNations.Mission() with
        {
            Name = name,
            Exposure = exposure,
            Mode = mode,
            Clauses = Compiled(),
        };

    // One tier is shorter than the procedure that it needs, on purpose; that is a warning.
    private static ClauseSet Compiled()
    {
        var vocabulary = new ClauseVocabulary(new Atlas([]), ["UA"], ["seed"]) { Nations = ["GB", "GB.Commons", "PL"] };
        var (set, diagnostics) = ClauseSet.Compile([new ClauseSource("guarantees.clauses", Clauses)], vocabulary);
        return set ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    /// <summary>States a fact in the record of the host; it is known from the beginning of <see cref="WebWorld"/>.</summary>
    public static async Task SayAsync(
        WebHost host,
        string fact,
        string value,
        string by,
        Instant? from = null,
        Label? label = null,
        Mode mode = Mode.Actual
    )
    {
        var bracket = fact.IndexOf('(', StringComparison.Ordinal);
        var statement = new FactStatement(
            bracket < 0 ? fact : fact[..bracket],
            bracket < 0 ? [] : [fact[(bracket + 1)..^1]],
            value,
            from,
            null,
            by,
            "seed page 9",
            Standing.Attributed,
            default
        );
        var message = $"{fact} {value} {by} {mode}";
        await host.Record.AppendAsync([FactEntries.Draft(statement, "tests", message, by, label ?? Label.Public, mode)]);
    }
}
