using System.Collections.Immutable;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support;

/// <summary>
/// What of declared support had been said by a day. A statement is known from the day that it names itself (<c>said</c>), else from the day of the reference that it cites; what neither dates counts as known
/// always, as with facts. An item that another restates is there until that other is known. Names of regions, classes of stock and limits of throughput are no statements about support and stay.
/// </summary>
/// <param name="day">Null for all that is known now.</param>
/// <param name="dated">The day of a citation; null where it has none.</param>
public sealed class SupportKnown(LocalDate? day, Func<string, LocalDate?> dated)
{
    public bool Knows(Stated stated) => day is not { } known || (stated.Said ?? dated(stated.Cites)) is not { } said || said <= known;

    /// <summary>Ids of items that are on record and that nothing dates: they count as known on any day. Empty where no past day is asked about.</summary>
    public ImmutableArray<string> Undated(SupportModel model) =>
        day is null
            ? []
            :
            [
                .. model
                    .Depots.Select(d => (d.Id, d.Stated))
                    .Concat(model.Financing.Select(i => (i.Id, i.Stated)))
                    .Concat(model.Needs.Select(n => (n.Id, n.Stated)))
                    .Concat(model.Sanctions.Select(m => (m.Id, m.Stated)))
                    .Concat(model.Industry.Select(p => (p.Id, p.Stated)))
                    .Concat(model.Training.Select(c => (c.Id, c.Stated)))
                    .Concat(model.Trained.Select(r => (r.Id, r.Stated)))
                    .Concat(model.Works.Select(w => (w.Id, w.Stated)))
                    .Where(i => i.Stated.Standing != Standing.Illustrative && (i.Stated.Said ?? dated(i.Stated.Cites)) is null)
                    .Select(i => i.Id)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];

    public SupportModel Of(SupportModel model)
    {
        var current = model with
        {
            Financing = Current(model.Financing.Where(i => Knows(i.Stated)), i => i.Id, i => i.Restates),
            Needs = Current(model.Needs.Where(n => Knows(n.Stated) && Knows(n.Figures)), n => n.Id, n => n.Restates),
        };
        if (day is null)
        {
            return current;
        }
        string[] inputs = [.. model.Inputs.Where(i => Knows(i.Stated)).Select(i => i.Id)];
        return current with
        {
            Depots = [.. model.Depots.Where(d => Knows(d.Stated)).Select(Of)],
            Routes = [.. model.Routes.Where(r => Knows(r.Stated))],
            Requirements = [.. model.Requirements.Where(r => Knows(r.Stated))],
            Financing = [.. current.Financing.Select(Of)],
            PlanningRates = [.. model.PlanningRates.Where(r => Knows(r.Stated))],
            Sanctions =
            [
                .. model
                    .Sanctions.Where(m => Knows(m.Stated))
                    .Select(m => m with { Terms = [.. m.Terms.Where(t => Knows(t.Stated) && (t.Decided is null || t.Decided <= day))] }),
            ],
            Inputs = [.. model.Inputs.Where(i => Knows(i.Stated)).Select(i => i with { Steps = Steps(i.Steps) })],
            Industry =
            [
                .. model
                    .Industry.Where(p => Knows(p.Stated))
                    .Select(p =>
                        p with
                        {
                            Steps = Steps(p.Steps),
                            Inputs = [.. p.Inputs.Where(u => Knows(u.Figures) && inputs.Contains(u.Input))],
                        }
                    ),
            ],
            Training = [.. model.Training.Where(c => Knows(c.Stated)).Select(c => c with { Places = Steps(c.Places) })],
            Trained = [.. model.Trained.Where(r => Knows(r.Stated))],
            Works = [.. model.Works.Where(w => Knows(w.Stated)).Select(w => w with { Steps = [.. w.Steps.Where(s => Knows(s.Stated))] })],
        };
    }

    private Instrument Of(Instrument instrument) =>
        instrument with
        {
            Total = Knows(instrument.Figures) ? instrument.Total : null,
            Schedule = [.. instrument.Schedule.Where(s => Knows(s.Figures))],
        };

    private Depot Of(Depot depot) =>
        depot with
        {
            Access = [.. depot.Access.Where(a => Knows(a.When.Stated))],
            Stock = [.. depot.Stock.Where(s => Knows(s.Figures))],
        };

    private ImmutableArray<CapacityStep> Steps(ImmutableArray<CapacityStep> steps) => [.. steps.Where(s => Knows(s.Figures))];

    // Of those known, whatever none of the others restates.
    private static ImmutableArray<T> Current<T>(IEnumerable<T> known, Func<T, string> id, Func<T, string> restates)
    {
        var all = known.ToArray();
        var replaced = all.Select(restates).Where(r => r.Length > 0).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(i => !replaced.Contains(id(i)))];
    }
}
