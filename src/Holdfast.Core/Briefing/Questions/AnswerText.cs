using System.Collections.Immutable;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Questions;

/// <summary>The sentences of an answer, from its data and the texts of a language. Whatever the mission says in its own words stands beside them untouched.</summary>
public sealed class AnswerText(QuestionAnswer answer, Phrases phrases)
{
    public string AsOf() =>
        answer.Known is { } known
            ? phrases.Text(
                "answer.as_of_known",
                ("at", phrases.Moment(answer.At, answer.Zone)),
                ("known", phrases.Moment(known, answer.Zone))
            )
            : phrases.Text("answer.as_of", ("at", phrases.Moment(answer.At, answer.Zone)));

    /// <summary>The mark of an exercise or a test; empty for what is actual.</summary>
    public string Marked() => answer.Mode == Mode.Actual ? "" : phrases.Text($"mode.{Word(answer.Mode)}");

    /// <summary>What a part says before its items: that these are claims, how the statements fall, or that nothing is known.</summary>
    public ImmutableArray<string> Opening(AnswerPart part)
    {
        if (part.IsUnknown)
        {
            return [Unknown(part)];
        }
        var opening = ImmutableArray.CreateBuilder<string>();
        if (part.Claims)
        {
            opening.Add(phrases.Text("answer.claims"));
        }
        if (part.Items.Count(i => i.Kind == AnswerKind.Position) > 1)
        {
            opening.Add(Tally(part));
        }
        return opening.ToImmutable();
    }

    public string Unknown(AnswerPart part) =>
        part.Why.Length > 0
            ? phrases.Text("answer.unknown_because", ("sought", part.Sought), ("why", part.Why))
            : phrases.Text("answer.unknown", ("sought", part.Sought));

    /// <summary>One datum as a sentence, without what the mission says in its own words.</summary>
    public string Sentence(AnswerItem item) =>
        item.Kind switch
        {
            AnswerKind.Position => phrases.Text(
                "item.position",
                ("nation", item.Name),
                ("topic", item.Topic is { } topic ? phrases.Text($"topic.{Nations.NationWords.Of(topic)}") : ""),
                ("date", Date(item)),
                ("stance", phrases.Text(item.Word))
            ),
            AnswerKind.Event or AnswerKind.Calendar => phrases.Text("item.dated", ("date", Date(item)), ("title", item.Name)),
            AnswerKind.Fact => item.Speaker.Length > 0
                ? phrases.Text("item.fact", ("fact", item.Name), ("value", Value(item)), ("authority", item.Speaker), ("date", Date(item)))
                : phrases.Text("item.fact_unstated", ("fact", item.Name), ("value", Value(item))),
            AnswerKind.Undertaking => phrases.Text("item.undertaking", ("undertaking", item.Subject), ("state", State(item))),
            AnswerKind.Offer => phrases.Text("item.offer", ("nation", item.Name), ("capability", item.Subject), ("figures", Figures(item))),
            AnswerKind.Count => phrases.Text("item.count", ("period", item.Name), ("figures", Figures(item))),
            AnswerKind.Support => phrases.Text(
                "item.support",
                ("donor", item.Name),
                ("stage", phrases.Text(item.Word)),
                ("figures", Figures(item))
            ),
            AnswerKind.Document => phrases.Text("item.document", ("title", item.Name), ("date", Date(item))),
        };

    /// <summary>Who said it and whose word it is; empty where the datum has no speaker.</summary>
    public string Attribution(AnswerItem item)
    {
        var who = item.Kind == AnswerKind.Fact ? "" : string.Join(", ", new[] { item.Speaker, item.Office }.Where(t => t.Length > 0));
        var whose = item.Whose is { } kind ? phrases.Text($"whose.{Nations.NationWords.Of(kind)}") : "";
        return string.Join("; ", new[] { who, whose }.Where(t => t.Length > 0));
    }

    public string Standing(AnswerItem item) => phrases.Text($"standing.{item.Standing.ToString().ToLowerInvariant()}");

    /// <summary>That its date may lie after the instant asked about; empty where it does not.</summary>
    public string Perhaps(AnswerItem item) => item.Perhaps ? phrases.Text("answer.perhaps") : "";

    public string Figure(AnswerFigure figure) =>
        figure.Value is not { } value ? phrases.Text("figure.not_known", ("what", Key(figure)))
        : figure.Unit == "percent" ? phrases.Text($"figure.{figure.Key}", ("value", phrases.Percent(value / 100, 1)))
        : phrases.Text($"figure.{figure.Key}", ("value", value), ("unit", figure.Unit));

    private string State(AnswerItem item) =>
        item.Reasons.IsEmpty
            ? phrases.Text(item.Word)
            : $"{phrases.Text(item.Word)} ({string.Join(", ", item.Reasons.Select(r => phrases.Text(r)))})";

    private string Key(AnswerFigure figure) => phrases.Text($"figure_name.{figure.Key}");

    private string Figures(AnswerItem item) => string.Join("; ", item.Figures.Select(Figure));

    private string Value(AnswerItem item) => phrases.Has(item.Word) ? phrases.Text(item.Word) : item.Word;

    private string Date(AnswerItem item) => item.Date is { } date ? phrases.Date(date) : phrases.Text("answer.undated");

    private string Tally(AnswerPart part)
    {
        var positions = part.Items.Where(i => i.Kind == AnswerKind.Position).ToImmutableArray();
        var stances = positions
            .GroupBy(i => i.Word, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{phrases.Text(g.Key)} ({phrases.Number(g.Count())})");
        return phrases.Text(
            "answer.tally",
            ("statements", phrases.Text("count.statements", ("count", positions.Length))),
            ("nations", phrases.Text("count.nations", ("count", positions.Select(p => p.Subject).Distinct().Count()))),
            ("stances", string.Join(", ", stances))
        );
    }

    private static string Word(Mode mode) => mode.ToString().ToLowerInvariant();
}
