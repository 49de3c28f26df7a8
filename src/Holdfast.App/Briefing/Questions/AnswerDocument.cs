using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Briefing.Questions;

/// <summary>An answer as the program and the API give it: machine words and ISO dates whatever the language, the sentences of the language beside them.</summary>
/// <param name="Known">Null for everything that is known.</param>
public sealed record AnswerDocument(
    string Question,
    string Asks,
    string Mission,
    string Mode,
    string Language,
    string At,
    string? Known,
    bool NotKnown,
    IReadOnlyList<AnswerDocument.Part> Parts
)
{
    /// <param name="Opening">Sentences before the items: that these are claims, how the statements fall, that nothing is known.</param>
    public sealed record Part(
        string? Lead,
        bool Claims,
        bool NotKnown,
        string Sought,
        IReadOnlyList<string> Opening,
        IReadOnlyList<Item> Items
    );

    /// <param name="Says">In the mission's own words and language.</param>
    /// <param name="Trace">Below the mission's address.</param>
    public sealed record Item(
        string Kind,
        string Subject,
        string Sentence,
        string? Says,
        string? Date,
        bool? PerhapsLater,
        string? Speaker,
        string? Office,
        string? Whose,
        string? Topic,
        string? Word,
        IReadOnlyList<Figure>? Figures,
        IReadOnlyList<string>? Agreed,
        IReadOnlyList<string>? Reservations,
        string Standing,
        string Cites,
        string Trace,
        long? Entry
    );

    public sealed record Figure(string Id, decimal? Value, string? Unit);

    public static AnswerDocument Of(QuestionAnswer answer, Phrases phrases)
    {
        var words = new AnswerText(answer, phrases);
        return new AnswerDocument(
            answer.Id,
            answer.Asks,
            answer.Mission,
            Words.Of(answer.Mode),
            answer.Language,
            Text(answer.At),
            answer.Known is { } known ? Text(known) : null,
            answer.IsUnknown,
            [
                .. answer.Parts.Select(p => new Part(
                    Given(p.Lead),
                    p.Claims,
                    p.IsUnknown,
                    p.Sought,
                    words.Opening(p),
                    [.. p.Items.Select(i => Of(i, words))]
                )),
            ]
        );
    }

    private static Item Of(AnswerItem item, AnswerText words) =>
        new(
            item.Kind.ToString().ToLowerInvariant(),
            item.Subject,
            words.Sentence(item),
            Given(item.Says),
            item.Date?.ToString(),
            item.Perhaps ? true : null,
            Given(item.Speaker),
            Given(item.Office),
            item.Whose?.ToString().ToLowerInvariant(),
            item.Topic is { } topic ? Core.Nations.NationWords.Of(topic) : null,
            Given(item.Word),
            item.Figures.IsEmpty ? null : [.. item.Figures.Select(f => new Figure(f.Key, f.Value, Given(f.Unit)))],
            item.Agreed.IsEmpty ? null : item.Agreed,
            item.Reservations.IsEmpty ? null : item.Reservations,
            Words.Of(item.Standing),
            item.Cites,
            item.Path,
            item.Entry
        );

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
