using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Web.Commission.Portal;

/// <summary>One letter to a party, as its number counts.</summary>
/// <param name="Points">What is held, point by point; empty for letters that are no summaries.</param>
/// <param name="ReceivedAt">When the party gave its receipt, or null.</param>
public sealed record PortalLetter(
    int Number,
    Instant At,
    string Kind,
    string Text,
    ImmutableArray<SummaryPoint> Points,
    Instant? ReplyDue,
    Instant? ReceivedAt
);

/// <summary>What a party asked to be corrected, and the answer, if there is one.</summary>
public sealed record PortalCorrection(Instant At, string Text, bool? Accepted, string? Answer);

/// <summary>
/// A case as the portal shows it to a party, made from that party's view alone: its letters, its answers, its clock, and what everybody may read. No state of the case, no other party, no
/// name of whoever acts for the commission, no source and no id of the watch.
/// </summary>
public sealed record PortalCase(
    string Id,
    ImmutableArray<PortalLetter> Letters,
    ImmutableArray<(Instant At, string Text)> Replies,
    ImmutableArray<PortalCorrection> Corrections,
    Instant? ReplyDue,
    Instant? SilentSince,
    ImmutableArray<DecisionPublished> Published
)
{
    /// <param name="view">The party's own view (<see cref="Seal.View"/>); null where it holds nothing for this party.</param>
    public static PortalCase? Of(Case view, string party)
    {
        var published = view.Of<DecisionPublished>().ToImmutableArray();
        var letters = view.LettersTo(party).Select((d, i) => Letter(view, party, d, i + 1)).ToImmutableArray();
        if (letters.IsEmpty && published.IsEmpty)
        {
            return null;
        }
        return new PortalCase(
            view.Id,
            letters,
            [.. view.Deeds.Where(d => d.Act is ReplyReceived r && r.Party == party).Select(d => (d.At, ((ReplyReceived)d.Act).Text))],
            [.. view.Deeds.Where(d => d.Act is CorrectionRequested c && c.Party == party).Select(d => Correction(view, d))],
            view.SummaryTo(party)?.ReplyDue,
            view.Deeds.LastOrDefault(d => d.Act is SilenceRecorded s && s.Party == party)?.At,
            published
        );
    }

    public bool HasReplied => !Replies.IsEmpty;

    /// <summary>The id of the next request: its own party's, so that it tells nothing of another's.</summary>
    public string NextRequest(string party) => $"{party}-C{(Corrections.Length + 1).ToString(CultureInfo.InvariantCulture)}";

    private static PortalLetter Letter(Case view, string party, Deed deed, int number)
    {
        var received = view.ReceiptOf(party, number);
        return deed.Act switch
        {
            PartyNotified n => new PortalLetter(number, deed.At, "Notice", n.Notice, [], null, received),
            SummarySent s => new PortalLetter(number, deed.At, "Summary", "", s.Points, s.ReplyDue, received),
            CorrectionAnswered c => new PortalLetter(
                number,
                deed.At,
                c.Accepted ? "Correction granted" : "Correction declined",
                c.Answer,
                [],
                null,
                received
            ),
            _ => throw new InvalidOperationException($"{deed.Act.GetType().Name} is no letter."),
        };
    }

    private static PortalCorrection Correction(Case view, Deed deed)
    {
        var asked = (CorrectionRequested)deed.Act;
        var answer = view.Of<CorrectionAnswered>().LastOrDefault(a => a.Id == asked.Id);
        return new PortalCorrection(deed.At, asked.Text, answer?.Accepted, answer?.Answer);
    }
}
