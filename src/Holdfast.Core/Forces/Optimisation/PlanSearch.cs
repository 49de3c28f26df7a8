using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// A good plan fast, without proof: local search over single units by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983), the objectives one after the
/// other, each with those before it held at what they reached. It is the start that the solver is given, and the answer where there is no time for more.
/// The same problem, seed and number of moves give the same plan.
/// </summary>
public sealed class PlanSearch
{
    private readonly ForceProblem _problem;
    private readonly SearchBoard _board;
    private readonly int[] _offerOf;
    private readonly int[] _cycle;
    private readonly int[][] _months;
    private readonly int _slots;
    private readonly (short Fit, short Month)[] _now;
    private readonly (short Fit, short Month)[] _best;
    private readonly HeatBath _bath;
    private Draws _draws;

    /// <summary>A search from the empty plan.</summary>
    /// <param name="problem">A problem without faults; the order of its parts does not matter.</param>
    /// <param name="seed">By custom the first eight bytes of the hash of the program's text.</param>
    public PlanSearch(ForceProblem problem, ulong seed)
    {
        _problem = CanonicalProblem.Of(problem);
        _board = new SearchBoard(_problem);
        _draws = new Draws(seed);
        _offerOf =
        [
            .. _problem.Offers.SelectMany(
                (offer, i) => Enumerable.Repeat(i, offer.Fits.IsEmpty || !offer.CanStart.Contains(true) ? 0 : offer.Units)
            ),
        ];
        _cycle = [.. _problem.Offers.Select(offer => (int)Math.Min(_problem.Months, (long)offer.DeploymentMonths + offer.DwellMonths))];
        _months =
        [
            .. _problem.Offers.Select(offer => Enumerable.Range(0, _problem.Months).Where(month => offer.CanStart[month]).ToArray()),
        ];
        _slots = _cycle.Length == 0 ? 1 : _cycle.Max(cycle => (_problem.Months + cycle - 1) / cycle);
        _now = new (short, short)[_offerOf.Length * _slots];
        Array.Fill(_now, ((short)-1, (short)0));
        _best = [.. _now];
        Best = _board.Totals;
        _bath = new HeatBath(_problem.Months * _problem.Offers.Select(offer => offer.Fits.Length).DefaultIfEmpty(0).Max());
    }

    /// <summary>The objectives of the best plan so far.</summary>
    public PlanTotals Best { get; private set; }

    /// <summary>Units in the search: how many moves are worth while grows with it.</summary>
    public int Units => _offerOf.Length;

    /// <summary>The starts of the best plan so far.</summary>
    public ImmutableArray<PlanStart> Starts() =>
        [
            .. _best
                .Select((at, i) => (at, Offer: _problem.Offers[_offerOf[i / _slots]]))
                .Where(pair => pair.at.Fit >= 0)
                .GroupBy(pair => (pair.Offer.Id, _problem.Lines[pair.Offer.Fits[pair.at.Fit].Line].Id, (int)pair.at.Month))
                .Select(group => new PlanStart(group.Key.Item1, group.Key.Item2, group.Key.Item3, group.Count())),
        ];

    /// <summary>Goes on from another plan if that is better than the best so far. Its starts must be allowed.</summary>
    public void Adopt(IEnumerable<PlanStart> starts)
    {
        var slots = Slots(starts);
        var plan = PlanMaker.Plan(_problem, starts);
        if (plan.Totals.CompareTo(Best) < 0)
        {
            slots.CopyTo(_best, 0);
            Restore();
            Best = _board.Totals;
        }
    }

    // Deals starts out to single units: each takes the first that is rested.
    private (short Fit, short Month)[] Slots(IEnumerable<PlanStart> starts)
    {
        var slots = new (short Fit, short Month)[_now.Length];
        Array.Fill(slots, ((short)-1, (short)0));
        foreach (var start in starts.OrderBy(start => start.Month))
        {
            var offer = _problem.Offers.Select((it, i) => (it.Id, i)).First(pair => pair.Id == start.Offer).i;
            var fit = (short)
                _problem.Offers[offer].Fits.Select((it, i) => (_problem.Lines[it.Line].Id, i)).First(pair => pair.Id == start.Line).i;
            var first = Array.IndexOf(_offerOf, offer) * _slots;
            for (var i = 0; i < start.Units; i++)
            {
                var slot = Enumerable
                    .Range(first, _problem.Offers[offer].Units * _slots)
                    .First(slot => slots[slot].Fit < 0 && Rested(slots, slot, offer, start.Month));
                slots[slot] = (fit, (short)start.Month);
            }
        }
        return slots;
    }

    /// <summary>One annealing for the objective <paramref name="stage"/>, from the best plan so far, of so many moves.</summary>
    /// <param name="stage">Which objective; the earlier ones never get worse than they are.</param>
    /// <param name="moves">Number of moves.</param>
    /// <param name="stop">Asked every few thousand moves: true ends the run early.</param>
    public void Anneal(int stage, long moves, Func<bool>? stop = null)
    {
        if (_offerOf.Length == 0 || moves <= 0)
        {
            return;
        }
        Restore();
        var held = Best;
        var hot = Heat(stage);
        for (var i = 0L; i < moves; i++)
        {
            if ((i & 8191) == 0 && stop?.Invoke() == true)
            {
                break;
            }
            var temperature = hot * Math.Pow(Coldest, (double)(i & ~1023L) / moves);
            Move(stage, held, temperature);
        }
        Restore();
    }

