using System.Globalization;
using System.Text;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Writes conditions, amounts, instants and who-clauses in canonical form, with no more brackets than their tree needs.</summary>
internal static class ConditionText
{
    public static string Of(ConditionSyntax condition)
    {
        var text = new StringBuilder();
        Write(text, condition);
        return text.ToString();
    }

    /// <summary>The operands of a condition's outermost <c>and</c> or <c>or</c>, each with its word, for breaking a long line; one part otherwise.</summary>
    public static IReadOnlyList<string> Parts(ConditionSyntax condition)
    {
        var (word, operands) = condition switch
        {
            AndSyntax and => ("and ", and.Operands),
            OrSyntax or => ("or ", or.Operands),
            _ => ("", [condition]),
        };
        var parts = new List<string>();
        foreach (var operand in operands)
        {
            var text = new StringBuilder(parts.Count == 0 ? "" : word);
            Write(text, operand, Bracketed(condition, operand));
            parts.Add(text.ToString());
        }
        return parts;
    }

    // A tree within a tree of the same kind was written with brackets and keeps them; "and" within "or" needs none.
    private static bool Bracketed(ConditionSyntax outer, ConditionSyntax inner) =>
        (outer, inner) switch
        {
            (OrSyntax, OrSyntax) => true,
            (AndSyntax, AndSyntax or OrSyntax) => true,
            (NotSyntax, AndSyntax or OrSyntax) => true,
            _ => false,
        };

    private static void Write(StringBuilder text, ConditionSyntax condition, bool brackets)
    {
        text.Append(brackets ? "(" : "");
        Write(text, condition);
        text.Append(brackets ? ")" : "");
    }

    private static void Write(StringBuilder text, ConditionSyntax condition)
    {
        switch (condition)
        {
            case NotSyntax not:
                Write(text.Append("not "), not.Operand, Bracketed(not, not.Operand));
                break;
            case AndSyntax or OrSyntax:
                text.AppendJoin(' ', Parts(condition));
                break;
            case GroupSyntax group:
                text.Append(Word(group)).Append(" of { ");
                for (var i = 0; i < group.Operands.Length; i++)
                {
                    Write(text.Append(i == 0 ? "" : ", "), group.Operands[i]);
                }
                text.Append(" }");
                break;
            default:
                text.Append(Leaf(condition));
                break;
        }
    }

    private static string Word(GroupSyntax group) =>
        group.Quantifier switch
        {
            Quantifier.All => "all",
            Quantifier.Any => "any",
            Quantifier.None => "none",
            Quantifier.AtLeast => Invariant($"at least {group.Count}"),
            Quantifier.AtMost => Invariant($"at most {group.Count}"),
            Quantifier.Exactly => Invariant($"exactly {group.Count}"),
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Leaf(ConditionSyntax condition) =>
        condition switch
        {
            LiteralSyntax literal => literal.Value ? "true" : "false",
            FactTestSyntax fact => Of(fact.Fact),
            CompareSyntax compare => $"{Of(compare.Left)} {Of(compare.Operator)} {Of(compare.Right)}",
            CodeTestSyntax { Codes.Length: 1 } code => $"{code.Name.Text} is {code.Codes[0].Text}",
            CodeTestSyntax code => $"{code.Name.Text} in ({List(code.Codes)})",
            NearSyntax near => Of(near),
            InsideSyntax inside => (inside.Outside ? "outside " : "inside ") + inside.Area.Text,
            WindowSyntax window => $"at least {Of(window.Count)} of them within {Of(window.Window)} and {Of(window.Radius)}",
            DeterminedSyntax determined => $"determined({Of(determined.Fact)}) by {Of(determined.By, nested: true)}",
            TimeTestSyntax time => (time.After ? "after " : "before ") + Of(time.Instant),
            _ => throw new InvalidOperationException("ConditionSyntax is a closed union."),
        };

    public static string Of(NearSyntax near) =>
        near.Form switch
        {
            NearForm.Within => $"within {Optional(near.Distance)} of {near.Shape.Text}",
            NearForm.CloserThan => $"closer than {Optional(near.Distance)} to {near.Shape.Text}",
            NearForm.At => $"at({near.Shape.Text})" + (near.Distance is null ? "" : $" within {Of(near.Distance)}"),
        };

    private static string Optional(AmountSyntax? amount) => amount is null ? "0 m" : Of(amount);

    public static string List(IEnumerable<NameSyntax> names) => string.Join(", ", names.Select(n => n.Text));

    public static string Of(FactRefSyntax fact) =>
        fact.Name.Text + (fact.Arguments.IsEmpty ? "" : $"({List(fact.Arguments)})") + (fact.Actor is null ? "" : " by " + fact.Actor.Text);

    public static string Of(AmountSyntax amount) =>
        amount.Number.ToString("0.##################", CultureInfo.InvariantCulture) + (amount.Unit.Length == 0 ? "" : " " + amount.Unit);

    public static string Of(Comparison comparison) =>
        comparison switch
        {
            Comparison.Equal => "=",
            Comparison.NotEqual => "!=",
            Comparison.Less => "<",
            Comparison.LessOrEqual => "<=",
            Comparison.Greater => ">",
            Comparison.GreaterOrEqual => ">=",
        };

    public static string Of(InstantSyntax instant) =>
        instant switch
        {
            InstantLiteralSyntax literal => literal.Text + Zone(literal.Zone),
            InstantFactSyntax fact => Of(fact.Fact),
            InstantPickSyntax pick => $"{(pick.Later ? "later" : "earlier")} of ({string.Join(", ", pick.Of.Select(Of))})",
            InstantMoveSyntax move => $"{Of(move.From)} {(move.Back ? "-" : "+")} {Of(move.By)}{Zone(move.Zone)}",
            _ => throw new InvalidOperationException("InstantSyntax is a closed union."),
        };

    private static string Zone(NameSyntax? zone) => zone is null ? "" : " in " + zone.Text;

    /// <param name="nested">Where only one name or one list in brackets may stand.</param>
    public static string Of(WhoSyntax who, bool nested = false)
    {
        switch (who)
        {
            case WhoNameSyntax name:
                return name.Finality switch
                {
                    Finality.Provisional => name.Name + " provisionally",
                    Finality.Final => name.Name + " finally",
                    _ => name.Name,
                };
            case WhoGroupSyntax group:
                var list = string.Join(", ", group.Members.Select(m => Of(m, nested: true)));
                var all = group.Need == group.Members.Length;
                return all && group.Members.Length == 2 ? $"both({list})"
                    : all ? $"all of ({list})"
                    : group.Need > 1 ? Invariant($"at least {group.Need} of ({list})")
                    : nested ? $"any of ({list})"
                    : string.Join(" or ", group.Members.Select(m => Of(m, nested: true)));
            default:
                throw new InvalidOperationException("WhoSyntax is a closed union.");
        }
    }
}
