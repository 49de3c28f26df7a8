using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>The rows and objectives of a force program.</summary>
internal sealed class ForceRows(ForceColumns columns, int objectives)
{
    private readonly ForceProblem _problem = columns.Problem;
    private readonly ImmutableArray<MixedRow>.Builder _rows = ImmutableArray.CreateBuilder<MixedRow>();
    private readonly ILookup<int, StartColumn> _ofOffer = columns.Starts.ToLookup(start => start.Offer);
    private readonly ILookup<int, StartColumn> _ofLine = columns.Starts.ToLookup(start => start.Line);

    public MixedProgram Program()
    {
        for (var offer = 0; offer < _problem.Offers.Length; offer++)
        {
            Dwell(offer);
        }
        for (var line = 0; line < _problem.Lines.Length; line++)
        {
            for (var month = 0; month < _problem.Months; month++)
            {
                FillOf(line, month);
            }
        }
        for (var command = 0; command < _problem.Commands.Length; command++)
        {
            for (var month = 0; month < _problem.Months; month++)
            {
                Lead(command, month);
            }
        }
        DoubleHats();
        Burdens();
        return new MixedProgram("forces", columns.All, _rows.ToImmutable(), [.. Objectives().Take(objectives)]);
    }

    private IEnumerable<MixedObjective> Objectives()
    {
        yield return Sum("unfilled", Table(_problem.Lines.Length, columns.Unfilled, (line, _) => _problem.Lines[line].Weight));
        yield return Sum(
            "double_hatted",
            Table(_problem.Offers.Length, columns.Hatted, (offer, _) => _problem.Offers[offer].PersonsPerUnit)
        );
        yield return Sum("burden", [new MixedTerm(columns.Burden, 1)]);
        yield return Sum("unit_months", columns.Starts.Select(start => new MixedTerm(start.Column, MonthsOf(start))));
    }

    private static MixedObjective Sum(string name, IEnumerable<MixedTerm> terms) =>
        new(name, [.. terms.Where(t => t.Column >= 0 && t.Coefficient != 0)]);

    private IEnumerable<MixedTerm> Table(int count, Func<int, int, int> column, Func<int, int, long> weight) =>
        Enumerable
            .Range(0, count)
            .SelectMany(i => Enumerable.Range(0, _problem.Months).Select(month => new MixedTerm(column(i, month), weight(i, month))));

    // Deployed months within the horizon.
    private int MonthsOf(StartColumn start) => Math.Min(_problem.Months - start.Month, _problem.Offers[start.Offer].DeploymentMonths);

    private void Dwell(int index)
    {
        var offer = _problem.Offers[index];
        var cycle = (int)Math.Min(_problem.Months, (long)offer.DeploymentMonths + offer.DwellMonths);
        int? before = null;
        for (var first = 0; first + cycle <= _problem.Months; first++)
        {
            var window = _ofOffer[index].Where(start => start.Month >= first && start.Month < first + cycle).ToArray();
            // A window that only lost starts since the last one says nothing new.
            if (window.Length > 0 && (before is null || window.Max(start => start.Month) > before))
            {
                before = window.Max(start => start.Month);
                Add(Name("dwell", index, first), RowSense.AtMost, offer.Units, window.Select(start => new MixedTerm(start.Column, 1)));
            }
        }
    }

    private void FillOf(int line, int month)
    {
        var need = _problem.Lines[line].Need[month];
        if (need == 0)
        {
            return;
        }
        var serving = _ofLine[line].Where(start => columns.Fills(start, month)).ToArray();
        var unfilled = new MixedTerm(columns.Unfilled(line, month), 1);
        Add(
            Name("fill", line, month),
            RowSense.AtLeast,
            need,
            [.. serving.Select(start => new MixedTerm(start.Column, Math.Min(start.Effect, need))), unfilled]
        );
    }

    private void Lead(int index, int month)
    {
        var command = _problem.Commands[index];
        var led = new MixedTerm(columns.Led(index, month), 1);
        foreach (var line in command.Lines.Where(line => _problem.Lines[line].Need[month] > 0))
        {
            var need = _problem.Lines[line].Need[month];
            Add(
                Name("command" + index.ToString(CultureInfo.InvariantCulture), line, month),
                RowSense.AtLeast,
                need,
                [new MixedTerm(columns.Unfilled(line, month), 1), led with { Coefficient = need }]
            );
        }
        var leaders = command
            .LeadOffers.SelectMany(offer => _ofOffer[offer])
            .Where(start => command.Lines.Contains(start.Line) && columns.Serves(start, month))
            .Select(start => new MixedTerm(start.Column, 1));
        Add(Name("lead", index, month), RowSense.AtLeast, 0, [.. leaders, led with { Coefficient = -1 }]);
    }

    private void DoubleHats()
    {
        for (var index = 0; index < _problem.Offers.Length; index++)
        {
            var offer = _problem.Offers[index];
            for (var month = 0; month < _problem.Months && columns.Hatted(index, month) >= 0; month++)
            {
                var deployed = _ofOffer[index]
                    .Where(start => columns.Serves(start, month))
                    .Select(start => new MixedTerm(start.Column, 1))
                    .ToArray();
                if (deployed.Length > 0)
                {
                    Add(
                        Name("hat", index, month),
                        RowSense.AtMost,
                        offer.Units - offer.BoundUnits,
                        [.. deployed, new MixedTerm(columns.Hatted(index, month), -1)]
                    );
                }
            }
        }
    }

    private void Burdens()
    {
        var number = 0;
        foreach (
            var nation in Enumerable
                .Range(0, columns.Burden < 0 ? 0 : _problem.Offers.Length)
                .GroupBy(i => _problem.Offers[i].Nation, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            var offered = nation.Sum(i => (long)_problem.Offers[i].Units * _problem.Offers[i].PersonsPerUnit);
            var borne = nation
                .SelectMany(i => _ofOffer[i])
                .Select(start => new MixedTerm(start.Column, -1000L * MonthsOf(start) * _problem.Offers[start.Offer].PersonsPerUnit))
                .Where(term => term.Coefficient != 0)
                .ToArray();
            if (offered > 0 && borne.Length > 0)
            {
                var row = new MixedRow(Name("burden", number), RowSense.AtLeast, 0, [.. borne, new MixedTerm(columns.Burden, offered)]);
                _rows.Add((row with { Terms = [.. row.Terms.OrderBy(term => term.Column)] }).Reduced());
            }
            number++;
        }
    }

    private void Add(string name, RowSense sense, long right, IEnumerable<MixedTerm> terms) =>
        _rows.Add(new MixedRow(name, sense, right, [.. terms.OrderBy(term => term.Column)]));

    private static string Name(string kind, params ReadOnlySpan<int> indices)
    {
        var name = kind;
        foreach (var index in indices)
        {
            name += "_" + index.ToString(CultureInfo.InvariantCulture);
        }
        return name;
    }
}
