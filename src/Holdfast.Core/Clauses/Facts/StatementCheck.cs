using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>Checks one statement of a fact against its declaration.</summary>
internal static class StatementCheck
{
    public static ImmutableArray<Diagnostic> Check(ClauseSet clauses, FactStatement statement, string file, int line, int column)
    {
        Diagnostic Error(string code, string message, string? suggestion = null) =>
            Diagnostic.Error(file, line, column, code, message, suggestion);

        if (clauses.Fact(statement.Name) is not { } fact)
        {
            var nearest = NearestWord.To(statement.Name, clauses.Facts.Select(f => f.Name));
            return [Error("unknown-name", $"No fact is called '{statement.Name}'.", nearest)];
        }
        var all = ImmutableArray.CreateBuilder<Diagnostic>();
        var arguments = statement.Arguments.IsDefault ? [] : statement.Arguments;
        if (arguments.Length != fact.Parameters.Length)
        {
            all.Add(Error("arguments", $"The fact '{fact.Name}' takes {fact.Parameters.Length} arguments, not {arguments.Length}."));
        }
        for (var i = 0; i < Math.Min(arguments.Length, fact.Allowed.Length); i++)
        {
            if (!fact.Allowed[i].IsEmpty && !fact.Allowed[i].Contains(arguments[i]))
            {
                var nearest = NearestWord.To(arguments[i], fact.Allowed[i]);
                all.Add(Error("unknown-value", $"'{arguments[i]}' is not a value of '{fact.Parameters[i]}'.", nearest));
            }
        }
        if (statement.Value is { } value && FactValue.Canonical(fact.Type, value) is null)
        {
            all.Add(Error("type", $"'{value}' is not a value of the fact '{fact.Name}': expected {FactValue.Expected(fact.Type)}."));
        }
        if (statement.ValidFrom is { } from && statement.ValidTo is { } to && to <= from)
        {
            all.Add(Error("never", $"The statement ends ({Iso.Format(to)}) before it starts ({Iso.Format(from)})."));
        }
        if (fact.Authority(arguments) is { } who && !who.Names.Contains(statement.Authority))
        {
            all.Add(
                Diagnostic.Warning(
                    file,
                    line,
                    column,
                    "authority",
                    $"'{statement.Authority}' is not among those who determine '{fact.Name}' ({who}): the statement is kept and does not count.",
                    NearestWord.To(statement.Authority, who.Names)
                )
            );
        }
        return all.ToImmutable();
    }
}
