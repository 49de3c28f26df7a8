using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>One column of draws per fact with a lead time, made when first asked for.</summary>
internal sealed class LeadDraws(ImmutableSortedDictionary<string, LeadDistribution> leads, byte[] seed, int draws)
{
    private readonly SortedDictionary<string, double[]> _used = new(StringComparer.Ordinal);

    public int Count => draws;

    public IEnumerable<(string Fact, double[] Days)> Used => _used.Select(u => (u.Key, u.Value));

    public bool Known(string fact) => leads.ContainsKey(fact);

    public LeadDistribution Lead(string fact) => leads[fact];

    /// <summary>Days until the fact, one per draw; null where nobody states how long it takes.</summary>
    public double[]? Days(string fact)
    {
        if (!leads.TryGetValue(fact, out var lead))
        {
            return null;
        }
        if (!_used.TryGetValue(fact, out var days))
        {
            // Each fact has a stream of its own, so that another fact in the question does not shift its draws.
            var start = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData([.. seed, .. Encoding.UTF8.GetBytes(fact)]));
            days = new double[draws];
            for (var i = 0; i < draws; i++)
            {
                days[i] = lead.Quantile(Uniform(start, i));
            }
            _used.Add(fact, days);
        }
        return days;
    }

    /// <summary>The i-th number of a SplitMix64 stream (Steele, Lea and Flood 2014) as a double in [0, 1).</summary>
    private static double Uniform(ulong start, int i)
    {
        unchecked
        {
            var z = start + ((ulong)(i + 1) * 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            z ^= z >> 31;
            return (z >> 11) * (1.0 / (1UL << 53));
        }
    }
}

/// <summary>
/// Conditions over the lattice of times: for each draw, from when a condition can surely be true and from when it can surely be false. Negation swaps the two, a
/// count takes order statistics of its operands. Columns of draws are worked at once.
/// </summary>
internal sealed class EffectTimes(FactBase facts, Instant from, LeadDraws draws)
{
    private readonly record struct Times(double[] True, double[] False);

    private readonly double[] _now = new double[draws.Count];
    private readonly double[] _never = Filled(draws.Count, double.PositiveInfinity);
    private readonly Dictionary<string, double[]> _undertakings = new(StringComparer.Ordinal);

    public LeadDraws Draws => draws;

    /// <summary>
    /// Days until the undertaking can be in force, one per draw; infinite where it cannot. Those that wait for each other start at never and improve until
    /// nothing changes: the least fixpoint.
    /// </summary>
    /// <param name="all">The undertaking and all that it hangs on.</param>
    public double[] Of(Undertaking undertaking, IEnumerable<Undertaking> all)
    {
        foreach (var together in Order.Of(all))
        {
            foreach (var one in together)
            {
                _undertakings[one.Name] = _never;
            }
            var changed = true;
            while (changed)
            {
                changed = false;
                foreach (var one in together)
                {
                    var times = Node(one.InForce.Compiled.Expression, one.InForce).True;
                    changed |= together.Length > 1 && !times.AsSpan().SequenceEqual(_undertakings[one.Name]);
                    _undertakings[one.Name] = times;
                }
            }
        }
        return _undertakings[undertaking.Name];
    }

