using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Support;

/// <summary>What is asked of a force and what is offered for it, under the facts that the reader may know.</summary>
/// <param name="Offers">Each offer with whether its conditions hold.</param>
public sealed record ForceOffered(ForceModel Model, ImmutableArray<OfferJudgement> Offers);

/// <summary>
/// The force's part of the brief: by capability what is offered, what of it stands on what is on record, what waits for facts that nobody has stated, and what each planning size asks for in its last
/// phase. No plan is solved for it: that takes minutes and is asked for by name.
/// </summary>
internal static class ForceSection
{
    private const string Path = "forces/offers";
    private const string Counting =
        "units of all offers of the mission's files, their conditions put to the facts as known; nothing is planned, and one unit may be offered for several lines";

    public static ReportSection Of(SupportInput input)
    {
        if (input.Force is not { } force)
        {
            return new("force", "Force", ["This mission plans no force."], [], []);
        }
        var standing = force
            .Offers.Select(j => Weaker(j.Offer.Stated.Standing, j.Offer.Quantity.Stated.Standing))
            .Append(Standing.Recorded)
            .Max();
        ReportFigure Units(string id, string label, Func<OfferJudgement, bool> which) =>
            input.Head.Figure(id, label, Sum(force, which), "units", Counting, Path) with
            {
                Standing = standing,
            };
        return new(
            "force",
            "Force",
            [
                "What is offered is not what is there: an offer stands when its conditions hold on what is on record. What a plan would fill, and which decisions would change it, is worked out on request.",
            ],
            [
                input.Head.Figure("force-offers", "Offers", force.Offers.Length, "offers", Counting, Path) with
                {
                    Standing = standing,
                },
                Units("force-offered", "Offered", _ => true),
                Units("force-standing", "Of these standing", j => j.Stands.IsTrue),
                Units("force-unknown", "Hanging on what nobody has stated", j => j.Stands.IsUnknown),
                Units("force-not", "Not standing", j => j.Stands.IsFalse),
                input.Head.Figure(
                    "force-bound",
                    "Bound to other plans too",
                    force.Offers.Sum(j => (decimal)j.Offer.Bound.Value),
                    "units",
                    "units that the offers themselves state to be bound to plans of NATO",
                    Path
                ) with
                {
                    Standing = force.Offers.Select(j => j.Offer.Bound.Stated.Standing).Append(standing).Max(),
                },
            ],
            [Table(input, force)]
        );
    }

    private static ReportTable Table(SupportInput input, ForceOffered force) =>
        input.Head.Table(
            "force-capabilities",
            "Offered and asked for, by capability",
            $"{Counting}; asked for: the last phase of each planning size",
            [
                new("Capability", ""),
                new("Offered", "units"),
                new("Standing", "units"),
                new("Not known", "units"),
                .. force.Model.Sets.Select(s => new ReportColumn($"Asked for: {s.Title}", "units")),
            ],
            force.Model.Capabilities.Select(c => Row(force, c)),
            Path
        );

    private static ImmutableArray<string> Row(ForceOffered force, Capability capability) =>
        [
            capability.Name,
            Number(Sum(force, j => j.Offer.Capability == capability.Id)),
            Number(Sum(force, j => j.Offer.Capability == capability.Id && j.Stands.IsTrue)),
            Number(Sum(force, j => j.Offer.Capability == capability.Id && j.Stands.IsUnknown)),
            .. force.Model.Sets.Select(s =>
                Number(s.Lines.Where(l => l.Capability == capability.Id).Sum(l => (decimal)l.Quantity[^1].Value))
            ),
        ];

    private static decimal Sum(ForceOffered force, Func<OfferJudgement, bool> which) =>
        force.Offers.Where(which).Sum(j => (decimal)j.Offer.Quantity.Value);

    private static Standing Weaker(Standing one, Standing other) => one > other ? one : other;

    private static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);
}
