using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Industry;

/// <summary>One month of a project.</summary>
/// <param name="Line">What its own lines can make.</param>
/// <param name="Output">What comes out: the least of its lines and of what every input allows.</param>
/// <param name="Bottleneck">The input that allows the least at the low end; empty where its own lines bind.</param>
public sealed record IndustryMonth(YearMonth Month, AmountRange Line, AmountRange Output, string Bottleneck);

/// <summary>A project over months.</summary>
public sealed record IndustryRow(
    IndustryProject Project,
    ClauseJudgement Stands,
    ImmutableArray<IndustryMonth> Months,
    AmountRange Total,
    Standing Standing
);

/// <summary>An input over months: what is supplied and what all projects that may run would take.</summary>
public sealed record InputRow(IndustryInput Input, ImmutableArray<(YearMonth Month, AmountRange Supply, AmountRange Demand)> Months);

/// <summary>What a product comes to over the months: surely, and if what is unknown comes out well.</summary>
public sealed record ProductSum(string Product, string Unit, ImmutableArray<(YearMonth Month, AmountRange Sure, decimal Possible)> Months);

/// <summary>
/// Capacity over time as the least of inputs. An input that several projects take is shared in proportion to what each would take at full capacity; the low end of a project takes the others
/// at their most and the input at its least, the high end the other way round. Projects whose conditions do not hold make and take nothing; those of which it is unknown are
/// worked out as if they did, and count as possible.
/// </summary>
public sealed record IndustryBoard(
    ImmutableArray<IndustryRow> Projects,
    ImmutableArray<InputRow> Inputs,
    ImmutableArray<ProductSum> Products
)
{
    public const int MostMonths = 120;

    public static IndustryBoard Work(SupportModel model, SupportWorld world, YearMonth first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostMonths);
        var months = Capacity.Months(first, count);
        var judged = model.Industry.Select(p => (Project: p, Stands: world.All(p.When))).ToArray();
        var running = judged.Where(j => !j.Stands.Value.IsFalse).Select(j => j.Project).ToImmutableArray();
        ImmutableArray<IndustryRow> rows = [.. judged.Select(j => Row(model, running, j.Project, j.Stands, months))];
        return new IndustryBoard(
            rows,
            [.. model.Inputs.Select(i => new InputRow(i, [.. months.Select(m => (m, Capacity.At(i.Steps, m), Demand(running, i, m)))]))],
            [
                .. rows.GroupBy(r => (r.Project.Product, r.Project.Unit))
                    .OrderBy(g => g.Key.Product, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.Unit, StringComparer.Ordinal)
                    .Select(g => Product(g.Key.Product, g.Key.Unit, [.. g], months)),
            ]
        );
    }

    private static IndustryRow Row(
        SupportModel model,
        ImmutableArray<IndustryProject> running,
        IndustryProject project,
        ClauseJudgement stands,
        ImmutableArray<YearMonth> months
    )
    {
        ImmutableArray<IndustryMonth> all = [.. months.Select(m => Month(model, running, project, stands, m))];
        var inputs = project.Inputs.Select(u => model.Inputs.First(i => i.Id == u.Input));
        return new IndustryRow(
            project,
            stands,
            all,
            all.Aggregate(AmountRange.None, (sum, m) => sum + m.Output),
            SupportModel.Weakest(
                project
                    .Steps.Select(s => s.Figures)
                    .Concat(project.Inputs.Select(i => i.Figures))
                    .Concat(inputs.SelectMany(i => i.Steps.Select(s => s.Figures)))
                    .Concat(project.When.Select(w => w.Stated))
            )
        );
    }

    private static IndustryMonth Month(
        SupportModel model,
        ImmutableArray<IndustryProject> running,
        IndustryProject project,
        ClauseJudgement stands,
        YearMonth month
    )
    {
        if (stands.Value.IsFalse)
        {
            return new IndustryMonth(month, AmountRange.None, AmountRange.None, "");
        }
        var line = Capacity.At(project.Steps, month);
        var (output, bottleneck) = (line, "");
        foreach (var use in project.Inputs)
        {
            var input = model.Inputs.First(i => i.Id == use.Input);
            var others = Demand(running.Where(p => p != project), input, month);
            var allowed = Allowed(Capacity.At(input.Steps, month), line, use.PerUnit, others);
            bottleneck = allowed.Low < output.Low ? input.Id : bottleneck;
            output = AmountRange.Least(output, allowed);
        }
        return new IndustryMonth(month, line, output, bottleneck);
    }

    // own / (own + others) of the supply, in units of the product: it grows with the supply and with what the project could make, and shrinks with the others.
    private static AmountRange Allowed(AmountRange supply, AmountRange line, decimal perUnit, AmountRange others)
    {
        static decimal Share(decimal supply, decimal line, decimal perUnit, decimal others) =>
            others == 0 ? supply / perUnit
            : line == 0 ? 0
            : supply * line / ((line * perUnit) + others);
        return new AmountRange(Share(supply.Low, line.Low, perUnit, others.High), Share(supply.High, line.High, perUnit, others.Low));
    }

    private static AmountRange Demand(IEnumerable<IndustryProject> projects, IndustryInput input, YearMonth month) =>
        projects
            .SelectMany(p => p.Inputs.Where(u => u.Input == input.Id).Select(u => Capacity.At(p.Steps, month) * u.PerUnit))
            .Aggregate(AmountRange.None, (sum, d) => sum + d);

    private static ProductSum Product(string product, string unit, IndustryRow[] rows, ImmutableArray<YearMonth> months) =>
        new(
            product,
            unit,
            [
                .. months.Select(
                    (month, at) =>
                        (
                            month,
                            rows.Where(r => r.Stands.Value.IsTrue).Aggregate(AmountRange.None, (sum, r) => sum + r.Months[at].Output),
                            rows.Sum(r => r.Months[at].Output.High)
                        )
                ),
            ]
        );
}
