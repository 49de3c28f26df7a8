using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Clauses;

/// <summary>
/// The reference: two-valued evaluation straight on the syntax tree, for every instant at which something may differ and every way in which what
/// is not known can turn out. No three-valued logic, no tape, no sharing of code with the compiler but the parser and the tree of kinds.
/// </summary>
internal sealed class NaiveEvaluator(RandomWorld world)
{
    /// <summary>Metres from the shape: the thresholds that the conditions use and a value between each.</summary>
    public static readonly double[] Distances = [0, 500, 1000, 3000, 5000, 10_000, 20_000, 30_000];

    private static readonly double[] Calibres = [0, 25, 50, 75, 100, 111, 122, 140];
    private static readonly string[] Classes = ["mlrs", "howitzer", "mortar"];
    private static readonly double[] Numbers = [0, 1, 2, 3, 4];
    private static readonly string[] Kinds =
    [
        "event",
        "use_of_force",
        "fire",
        "shelling",
        "mlrs",
        "sniper",
        "return_fire",
        "assault",
        "flight",
    ];

    /// <summary>One way in which everything can be.</summary>
    private sealed class Way
    {
        public Instant At { get; set; }
        public Dictionary<string, object> Values { get; } = [];
    }

    /// <summary>True or false when it is that in every way, otherwise unknown.</summary>
    public Bool3 Evaluate(params ConditionSyntax[] all)
    {
        var variables = all.SelectMany(Variables).Distinct().Order(StringComparer.Ordinal).ToList();
        var (yes, no) = (false, false);
        foreach (var at in Instants())
        {
            var way = new Way { At = at };
            Complete(
                variables,
                0,
                way,
                () =>
                {
                    var value = all.All(c => Holds(c, way));
                    yes |= value;
                    no |= !value;
                    return yes && no;
                }
            );
        }
        return yes && no ? Bool3.Unknown
            : yes ? Bool3.True
            : Bool3.False;
    }

    /// <summary>How many ways there are to look at; the reference is for small worlds.</summary>
    public long Ways(params ConditionSyntax[] all)
    {
        var variables = all.SelectMany(Variables).Distinct().ToList();
        return Instants().Sum(at => variables.Aggregate(1L, (n, v) => n * Possible(v, at).Count()));
    }

    private IEnumerable<Instant> Instants()
    {
        yield return world.Earliest;
        for (var hour = 0; hour < 8; hour++)
        {
            var at = RandomWorld.Start + Duration.FromHours(hour);
            if (at > world.Earliest && at <= world.Latest)
            {
                yield return at;
            }
        }
    }

    /// <summary>Visits every way from the given variable on; stops early when the visitor has seen enough.</summary>
    private bool Complete(List<string> variables, int index, Way way, Func<bool> visit)
    {
        if (index == variables.Count)
        {
            return visit();
        }
        foreach (var value in Possible(variables[index], way.At))
        {
            way.Values[variables[index]] = value;
            if (Complete(variables, index + 1, way, visit))
            {
                return true;
            }
        }
        return false;
    }

    private IEnumerable<object> Possible(string variable, Instant at) =>
        variable switch
        {
            "weapon.calibre" => world.Calibre is { } c ? [c] : Calibres.Cast<object>(),
            "casualties.civilian" => world.Civilians is { } p ? [(double)p] : Numbers.Cast<object>(),
            "n" => world.Number is { } n ? [(double)n] : Numbers.Cast<object>(),
            "weapon.class" => world.Class is { } w ? [w] : Classes,
            "kind" => Kinds.Where(k => EventKinds.IsA(k, world.Kind)),
            "place" => Distances.Where(d => d >= world.Nearest && d <= world.Farthest).Cast<object>(),
            _ => world.Fact(variable, at) is { } known ? [known] : [true, false],
        };

