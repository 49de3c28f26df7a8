using System.Text;

namespace Holdfast.Tests.Guarantees;

/// <summary>
/// Random undertakings over a few facts, some of which name each other (in circles too, but only positively), and random facts that are partly unknown.
/// </summary>
internal sealed class RandomNetwork
{
    public const int Facts = 5;
    public const int Undertakings = 4;

    private readonly Random _random;

    public RandomNetwork(int seed)
    {
        _random = new Random(seed);
        Conditions = [.. Enumerable.Range(0, Undertakings).Select(_ => Node(3, positive: true))];
        Values =
        [
            .. Enumerable
                .Range(0, Facts)
                .Select(_ =>
                    _random.Next(3) switch
                    {
                        0 => false,
                        1 => true,
                        _ => (bool?)null,
                    }
                ),
        ];
    }

    /// <summary>A condition as a small tree of its own, so that the reference shares nothing with the language.</summary>
    public abstract record Tree;

    public sealed record Fact(int Index) : Tree;

    public sealed record Named(int Index) : Tree;

    public sealed record Not(Tree Of) : Tree;

    public sealed record Count(int Least, int Most, Tree[] Of) : Tree;

    public Tree[] Conditions { get; }

    public bool?[] Values { get; }

    private Tree Node(int depth, bool positive)
    {
        if (depth == 0 || _random.Next(4) == 0)
        {
            return positive && _random.Next(3) == 0 ? new Named(_random.Next(Undertakings)) : new Fact(_random.Next(Facts));
        }
        var n = _random.Next(2, 4);
        switch (_random.Next(5))
        {
            case 0:
                return new Not(Node(depth - 1, false));
            case 1:
                return new Count(n, n, Operands(n, depth, positive));
            case 2:
                return new Count(1, n, Operands(n, depth, positive));
            case 3:
                return new Count(_random.Next(1, n + 1), n, Operands(n, depth, positive));
            default:
                return new Count(0, _random.Next(0, n), Operands(n, depth, false));
        }
    }

    private Tree[] Operands(int n, int depth, bool positive) => [.. Enumerable.Range(0, n).Select(_ => Node(depth - 1, positive))];

    public string Text()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Facts; i++)
        {
            text.Append("fact f").Append(i).Append('\n');
        }
        for (var i = 0; i < Undertakings; i++)
        {
            text.Append("undertaking U").Append(i).Append("\ncites illustrative\nby GB to UA\nin force when ");
            text.Append(Written(Conditions[i])).Append("\nend\n");
        }
        return text.ToString();
    }

    private static string Written(Tree tree) =>
        tree switch
        {
            Fact fact => $"f{fact.Index}",
            Named named => $"U{named.Index}",
            Not not => $"not ({Written(not.Of)})",
            Count count when count.Most == count.Of.Length => $"at least {count.Least} of {{ {List(count)} }}",
            Count count => $"at most {count.Most} of {{ {List(count)} }}",
            _ => throw new InvalidOperationException("Tree is a closed union."),
        };

    private static string List(Count count) => string.Join(", ", count.Of.Select(o => $"({Written(o)})"));

    /// <summary>
    /// For each undertaking whether it is in force in every completion of the unknown facts (true), in none (false) or in some (null). In one completion the least
    /// fixpoint holds: all start out of force, and rounds go on until nothing changes.
    /// </summary>
    public bool?[] InForce()
    {
        var (always, ever) = (new bool[Undertakings], new bool[Undertakings]);
        Array.Fill(always, true);
        var unknown = Enumerable.Range(0, Facts).Where(f => Values[f] is null).ToList();
        for (var way = 0; way < 1 << unknown.Count; way++)
        {
            var facts = Values.Select(v => v ?? false).ToArray();
            for (var i = 0; i < unknown.Count; i++)
            {
                facts[unknown[i]] = (way >> i & 1) == 1;
            }
            var force = new bool[Undertakings];
            for (var round = 0; round <= Undertakings; round++)
            {
                force = [.. Conditions.Select(c => Holds(c, facts, force))];
            }
            for (var u = 0; u < Undertakings; u++)
            {
                always[u] &= force[u];
                ever[u] |= force[u];
            }
        }
        return
        [
            .. Enumerable
                .Range(0, Undertakings)
                .Select(u =>
                    always[u] ? true
                    : ever[u] ? (bool?)null
                    : false
                ),
        ];
    }

    private static bool Holds(Tree tree, bool[] facts, bool[] force) =>
        tree switch
        {
            Fact fact => facts[fact.Index],
            Named named => force[named.Index],
            Not not => !Holds(not.Of, facts, force),
            Count count => count.Of.Count(o => Holds(o, facts, force)) is var n && n >= count.Least && n <= count.Most,
            _ => throw new InvalidOperationException("Tree is a closed union."),
        };
}
