using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Guarantees;

/// <summary>What a page or an answer about guarantees is asked, read from its address.</summary>
/// <param name="KnownDay">The day of <see cref="GuaranteeQuestion.Known"/> in the mission's zone.</param>
/// <param name="Unlock">A condition to be unlocked; empty for none.</param>
public sealed record GuaranteeAsked(
    AddressQuery Query,
    GuaranteeQuestion Question,
    LocalDate? KnownDay,
    ImmutableArray<string> By,
    ImmutableArray<string> Kinds,
    ImmutableArray<UndertakingState> States,
    string Words,
    string Unlock
)
{
    /// <summary>The part of the question that goes along to other pages: instant, knowledge, mode and assumptions, with some of them replaced.</summary>
    public string Carried(params (string Name, string? Value)[] changes) =>
        Query.With([.. GuaranteeAddress.Own.Select(n => (n, (string?)null)), .. changes]);

    /// <summary>The query with one more assumption, on a page that shows a condition to be unlocked too.</summary>
    public string Assuming(string fact) =>
        Query.With(("assume", string.Join(';', Question.Assume.Where(a => a != fact).Append(fact).Order(StringComparer.Ordinal))));

    public string Without(string fact) => Query.With(("assume", string.Join(';', Question.Assume.Where(a => a != fact))));
}

internal static class GuaranteeAddress
{
    private const int MostAssumed = 60;
    private const int Longest = 4000;

    /// <summary>Parameters that belong to one page only.</summary>
    public static readonly ImmutableArray<string> Own = ["q", "state", "by", "kind", "unlock"];
    public static readonly ImmutableArray<string> Names = [.. Own, "at", "known", "mode", "assume"];

    public static (GuaranteeAsked Asked, Refusal? Fault) Read(Visit visit)
    {
        var reading = new AddressReading(visit, Names, Longest);
        var mission = visit.Mission;
        var at = reading.Moment("at", endOfDay: false) ?? Now(visit);
        var known = reading.Moment("known", endOfDay: true);
        var states = reading.Many("state", [.. Enum.GetValues<UndertakingState>().Select(GuaranteeText.Slug)]);
        var asked = new GuaranteeAsked(
            reading.Query,
            new GuaranteeQuestion(at, known, ModeOf(reading), reading.Texts("assume", MostAssumed)),
            known?.InZone(mission.Zone).Date,
            reading.Many("by", Grantors(mission)),
            reading.Many("kind", Kinds(mission)),
            [.. Enum.GetValues<UndertakingState>().Where(s => states.Contains(GuaranteeText.Slug(s)))],
            reading.Text("q") ?? "",
            reading.Text("unlock") ?? ""
        );
        return (asked with { Query = reading.Query }, reading.Fault);
    }

    public static ImmutableArray<string> Grantors(Mission mission) =>
        [.. mission.Clauses.Undertakings.SelectMany(u => u.By).Distinct().Order(StringComparer.Ordinal)];

    public static ImmutableArray<string> Kinds(Mission mission) =>
        [.. mission.Clauses.Undertakings.SelectMany(u => u.Kinds).Distinct().Order(StringComparer.Ordinal)];

    // Whole minutes: who asks within the same minute gets the same answer, worked out once. The end of the minute, so that what was determined a moment ago counts.
    private static Instant Now(Visit visit)
    {
        var now = Instant.FromDateTimeOffset(visit.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return Instant.FromUnixTimeSeconds((now.ToUnixTimeSeconds() + 59) / 60 * 60);
    }

    private static Mode ModeOf(AddressReading reading) =>
        reading.One("mode", [.. Enum.GetValues<Mode>().Select(Words.Of)]) is { } word && Words.Find<Mode>(word, Words.Of) is { } mode
            ? mode
            : Mode.Actual;
}