    private static IEnumerable<string> Variables(ConditionSyntax condition) =>
        condition switch
        {
            NotSyntax not => Variables(not.Operand),
            AndSyntax and => and.Operands.SelectMany(Variables),
            OrSyntax or => or.Operands.SelectMany(Variables),
            GroupSyntax group => group.Operands.SelectMany(Variables),
            FactTestSyntax fact => [Key(fact.Fact)],
            CompareSyntax compare => [compare.Left.Name.Text],
            CodeTestSyntax code => [code.Name.Text],
            NearSyntax or InsideSyntax => ["place"],
            _ => [],
        };

    private static string Key(FactRefSyntax fact) =>
        fact.Arguments.IsEmpty ? fact.Name.Text : $"{fact.Name.Text}({fact.Arguments[0].Text})";

    private bool Holds(ConditionSyntax condition, Way way) =>
        condition switch
        {
            LiteralSyntax literal => literal.Value,
            NotSyntax not => !Holds(not.Operand, way),
            AndSyntax and => and.Operands.All(o => Holds(o, way)),
            OrSyntax or => or.Operands.Any(o => Holds(o, way)),
            GroupSyntax group => Group(group, group.Operands.Count(o => Holds(o, way))),
            FactTestSyntax fact => (bool)way.Values[Key(fact.Fact)],
            CompareSyntax compare => Compare(compare, (double)way.Values[compare.Left.Name.Text]),
            CodeTestSyntax { Name.Text: "kind" } kind => kind.Codes.Any(c => EventKinds.IsA((string)way.Values["kind"], c.Text)),
            CodeTestSyntax code => code.Codes.Any(c => c.Text == (string)way.Values[code.Name.Text]),
            NearSyntax near => (double)way.Values["place"] <= Scaled(near.Distance),
            InsideSyntax inside => (double)way.Values["place"] == 0 != inside.Outside,
            DeterminedSyntax determined => Determined(determined, way.At),
            TimeTestSyntax time => way.At >= Literal(time.Instant) == time.After,
            _ => throw new InvalidOperationException($"The generator does not make {condition.GetType().Name}."),
        };

    private static bool Group(GroupSyntax group, int holding) =>
        group.Quantifier switch
        {
            Quantifier.All => holding == group.Operands.Length,
            Quantifier.Any => holding > 0,
            Quantifier.None => holding == 0,
            Quantifier.AtLeast => holding >= group.Count,
            Quantifier.AtMost => holding <= group.Count,
            Quantifier.Exactly => holding == group.Count,
        };

    private static double Scaled(AmountSyntax? amount) =>
        amount is null
            ? 0
            : (double)amount.Number
                * amount.Unit switch
                {
                    "km" => 1000,
                    "cm" => 10, // Calibres count in millimetres, distances never come in centimetres.
                    _ => 1,
                };

    private static bool Compare(CompareSyntax compare, double actual) =>
        compare.Operator switch
        {
            Comparison.Equal => actual == Scaled(compare.Right),
            Comparison.NotEqual => actual != Scaled(compare.Right),
            Comparison.Less => actual < Scaled(compare.Right),
            Comparison.LessOrEqual => actual <= Scaled(compare.Right),
            Comparison.Greater => actual > Scaled(compare.Right),
            Comparison.GreaterOrEqual => actual >= Scaled(compare.Right),
        };

    /// <summary>Every statement of the world is made by UA: whoever needs RU as well has not determined anything.</summary>
    private bool Determined(DeterminedSyntax determined, Instant at)
    {
        var stated = world.Timelines[Key(determined.Fact)];
        var stretch = (int)Math.Floor((at - RandomWorld.Start).TotalHours / 2);
        var said = stated[Math.Min(stretch, stated.Count - 1)] == true;
        return said
            && determined.By switch
            {
                WhoNameSyntax name => name.Name == "UA",
                WhoGroupSyntax group => group.Need == 1,
                _ => false,
            };
    }

    private static Instant Literal(InstantSyntax instant) =>
        Iso.Parse(((InstantLiteralSyntax)instant).Text.Replace(":00Z", ":00:00Z", StringComparison.Ordinal));
}
