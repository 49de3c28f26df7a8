using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Support;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Access;
using Holdfast.Tests.Web;
using Holdfast.Tests.Web.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Editions;

/// <summary>Every kind of report in every edition, written by the desk itself over real records whose entries bear random labels and a word found nowhere else.</summary>
public sealed class EditionDeskTests
{
    private const int Worlds = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_the_kind_figures_of_one_scope_are_equal_and_nothing_above_the_label_is_in_any_format()
    {
        var (shared, others) = (new Dictionary<ReportKind, int>(), new Dictionary<ReportKind, int>());
        var told = new Dictionary<ReportKind, int>();
        for (var seed = 1; seed <= Worlds; seed++)
        {
            await using var world = await DeskWorld.OpenAsync(seed);
            foreach (var kind in Enum.GetValues<ReportKind>())
            {
                var (one, other) = (world.AnyEdition(), world.AnyEdition());
                var (first, second) = (await world.ReportAsync(kind, one), await world.ReportAsync(kind, other));
                var comparison = EditionProof.Compare(first, second);
                comparison.Holds.ShouldBeTrue($"{kind}: {one} and {other}, seed {seed}");
                shared[kind] = shared.GetValueOrDefault(kind) + comparison.Count(Agreement.Equal);
                others[kind] = others.GetValueOrDefault(kind) + comparison.Count(Agreement.OtherScope);
                foreach (var text in ReportFormats.All.Select(format => ReportFormats.Write(first, format)))
                {
                    foreach (var (mark, label) in world.Marks.Where(m => text.Contains(m.Mark, StringComparison.Ordinal)))
                    {
                        ReadAccess
                            .MayRead(one.Reader, label)
                            .ShouldBeTrue($"{mark} under {label} in the {kind} report of {one}, seed {seed}");
                        told[kind] = told.GetValueOrDefault(kind) + 1;
                    }
                }
            }
        }
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            shared[kind].ShouldBeGreaterThan(0, $"or the property says nothing of {kind}");
            others[kind].ShouldBeGreaterThan(0, $"or the worlds are all alike to {kind}");
        }
        // Kinds that quote what entries say; the others count.
        foreach (var kind in new[] { ReportKind.Daily, ReportKind.Chronology, ReportKind.Support, ReportKind.Commission })
        {
            told.GetValueOrDefault(kind).ShouldBeGreaterThan(0, $"or the search for leaks could find nothing in {kind}");
        }
    }
}
