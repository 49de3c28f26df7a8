using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads <c>support/sanctions.yaml</c>. A measure that names a fact states it: each of its terms is a statement of that fact, which goes through the one door like those of
/// <c>facts.yaml</c>, so that undertakings hear of renewals from here alone.
/// </summary>
internal sealed class SanctionsFile(Complaints complaints, Citations citations)
{
    public const string Name = SupportFiles.Folder + "sanctions.yaml";
    public static readonly string[] Keys = ["measures", "mode"];
    public static readonly string[] MeasureKeys =
    [
        "id",
        "title",
        "by",
        "basis",
        "decision",
        "veto",
        "fact",
        "in_force",
        "in_force_standing",
        "in_force_cites",
        "suspended_when",
        "suspended_when_standing",
        "suspended_when_cites",
        "terms",
        "restore_days",
        "note",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] TermKeys = ["from", "until", "in_force", "decided", .. SupportSection.OriginKeys];

    public static readonly (string Word, SanctionDecision Value)[] Decisions =
    [
        ("unanimity", SanctionDecision.Unanimity),
        ("qualified_majority", SanctionDecision.QualifiedMajority),
        ("executive", SanctionDecision.Executive),
        ("parliament", SanctionDecision.Parliament),
    ];

    private static readonly (string Word, bool Value)[] YesOrNo = [("true", true), ("false", false)];

    public SupportModel Read(YamlMapping root, SupportModel model, SupportWords words)
    {
        var top = new Section(root, complaints, "the file of sanctions", Keys);
        top.Need("measures");
        return model with
        {
            Sanctions = SupportFiles.Unique(
                top.Sections("measures", "a measure", MeasureKeys)
                    .Select(s => new SupportSection(s, "a measure", citations, words))
                    .Select(s => (s, Measure(s))),
                m => m.Id,
                "a measure"
            ),
        };
    }

    /// <summary>What the terms of all measures state, and in which activity.</summary>
    /// <param name="mode">Of a file that does not say it: the mission's.</param>
    public ImmutableArray<MissionFact> Facts(
        IReadOnlyDictionary<string, MissionFile> files,
        SupportModel? model,
        DateTimeZone zone,
        Mode mode,
        Func<string, Instant?> published,
        TimeRange period
    )
    {
        // Faults of the text were complained about when it was first read.
        if (
            model is null
            || !files.TryGetValue(Name, out var file)
            || YamlText.Read(file.Path, file.Text, new Complaints()) is not { } root
        )
        {
            return [];
        }
        var said = Declarations.Modes(new Section(root, complaints, "the file of sanctions", Keys), mode);
        return
        [
            .. model
                .Sanctions.Where(m => m is { Fact.Length: > 0, InForce: not null })
                .SelectMany(m => m.Terms.Select(t => new MissionFact(Statement(m, t, zone, published, period), said))),
        ];
    }

    private static FactStatement Statement(
        SanctionMeasure measure,
        SanctionTerm term,
        DateTimeZone zone,
        Func<string, Instant?> published,
        TimeRange period
    )
    {
        var fact =
            measure.InForce?.Condition.Facts[0] ?? throw new InvalidOperationException("A measure that states a fact has its condition.");
        var stated = term.Decided is { } day ? zone.AtStartOfDay(day).ToInstant() : published(term.Stated.Cites);
        return new FactStatement(
            fact.Name,
            fact.Arguments,
            term.InForce ? "true" : "false",
            zone.AtStartOfDay(term.From).ToInstant(),
            term.Until is { } until ? zone.AtStartOfDay(until).ToInstant() : null,
            measure.By,
            term.Stated.Cites,
            term.Stated.Standing,
            stated ?? period.Earliest
        )
        {
            StatedAt = stated,
        };
    }

    private static SanctionMeasure Measure(SupportSection s)
    {
        var fact = s.Section.TextOrNull("fact")?.Trim() ?? "";
        if (fact.Length > 0 && s.Section.Find("in_force") is not null)
        {
            s.Error("in_force", "unknown-key", "a measure either states a fact ('fact') or hangs on a condition ('in_force'), not both");
        }
        var terms = Terms(s);
        var condition = fact.Length > 0 ? s.Clause(fact, s.Section.At("fact"), s.Stated) : s.Clauses("in_force").FirstOrDefault();
        if (fact.Length > 0 && condition is not null && !IsFact(condition.Condition, fact))
        {
            s.Error(
                "fact",
                "wrong-kind",
                $"'fact' of a measure is a plain fact with its arguments, such as sanctions.kept(EU); found '{fact}'"
            );
        }
        if (condition is null && terms.IsEmpty)
        {
            s.Error("id", "missing-key", "a measure needs 'terms', or 'in_force': nothing says whether it is in force");
        }
        return new SanctionMeasure(
            s.Id(),
            s.Section.Text("title"),
            s.Actor("by"),
            s.Section.Text("basis"),
            s.Section.Choice("decision", null, Decisions),
            s.Actors("veto"),
            fact,
            condition,
            s.Clauses("suspended_when"),
            terms,
            s.RangeOrNull("restore_days", 0, 3_650),
            s.Note(),
            s.Stated,
            s.Figures
        );
    }

    private static bool IsFact(Condition condition, string text) =>
        condition.Facts is [{ Determination: false, Undertaking: null } only]
        && only.Key.Replace(" ", "", StringComparison.Ordinal) == text.Replace(" ", "", StringComparison.Ordinal);

    private static ImmutableArray<SanctionTerm> Terms(SupportSection s)
    {
        var kept = ImmutableArray.CreateBuilder<SanctionTerm>();
        foreach (var part in s.Parts("terms", "a term", TermKeys))
        {
            var term = new SanctionTerm(
                part.Section.Date("from"),
                part.Section.DateOrNull("until"),
                part.Section.Choice<bool>("in_force", true, YesOrNo),
                part.Section.DateOrNull("decided"),
                part.Stated
            );
            if (term.Until <= term.From)
            {
                part.Error("until", "bad-period", "'until' is the first day after the term: it lies after 'from'");
            }
            else if (kept.FirstOrDefault(k => !(k.Until <= term.From) && !(term.Until <= k.From)) is { } other)
            {
                part.Error("from", "overlap", $"the term from {Day(term.From)} overlaps the one from {Day(other.From)}");
            }
            else
            {
                kept.Add(term);
            }
        }
        return [.. kept.OrderBy(k => k.From)];
    }

    private static string Day(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