    // Recursion is as deep as the parser allows conditions to nest.
    private Times Node(Expression expression, Condition condition)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value ? new Times(_now, _never) : new Times(_never, _now);
            case AtomExpression atom:
                return Leaf(condition.Compiled.Atoms[atom.Atom], condition);
            case NotExpression not:
                var inner = Node(not.Operand, condition);
                return new Times(inner.False, inner.True);
            case CountExpression count:
                var operands = count.Operands.Select(o => Node(o, condition)).ToArray();
                var n = operands.Length;
                double[][] yes = [.. operands.Select(o => o.True)];
                double[][] no = [.. operands.Select(o => o.False)];
                return new Times(
                    Maximum(Nth(yes, count.Least), Nth(no, n - count.Most)),
                    Minimum(Nth(no, n - count.Least + 1), Nth(yes, count.Most + 1))
                );
            default:
                throw new InvalidOperationException("Expression is a closed union.");
        }
    }

    private Times Leaf(Atom atom, Condition condition)
    {
        if (atom is AfterAtom after)
        {
            return facts.For(condition.Program).Instant(after.Index) is { } reading
                ? new Times(Wait(reading.Range.Latest), reading.Range.Earliest > from ? _now : _never)
                : new Times(_never, _never);
        }
        if (atom.Slot < 0)
        {
            return new Times(_never, _never);
        }
        var slot = condition.Program.Slots[atom.Slot];
        if (slot.Use.Undertaking is { } other && _undertakings.TryGetValue(other, out var times))
        {
            return new Times(times, facts.For(condition.Program).Timeline(atom.Slot).At(from).Truth.IsFalse ? _now : _never);
        }
        var context = new EvaluationContext(NoSubject.Instance, facts.For(condition.Program), Thresholds.Default, from, from, "");
        var value = atom.Evaluate(in context);
        var lead = atom is FactAtom ? draws.Days(slot.Key.Text) : null;
        return value.Value switch
        {
            Bool3.True => new Times(_now, _never),
            Bool3.False => new Times(lead ?? _never, _now),
            _ => new Times(lead ?? _never, _never),
        };
    }

    private double[] Wait(Instant until) => until <= from ? _now : Filled(draws.Count, (until - from).TotalDays);

    private static double[] Filled(int count, double value)
    {
        var filled = new double[count];
        Array.Fill(filled, value);
        return filled;
    }

    /// <summary>The k-th smallest per draw, counted from 1; at once for k of 0 or less, never beyond the number of columns.</summary>
    private double[] Nth(double[][] columns, int k)
    {
        if (k <= 0)
        {
            return _now;
        }
        if (k > columns.Length)
        {
            return _never;
        }
        if (k == columns.Length)
        {
            return columns.Aggregate(Maximum);
        }
        return k == 1 ? columns.Aggregate(Minimum) : Selected(columns, k);
    }

    /// <summary>Keeps the k smallest of each draw in order: k is small beside a sort of all.</summary>
    private static double[] Selected(double[][] columns, int k)
    {
        var result = new double[columns[0].Length];
        var least = new double[k];
        for (var i = 0; i < result.Length; i++)
        {
            var held = 0;
            foreach (var column in columns)
            {
                var value = column[i];
                if (held == k && value >= least[k - 1])
                {
                    continue;
                }
                var at = held < k ? held++ : k - 1;
                while (at > 0 && least[at - 1] > value)
                {
                    least[at] = least[at - 1];
                    at--;
                }
                least[at] = value;
            }
            result[i] = least[k - 1];
        }
        return result;
    }

    private double[] Maximum(double[] a, double[] b) =>
        ReferenceEquals(a, _now) ? b
        : ReferenceEquals(b, _now) ? a
        : ReferenceEquals(a, _never) || ReferenceEquals(b, _never) ? _never
        : Each(a, b, Vector.Max, Math.Max);

    private double[] Minimum(double[] a, double[] b) =>
        ReferenceEquals(a, _never) ? b
        : ReferenceEquals(b, _never) ? a
        : ReferenceEquals(a, _now) || ReferenceEquals(b, _now) ? _now
        : Each(a, b, Vector.Min, Math.Min);

    private static double[] Each(
        double[] a,
        double[] b,
        Func<Vector<double>, Vector<double>, Vector<double>> wide,
        Func<double, double, double> one
    )
    {
        var result = new double[a.Length];
        var i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            wide(new Vector<double>(a, i), new Vector<double>(b, i)).CopyTo(result, i);
        }
        for (; i < a.Length; i++)
        {
            result[i] = one(a[i], b[i]);
        }
        return result;
    }
}
