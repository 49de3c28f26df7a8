using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// The objectives of a changing set of starts, kept up to date start by start: each unit added or taken away costs a few steps for each month of its deployment.
/// Of a canonical problem.
/// </summary>
internal sealed class SearchBoard
{
    private readonly ForceProblem _problem;
    private readonly int _months;
    private readonly int[] _need;
    private readonly long[] _weight;
    private readonly int[] _supply;
    private readonly int[] _unled;
    private readonly int[] _leaders;
    private readonly int[] _deployed;
    private readonly int[][] _commandsOfLine;
    private readonly int[][][] _leads;
    private readonly int[] _nation;
    private readonly long[] _offered;
    private readonly long[] _borne;
    private readonly long[] _sums;

    public SearchBoard(ForceProblem problem)
    {
        (_problem, _months) = (problem, problem.Months);
        _need = [.. problem.Lines.SelectMany(line => line.Need)];
        _weight = [.. problem.Lines.Select(line => line.Weight)];
        _supply = new int[_need.Length];
        _sums = new long[_months + 1];
        _unled = new int[_need.Length];
        _leaders = new int[problem.Commands.Length * _months];
        _deployed = new int[problem.Offers.Length * _months];
        _commandsOfLine = [.. problem.Lines.Select((_, line) => Commands(command => command.Lines.Contains(line)))];
        _leads =
        [
            .. problem.Offers.Select(
                (offer, o) => offer.Fits.Select(fit => Commands(c => c.Lines.Contains(fit.Line) && c.LeadOffers.Contains(o))).ToArray()
            ),
        ];
        var nations = problem.Offers.Select(offer => offer.Nation).Distinct(StringComparer.Ordinal).ToList();
        _nation = [.. problem.Offers.Select(offer => nations.IndexOf(offer.Nation))];
        _borne = new long[nations.Count];
        _offered = new long[nations.Count];
        for (var i = 0; i < problem.Offers.Length; i++)
        {
            _offered[_nation[i]] += (long)problem.Offers[i].Units * problem.Offers[i].PersonsPerUnit;
        }
        for (var i = 0; i < _need.Length; i++)
        {
            _unled[i] = _commandsOfLine[i / _months].Length;
            Unfilled += Cost(i);
        }
    }

    public long Unfilled { get; private set; }

    public long DoubleHatted { get; private set; }

    public long UnitMonths { get; private set; }

    /// <summary>Greatest burden in thousandths, rounded up.</summary>
    public long GreatestBurden
    {
        get
        {
            var most = 0L;
            for (var i = 0; i < _borne.Length; i++)
            {
                most = Math.Max(most, _offered[i] == 0 ? 0 : (1000 * _borne[i] + _offered[i] - 1) / _offered[i]);
            }
            return most;
        }
    }

    public PlanTotals Totals => new(Unfilled, DoubleHatted, GreatestBurden, UnitMonths);

    /// <summary>The burden of one offer's nation in thousandths.</summary>
    public double BurdenOf(int offer) => _offered[_nation[offer]] == 0 ? 0 : 1000.0 * _borne[_nation[offer]] / _offered[_nation[offer]];

    /// <summary>One unit more (<paramref name="units"/> = 1) or less (-1) of the offer's fit from <paramref name="month"/> on.</summary>
    public void Change(int offer, int fit, int month, int units)
    {
        var it = _problem.Offers[offer];
        var (line, effect) = (it.Fits[fit].Line, it.Fits[fit].Effect * units);
        var (last, filling) = (Math.Min(_months, month + it.DeploymentMonths), month + it.HandoverMonths);
        var (free, persons) = (it.Units - it.BoundUnits, it.PersonsPerUnit);
        for (var m = month; m < last; m++)
        {
            foreach (var command in _leads[offer][fit])
            {
                Lead(command, m, units);
            }
            ref var deployed = ref _deployed[offer * _months + m];
            DoubleHatted -= Math.Max(0, deployed - free) * (long)persons;
            deployed += units;
            DoubleHatted += Math.Max(0, deployed - free) * (long)persons;
            if (m >= filling)
            {
                var cell = line * _months + m;
                Unfilled -= Cost(cell);
                _supply[cell] += effect;
                Unfilled += Cost(cell);
            }
        }
        UnitMonths += units * (last - month);
        _borne[_nation[offer]] += (long)units * persons * (last - month);
    }

    /// <summary>
    /// For each month by how much the unfilled need would fall if one unit of the offer's fit started there. Costs one pass over the months, but for starts that would
    /// bring a lead where there is none: those are tried.
    /// </summary>
    public void Gains(int offer, int fit, Span<long> gains)
    {
        var it = _problem.Offers[offer];
        var (first, effect, commands) = (it.Fits[fit].Line * _months, it.Fits[fit].Effect, _leads[offer][fit]);
        var weight = _weight[it.Fits[fit].Line];
        _sums[0] = 0;
        for (var m = 0; m < _months; m++)
        {
            var lack = _unled[first + m] > 0 ? 0 : Math.Max(0, _need[first + m] - _supply[first + m]);
            _sums[m + 1] = _sums[m] + Math.Min(effect, lack) * weight;
        }
        for (var m = 0; m < _months; m++)
        {
            gains[m] =
                commands.Length > 0 && WouldLead(commands, m, Math.Min(_months, m + it.DeploymentMonths))
                    ? Tried(offer, fit, m)
                    : _sums[Math.Min(_months, m + it.DeploymentMonths)] - _sums[Math.Min(_months, m + it.HandoverMonths)];
        }
    }

    private bool WouldLead(int[] commands, int from, int to)
    {
        foreach (var command in commands)
        {
            if (_leaders.AsSpan(command * _months + from, to - from).Contains(0))
            {
                return true;
            }
        }
        return false;
    }

    private long Tried(int offer, int fit, int month)
    {
        var before = Unfilled;
        Change(offer, fit, month, 1);
        var gain = before - Unfilled;
        Change(offer, fit, month, -1);
        return gain;
    }

    private void Lead(int command, int month, int units)
    {
        ref var leaders = ref _leaders[command * _months + month];
        var before = leaders > 0;
        leaders += units;
        if (before == leaders > 0)
        {
            return;
        }
        foreach (var line in _problem.Commands[command].Lines)
        {
            var cell = line * _months + month;
            Unfilled -= Cost(cell);
            _unled[cell] += before ? 1 : -1;
            Unfilled += Cost(cell);
        }
    }

    private long Cost(int cell)
    {
        var unfilled = _unled[cell] > 0 ? _need[cell] : Math.Max(0, _need[cell] - _supply[cell]);
        return unfilled * _weight[cell / _months];
    }

    private int[] Commands(Func<ProblemCommand, bool> which) =>
        [.. Enumerable.Range(0, _problem.Commands.Length).Where(i => which(_problem.Commands[i]))];
}
