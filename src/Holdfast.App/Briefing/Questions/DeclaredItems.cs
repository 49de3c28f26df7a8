using System.Collections.Immutable;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.App.Briefing.Questions;

/// <summary>What stands in the mission's files: statements, events, dates ahead, documents, offers.</summary>
internal static class DeclaredItems
{
    public static ImmutableArray<AnswerItem> Of(Gathering g, AnswerSelector.Positions wanted) =>
        [.. Selection.Of(g.Mission, wanted, g.Mode, g.Day).Select(e => Position(g, e)).OfType<AnswerItem>()];

    public static ImmutableArray<AnswerItem> Of(Gathering g, AnswerSelector.Events wanted) =>
        [.. Selection.Of(g.Mission, wanted, g.Mode, g.Day).Select(e => Dated(AnswerKind.Event, e))];

    public static ImmutableArray<AnswerItem> Of(Gathering g, AnswerSelector.Calendar wanted) =>
        [.. Selection.Of(g.Mission, wanted, g.Mode, g.Day).Select(e => Dated(AnswerKind.Calendar, e))];

    public static ImmutableArray<AnswerItem> Of(Gathering g, AnswerSelector.Documents wanted) =>
        [
            .. g
                .Mission.References.Where(r => wanted.Ids.Contains(r.Id, StringComparer.Ordinal))
                .Where(r => r.Date is not { } day || day <= g.Day)
                .Select(r => new AnswerItem(AnswerKind.Document, r.Id, r.Title, r.Publisher, Standing.Recorded, r.Id, $"mission#ref-{r.Id}")
                {
                    Date = r.Date is { } day ? PartialDate.OfDay(day) : null,
                }),
        ];

    // What a mission declares of the force is of this world: no exercise counts it.
    public static ImmutableArray<AnswerItem> Of(Gathering g, AnswerSelector.Offers wanted) =>
        g.Mode != Mode.Actual || g.Mission.Forces is not { } forces
            ? []
            :
            [
                .. forces
                    .Offers.Where(o => wanted.Nations.IsEmpty || wanted.Nations.Contains(o.Nation, StringComparer.Ordinal))
                    .Where(o => wanted.Capabilities.IsEmpty || wanted.Capabilities.Contains(o.Capability, StringComparer.Ordinal))
                    .Select(o => Offer(g, forces, o)),
            ];

    private static AnswerItem? Position(Gathering g, TimelineEntry entry) =>
        entry.Position is not { } p
            ? null
            : new AnswerItem(AnswerKind.Position, p.Nation, g.NameOf(p.Nation), p.Says, p.Standing, p.Cites, $"nations/{p.Nation}#p-{p.Id}")
            {
                Date = p.Date,
                Perhaps = entry.Known == Knownness.Perhaps,
                Speaker = p.Speaker,
                Office = p.Office,
                Whose = p.Kind,
                Topic = p.Question,
                Word = $"stance.{NationWords.Of(p.Stance)}",
            };

    private static AnswerItem Dated(AnswerKind kind, TimelineEntry entry)
    {
        var (from, until) = (LocalDatePattern.Iso.Format(entry.Date.Earliest), LocalDatePattern.Iso.Format(entry.Date.Latest));
        return new AnswerItem(
            kind,
            string.Join(", ", entry.Who),
            entry.Title,
            entry.Text,
            entry.Standing,
            entry.Cites,
            $"timeline?from={from}&until={until}"
        )
        {
            Date = entry.Date,
            Perhaps = entry.Known == Knownness.Perhaps,
            Agreed = entry.Chronology?.Agreed ?? [],
            Reservations = entry.Chronology?.Reservations ?? [],
        };
    }

    // That something is offered and how much have origins of their own: the weaker of the two is the item's standing, and both are cited.
    private static AnswerItem Offer(Gathering g, ForceModel forces, ForceOffer offer)
    {
        var (said, counted) = (offer.Stated, offer.Quantity.Stated);
        var standing = said.Standing > counted.Standing ? said.Standing : counted.Standing;
        var cites = said.Cites == counted.Cites ? said.Cites : $"{said.Cites}; {g.Phrases.Text("figure_name.quantity")}: {counted.Cites}";
        var capability = forces.Capability(offer.Capability)?.Name ?? offer.Capability;
        return new AnswerItem(
            AnswerKind.Offer,
            capability,
            g.NameOf(offer.Nation),
            offer.Note,
            standing,
            cites,
            $"forces/offers/{Uri.EscapeDataString(offer.Id)}"
        )
        {
            Figures = [new AnswerFigure("quantity", offer.Quantity.Value, ""), new AnswerFigure("readiness", offer.Readiness.Value, "")],
        };
    }
}
