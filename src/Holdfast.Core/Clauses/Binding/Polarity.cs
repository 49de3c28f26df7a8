using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Which names an undertaking needs to be false: those under an odd number of <c>not</c>, in a count with an upper bound, or in what suspends it.</summary>
internal static class Polarity
{
    public static IEnumerable<string> Negative(UndertakingSyntax undertaking) =>
        undertaking
            .Lines.OfType<ConditionLineSyntax>()
            .Where(l => l.Role is ConditionRole.InForceWhen or ConditionRole.Requires or ConditionRole.SuspendedWhen)
            .SelectMany(l => Names(l.Condition, l.Role != ConditionRole.SuspendedWhen))
            .Where(n => !n.Positive)
            .Select(n => n.Name)
            .Distinct();

    private static IEnumerable<(string Name, bool Positive)> Names(ConditionSyntax condition, bool positive) =>
        condition switch
        {
            NotSyntax not => Names(not.Operand, !positive),
            AndSyntax and => and.Operands.SelectMany(o => Names(o, positive)),
            OrSyntax or => or.Operands.SelectMany(o => Names(o, positive)),
            GroupSyntax { Quantifier: Quantifier.Exactly } group => Both(group),
            GroupSyntax group => group.Operands.SelectMany(o =>
                Names(o, group.Quantifier is Quantifier.None or Quantifier.AtMost ? !positive : positive)
            ),
            FactTestSyntax fact => [(fact.Fact.Name.Text, positive)],
            _ => [],
        };

    private static IEnumerable<(string Name, bool Positive)> Both(GroupSyntax group) =>
        group.Operands.SelectMany(o => Names(o, true).Concat(Names(o, false)));
}
