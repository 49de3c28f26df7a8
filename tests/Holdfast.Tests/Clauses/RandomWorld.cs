using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Clauses;

/// <summary>
/// A small world for checking the compiled language against the naive one: facts that change over a day and are partly unknown, an incident with an
/// uncertain time and place and partly missing attributes.
/// </summary>
internal sealed class RandomWorld
{
    public static readonly Instant Start = ClauseWorld.Noon;

    public static readonly string Declarations = """
        fact f0
        fact f1
        fact f2 determined by UA, RU
        fact f3 complete
        fact f4(who) who in UA, RU
        fact n count
        """;

    public static readonly string[] Facts = ["f0", "f1", "f2", "f3", "f4(UA)", "f4(RU)"];

    private readonly Random _random;

    public RandomWorld(Random random)
    {
        _random = random;
        foreach (var fact in Facts)
        {
            Timelines[fact] = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Bool()).ToList();
        }
        Number = Sometimes(50) ? random.Next(0, 5) : null;
        Calibre = Sometimes(50) ? One(0.0, 25, 50, 75, 100, 111, 122, 140) : null;
        Civilians = Sometimes(50) ? random.Next(0, 5) : null;
        Class = Sometimes(50) ? One("mlrs", "howitzer", "mortar") : null;
        Kind = One("fire", "shelling", "mlrs", "use_of_force", "assault", "flight", "return_fire", "event");
        var near = random.Next(NaiveEvaluator.Distances.Length);
        var far = Sometimes(50) ? near : random.Next(near, NaiveEvaluator.Distances.Length);
        (Nearest, Farthest) = (NaiveEvaluator.Distances[near], NaiveEvaluator.Distances[far]);
        var hour = random.Next(0, 6);
        Earliest = Start + Duration.FromHours(hour);
        Latest = Sometimes(60) ? Earliest : Start + Duration.FromHours(random.Next(hour, 6));
    }

    /// <summary>For each fact its value in successive stretches of two hours, the last one open; null for unknown.</summary>
    public Dictionary<string, List<bool?>> Timelines { get; } = [];
    public int? Number { get; }
    public double? Calibre { get; }
    public int? Civilians { get; }
    public string? Class { get; }
    public string Kind { get; }
    public double Nearest { get; }
    public double Farthest { get; }
    public Instant Earliest { get; }
    public Instant Latest { get; }

    private bool Sometimes(int percent) => _random.Next(100) < percent;

    private T One<T>(params T[] options) => options[_random.Next(options.Length)];

    private bool? Bool() => One<bool?>(true, false, null);

    public FakeSubject Subject()
    {
        var subject = new FakeSubject
        {
            When = new TimeRange(Earliest, Latest),
            Kinds = [new KindWeight(Kind, 1)],
            Within = (_, metres) =>
                metres >= Farthest ? 1
                : metres < Nearest ? 0
                : 0.5,
        };
        subject.Inside["security_zone"] = subject.Within("", 0);
        if (Calibre is { } calibre)
        {
            subject.Attributes["weapon.calibre"] = new AttributeValue(calibre, "mm", null);
        }
        if (Civilians is { } civilians)
        {
            subject.Attributes["casualties.civilian"] = new AttributeValue(civilians, "people", null);
        }
        if (Class is { } word)
        {
            subject.Attributes["weapon.class"] = new AttributeValue(null, "", word);
        }
        return subject;
    }

    public List<FactStatement> Statements()
    {
        var all = new List<FactStatement>();
        foreach (var (fact, values) in Timelines)
        {
            var name = fact.Split('(')[0];
            string[] arguments = fact.Contains('(', StringComparison.Ordinal) ? [fact.Split('(', ')')[1]] : [];
            for (var i = 0; i < values.Count; i++)
            {
                if (values[i] is { } value)
                {
                    Instant? from = i == 0 ? null : Start + Duration.FromHours(2 * i);
                    Instant? to = i == values.Count - 1 ? null : Start + Duration.FromHours((2 * i) + 2);
                    all.Add(ClauseWorld.State(name, value ? "true" : "false", from: from, to: to, arguments: arguments));
                }
            }
        }
        if (Number is { } number)
        {
            all.Add(ClauseWorld.State("n", number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
        return all;
    }

    /// <summary>What is known of a fact at an instant.</summary>
    public bool? Fact(string fact, Instant at)
    {
        var values = Timelines[fact];
        var stretch = at < Start ? 0 : (int)Math.Floor((at - Start).TotalHours / 2);
        var known = values[Math.Min(stretch, values.Count - 1)];
        return fact == "f3" ? known ?? false : known;
    }

    public string Condition(int depth = 0)
    {
        if (depth < 4 && Sometimes(depth == 0 ? 95 : 55))
        {
            return _random.Next(6) switch
            {
                0 => $"({Condition(depth + 1)} and {Condition(depth + 1)} and {Condition(depth + 1)})",
                1 => $"({Condition(depth + 1)} and {Condition(depth + 1)})",
                2 or 3 => $"({Condition(depth + 1)} or {Condition(depth + 1)})",
                4 => $"not {Condition(depth + 1)}",
                _ =>
                    $"{One("all", "any", "none", "at least 2", "at most 1", "exactly 1")} of {{ {Condition(depth + 1)}, {Condition(depth + 1)}, {Condition(depth + 1)} }}",
            };
        }
        return Leaf();
    }

    private string Leaf() =>
        _random.Next(14) switch
        {
            0 => $"weapon.calibre {Operator()} {One("50 mm", "10 cm", "122 mm")}",
            1 => $"casualties.civilian {Operator()} {_random.Next(0, 4)}",
            2 => $"n {Operator()} {_random.Next(0, 4)}",
            3 => One("weapon.class is mlrs", "weapon.class in (howitzer, mlrs)"),
            4 => One("kind is fire", "kind is mlrs", "kind in (shelling, assault)", "kind is return_fire"),
            5 => $"within {One("1 km", "5 km", "20000 m")} of security_zone",
            6 => One("inside security_zone", "outside security_zone"),
            7 => $"{One("before", "after")} 2026-03-01T1{_random.Next(2, 8)}:00Z",
            8 => $"determined({One(Facts)}) by {One("UA", "RU", "any of (UA, RU)", "both(UA, RU)")}",
            _ => One(Facts),
        };

    private string Operator() => One("=", "!=", "<", "<=", ">", ">=");
}
