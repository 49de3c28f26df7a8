using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>A start that has a column.</summary>
internal readonly record struct StartColumn(int Offer, int Line, int Effect, int Month, int Column);

/// <summary>The columns of a force program and what each stands for. Of a canonical problem.</summary>
internal sealed class ForceColumns
{
    private readonly ImmutableArray<MixedColumn>.Builder _columns = ImmutableArray.CreateBuilder<MixedColumn>();
    private readonly int[,] _unfilled;
    private readonly int[,] _led;
    private readonly int[,] _hatted;

    public ForceColumns(ForceProblem problem, int objectives)
    {
        Problem = problem;
        _unfilled = new int[problem.Lines.Length, problem.Months];
        _led = new int[problem.Commands.Length, problem.Months];
        _hatted = new int[problem.Offers.Length, problem.Months];
        Starts = [.. Enumerable.Range(0, problem.Offers.Length).SelectMany(StartsOf)];
        Fill(_unfilled, (line, month) => Add(Name('u', line, month), problem.Lines[line].Need[month], whole: false));
        Fill(_led, (command, month) => Add(Name('y', command, month), 1, whole: true));
        Fill(
            _hatted,
            (offer, month) =>
                objectives > 1 && problem.Offers[offer].BoundUnits > 0
                    ? Add(Name('d', offer, month), problem.Offers[offer].BoundUnits, whole: false)
                    : -1
        );
        Burden = objectives > 2 ? Add("z", 1000L * problem.Months, whole: true) : -1;
    }

    public ForceProblem Problem { get; }

    /// <summary>By offer, line and month.</summary>
    public ImmutableArray<StartColumn> Starts { get; }

    /// <summary>Greatest burden in thousandths, or -1.</summary>
    public int Burden { get; }

    public ImmutableArray<MixedColumn> All => _columns.ToImmutable();

    public int Unfilled(int line, int month) => _unfilled[line, month];

    public int Led(int command, int month) => _led[command, month];

    /// <summary>-1 where an offer has no bound units or double-hatting is no objective.</summary>
    public int Hatted(int offer, int month) => _hatted[offer, month];

    /// <summary>Does that start serve its line in <paramref name="month"/>, hand-over included?</summary>
    public bool Serves(StartColumn start, int month) =>
        month >= start.Month && month < start.Month + Problem.Offers[start.Offer].DeploymentMonths;

    /// <summary>Does it fill?</summary>
    public bool Fills(StartColumn start, int month) =>
        Serves(start, month) && month >= start.Month + Problem.Offers[start.Offer].HandoverMonths;

    public long[] Values(IEnumerable<PlanStart> starts)
    {
        var plan = PlanMaker.Plan(Problem, starts);
        var values = new long[_columns.Count];
        var units = plan.Starts.ToDictionary(start => (start.Offer, start.Line, start.Month), start => (long)start.Units);
        foreach (var start in Starts)
        {
            values[start.Column] = units.GetValueOrDefault((Problem.Offers[start.Offer].Id, Problem.Lines[start.Line].Id, start.Month));
        }
        // What has no column brings nothing, so leaving it out changes neither fill nor lead; the rest is worked out from what stays.
        var kept = PlanMaker.Plan(
            Problem,
            Starts
                .Where(s => values[s.Column] > 0)
                .Select(s => new PlanStart(Problem.Offers[s.Offer].Id, Problem.Lines[s.Line].Id, s.Month, (int)values[s.Column]))
        );
        Set(values, _unfilled, (line, month) => kept.Lines[line].Unfilled[month]);
        Set(values, _led, (command, month) => kept.Commands[command].Led[month] ? 1 : 0);
        var hats = kept.DoubleHatted.ToDictionary(hat => (hat.Offer, hat.Month), hat => (long)hat.Units);
        Set(values, _hatted, (offer, month) => hats.GetValueOrDefault((Problem.Offers[offer].Id, month)));
        if (Burden >= 0)
        {
            values[Burden] = kept.Totals.GreatestBurden;
        }
        return values;
    }

    public bool[] Free(Neighbourhood around)
    {
        var free = new bool[_columns.Count];
        Array.Fill(free, true);
        foreach (var start in Starts)
        {
            free[start.Column] = around.Has(Problem.Offers[start.Offer], start.Offer, start.Line, start.Month);
        }
        for (var line = 0; around.Lines is { } lines && line < Problem.Lines.Length; line++)
        {
            for (var month = 0; month < Problem.Months; month++)
            {
                free[_unfilled[line, month]] = lines.Contains(line);
            }
        }
        return free;
    }

    private IEnumerable<StartColumn> StartsOf(int index)
    {
        var offer = Problem.Offers[index];
        foreach (var fit in offer.Units == 0 ? [] : offer.Fits)
        {
            var leads = Problem.Commands.Any(command => command.LeadOffers.Contains(index) && command.Lines.Contains(fit.Line));
            for (var month = 0; month < Problem.Months; month++)
            {
                var last = Math.Min(Problem.Months, month + offer.DeploymentMonths);
                var fills = Enumerable
                    .Range(0, Problem.Months)
                    .Any(m => m >= month + offer.HandoverMonths && m < last && Problem.Lines[fit.Line].Need[m] > 0);
                if (offer.CanStart[month] && (fills || leads))
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"x_{index}_{fit.Line}_{month}");
                    yield return new StartColumn(index, fit.Line, fit.Effect, month, Add(name, offer.Units, whole: true));
                }
            }
        }
    }

    private int Add(string name, long? upper, bool whole)
    {
        _columns.Add(new MixedColumn(name, 0, upper, whole));
        return _columns.Count - 1;
    }

    private static string Name(char kind, int index, int month) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{index}_{month}");

    private static void Fill(int[,] table, Func<int, int, int> cell)
    {
        for (var i = 0; i < table.GetLength(0); i++)
        {
            for (var month = 0; month < table.GetLength(1); month++)
            {
                table[i, month] = cell(i, month);
            }
        }
    }

    private static void Set(long[] values, int[,] table, Func<int, int, long> value)
    {
        for (var i = 0; i < table.GetLength(0); i++)
        {
            for (var month = 0; month < table.GetLength(1); month++)
            {
                if (table[i, month] >= 0)
                {
                    values[table[i, month]] = value(i, month);
                }
            }
        }
    }
}