    /// <summary>
    /// Annealing of the first objective from the best plan so far by heat bath (Geman and Geman 1984): one deployment is taken up and put down where it brings most, or a little
    /// less as often as the temperature has it. A step weighs every line and month its unit may go to, where <see cref="Anneal"/> draws one of them.
    /// </summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="stop">Asked every thousand steps: true ends the run early.</param>
    public void Settle(long steps, Func<bool>? stop = null)
    {
        Restore();
        int[] slots =
        [
            .. Enumerable.Range(0, _now.Length).Where(slot => slot % _slots * (long)_cycle[_offerOf[slot / _slots]] < _problem.Months),
        ];
        var (hot, temperature) = (Heat(0), 0.0);
        for (var i = 0L; i < steps && slots.Length > 0; i++)
        {
            if ((i & 1023) == 0)
            {
                if (stop?.Invoke() == true)
                {
                    break;
                }
                temperature = Math.Max(1e-3, hot * Math.Pow(Coldest, (double)i / steps));
            }
            var slot = slots[_draws.Below(slots.Length)];
            var offer = _offerOf[slot / _slots];
            Put(slot, offer, (-1, 0));
            Put(slot, offer, Placed(slot, offer, temperature));
            if (_board.Unfilled < Best.WeightedUnfilled)
            {
                Best = _board.Totals;
                _now.CopyTo(_best, 0);
            }
        }
        Restore();
    }

    private (short Fit, short Month) Placed(int slot, int offer, double temperature)
    {
        var (it, months) = (_problem.Offers[offer], _problem.Months);
        for (var fit = 0; fit < it.Fits.Length; fit++)
        {
            var gains = _bath.Gains.AsSpan(fit * months, months);
            _board.Gains(offer, fit, gains);
            for (var month = 0; month < months; month++)
            {
                gains[month] = gains[month] > 0 && it.CanStart[month] && Rested(_now, slot, offer, month) ? gains[month] : 0;
            }
        }
        var chosen = _bath.Draw(it.Fits.Length * months, temperature, ref _draws);
        return chosen < 0 ? ((short)-1, (short)0) : ((short)(chosen / months), (short)(chosen % months));
    }

    private const double Coldest = 3e-2;

    private double Heat(int stage) =>
        stage switch
        {
            // About the worth of a unit for one month on a line of middle weight.
            0 => 100.0 * _problem.Lines.Select(line => (double)line.Weight).DefaultIfEmpty(1).Average(),
            1 => _problem.Offers.Select(offer => (double)offer.PersonsPerUnit).DefaultIfEmpty(1).Average(),
            2 => 100,
            _ => 2,
        };

    private void Move(int stage, PlanTotals held, double temperature)
    {
        var slot = _draws.Below(_now.Length);
        var offer = _offerOf[slot / _slots];
        var before = _now[slot];
        var after = Proposal(offer, before);
        if (after == before || (after.Fit >= 0 && !Rested(_now, slot, offer, after.Month)))
        {
            return;
        }
        var old = Energy(stage, offer);
        Put(slot, offer, after);
        var worse = Energy(stage, offer) - old;
        if (Breaks(stage, held) || (worse > 0 && _draws.Unit() >= Math.Exp(-worse / temperature)))
        {
            Put(slot, offer, before);
            return;
        }
        if (worse < 0 && _board.Totals.CompareTo(Best) < 0)
        {
            Best = _board.Totals;
            _now.CopyTo(_best, 0);
        }
    }

    private (short Fit, short Month) Proposal(int offer, (short Fit, short Month) now)
    {
        var it = _problem.Offers[offer];
        var kind = _draws.Below(16);
        if (now.Fit >= 0 && kind == 0)
        {
            return (-1, 0);
        }
        if (now.Fit >= 0 && kind < 6)
        {
            var month = now.Month + (_draws.Below(2) == 0 ? -1 : 1);
            return month >= 0 && month < _problem.Months && it.CanStart[month] ? (now.Fit, (short)month) : now;
        }
        return ((short)_draws.Below(it.Fits.Length), (short)_months[offer][_draws.Below(_months[offer].Length)]);
    }

    private bool Rested((short Fit, short Month)[] slots, int slot, int offer, int month)
    {
        var first = slot / _slots * _slots;
        for (var other = first; other < first + _slots; other++)
        {
            if (other != slot && slots[other].Fit >= 0 && Math.Abs(slots[other].Month - month) < _cycle[offer])
            {
                return false;
            }
        }
        return true;
    }

    private void Put(int slot, int offer, (short Fit, short Month) at)
    {
        var now = _now[slot];
        if (now.Fit >= 0)
        {
            _board.Change(offer, now.Fit, now.Month, -1);
        }
        if (at.Fit >= 0)
        {
            _board.Change(offer, at.Fit, at.Month, 1);
        }
        _now[slot] = at;
    }

    // Squares lead the greatest burden down where the greatest alone would give no direction.
    private double Energy(int stage, int offer) =>
        stage switch
        {
            0 => _board.Unfilled,
            1 => _board.DoubleHatted,
            2 => _board.BurdenOf(offer) * _board.BurdenOf(offer) / 1000,
            _ => _board.UnitMonths,
        };

    private bool Breaks(int stage, PlanTotals held) =>
        (stage > 0 && _board.Unfilled > held.WeightedUnfilled)
        || (stage > 1 && _board.DoubleHatted > held.DoubleHatted)
        || (stage > 2 && _board.GreatestBurden > held.GreatestBurden);

    private void Restore()
    {
        for (var slot = 0; slot < _now.Length; slot++)
        {
            if (_now[slot] != _best[slot])
            {
                Put(slot, _offerOf[slot / _slots], _best[slot]);
            }
        }
    }
}
