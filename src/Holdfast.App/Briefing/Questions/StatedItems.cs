using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.App.Guarantees;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Nations;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Briefing.Questions;

/// <summary>What is so by somebody's word: facts with those who stated them, and undertakings with their state.</summary>
internal static class StatedItems
{
    /// <summary>The readings of a fact at the instant. Disputed, stale or undetermined it is not known; who said what stands all the same.</summary>
    public static async Task<(ImmutableArray<AnswerItem> Items, string Why)> OfAsync(
        Gathering g,
        AnswerSelector.Fact wanted,
        CancellationToken cancellation
    )
    {
        if (g.Mission.Clauses.Fact(wanted.Name) is not { } declared)
        {
            return ([], "");
        }
        var statements = await g.Workspace.Guarantees.FactsAsync(g.Reader, g.Mode, cancellation);
        var facts = FactBase.From(g.Mission.Clauses, statements, g.Known);
        var truth = facts.Value(wanted.Name, wanted.Arguments, g.Request.At);
        var readings = facts.Readings(wanted.Name, wanted.Arguments, g.Request.At);
        var name = FactName(declared, wanted.Arguments);
        if (readings.IsEmpty && !truth.IsUnknown)
        {
            // Declared complete: without a statement it counts as not so.
            var cites = declared.Location;
            return ([Item(g, wanted, name, truth.IsTrue ? "truth.true" : "truth.false", Standing.Attributed, cites)], "");
        }
        ImmutableArray<AnswerItem> items = [.. readings.SelectMany(r => Items(g, wanted, name, r, facts.Statements))];
        var why = truth.IsUnknown ? string.Join(", ", Reasons(truth.Reasons).Select(r => g.Phrases.Text(r))) : "";
        return (items, why);
    }

    public static async Task<ImmutableArray<AnswerItem>> OfAsync(
        Gathering g,
        AnswerSelector.Undertakings wanted,
        CancellationToken cancellation
    )
    {
        var question = new GuaranteeQuestion(g.Request.At, g.Request.Known, g.Mode, []);
        var network = (await g.Workspace.Guarantees.AskAsync(g.Reader, question, cancellation)).Today;
        return
        [
            .. network
                .Lives.Where(l => wanted.Names.IsEmpty || wanted.Names.Contains(l.Undertaking.Name, StringComparer.Ordinal))
                .Where(l => wanted.By.IsEmpty || l.Undertaking.By.Any(b => wanted.By.Contains(b, StringComparer.Ordinal)))
                .OrderBy(l => l.Undertaking.Name, StringComparer.Ordinal)
                .Select(l => Item(g, l)),
        ];
    }

    /// <summary>Keys of the texts that say why something is unknown.</summary>
    internal static IEnumerable<string> Reasons(UnknownReason reasons) =>
        Enum.GetValues<UnknownReason>().Where(r => r != UnknownReason.None && reasons.HasFlag(r)).Select(r => $"reason.{Snake(r)}");

    private static AnswerItem Item(Gathering g, UndertakingLife life)
    {
        var (u, span) = (life.Undertaking, life.At(g.Request.At));
        return new AnswerItem(
            AnswerKind.Undertaking,
            u.Name,
            u.Title,
            u.Title,
            u.Standing,
            u.Cites,
            $"guarantees/{Uri.EscapeDataString(u.Name)}{g.Instants()}&mode={Words.Of(g.Mode)}"
        )
        {
            Word = $"state.{Snake(span.State)}",
            Reasons = span.InForce.IsUnknown ? [.. Reasons(span.InForce.Reasons)] : [],
            Speaker = string.Join(", ", u.By),
        };
    }

    private static IEnumerable<AnswerItem> Items(
        Gathering g,
        AnswerSelector.Fact wanted,
        string name,
        FactReading reading,
        ImmutableArray<FactStatement> statements
    )
    {
        var said = statements
            .Where(s => s.Name == wanted.Name && s.Arguments.SequenceEqual(wanted.Arguments, StringComparer.Ordinal))
            .Where(s => s.Value is not null && reading.Authorities.Contains(s.Authority, StringComparer.Ordinal))
            .Where(s => (s.ValidFrom is not { } from || from <= g.Request.At) && (s.ValidTo is not { } to || to > g.Request.At))
            .Where(s => reading.Sources.Contains(s.Source, StringComparer.Ordinal));
        return said.Select(s =>
            Item(g, wanted, name, Value(g, reading.Value), s.Standing, s.Source) with
            {
                Speaker = g.NameOf(s.Authority),
                Date = PartialDate.OfDay((s.StatedAt ?? s.ValidFrom ?? s.KnownAt).InZone(g.Mission.Zone).Date),
                Entry = s.Entry,
            }
        );
    }

    private static AnswerItem Item(Gathering g, AnswerSelector.Fact wanted, string name, string word, Standing standing, string cites) =>
        new(AnswerKind.Fact, wanted.Name, name, "", standing, cites, $"facts?mode={Words.Of(g.Mode)}") { Word = word };

    private static string Value(Gathering g, string value) =>
        value is "true" or "false" ? $"truth.{value}"
        : NodaTime.Text.InstantPattern.ExtendedIso.Parse(value) is { Success: true } at ? g.Phrases.Moment(at.Value, g.Mission.Zone)
        : value;

    private static string FactName(FactDeclaration declared, ImmutableArray<string> arguments)
    {
        var written = arguments.IsEmpty ? declared.Name : $"{declared.Name}({string.Join(", ", arguments)})";
        return declared.Title.Length > 0 ? $"{written} ({declared.Title})" : written;
    }

    private static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
