using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Clauses;

/// <summary>
/// Assumptions as people write them: <c>FACT</c>, <c>not FACT</c>, <c>FACT=VALUE</c>, each with <c>@FROM</c> or <c>@FROM/UNTIL</c> behind it; a <c>*</c> among the
/// arguments stands for every value that the declaration lists or, where it lists none, that the clauses use.
/// </summary>
public static class Assumptions
{
    /// <summary>What one list of assumptions may come to once its stars are written out.</summary>
    private const int Most = 10_000;

    /// <summary>The assumed statements, and what is wrong; a faulty assumption gives no statement. The n-th text is line n of the file <c>assume</c>.</summary>
    public static (ImmutableArray<FactStatement> Assumed, ImmutableArray<Diagnostic> Diagnostics) Parse(
        ClauseSet clauses,
        IReadOnlyList<string> texts
    )
    {
        var assumed = ImmutableArray.CreateBuilder<FactStatement>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        for (var i = 0; i < texts.Count && assumed.Count < Most; i++)
        {
            var (statements, fault) = One(clauses, texts[i], i + 1);
            assumed.AddRange(statements.Take(Most - assumed.Count));
            if (fault is not null)
            {
                diagnostics.Add(fault);
            }
        }
        return (assumed.ToImmutable(), diagnostics.ToImmutable());
    }

    private static (ImmutableArray<FactStatement> Statements, Diagnostic? Fault) One(ClauseSet clauses, string text, int line)
    {
        (ImmutableArray<FactStatement>, Diagnostic?) Wrong(string code, string message, string? suggestion = null) =>
            ([], Diagnostic.Error("assume", line, 1, code, $"'{text}': {message}", suggestion));

        var rest = text.Trim();
        var (body, window) = Split(rest, '@');
        if (!Window(window, out var from, out var until))
        {
            return Wrong("bad-date", "after '@' an instant such as 2026-03-01T00:00:00Z, a date, or two with '/' between are expected.");
        }
        var negated = body.StartsWith("not ", StringComparison.Ordinal);
        var (fact, value) = Split(negated ? body[4..] : body, '=');
        fact = fact.Trim();
        var key = new FactKey(fact.EndsWith(')') || !fact.Contains('(', StringComparison.Ordinal) ? fact : fact + ")");
        if (clauses.Fact(key.Name) is not { } declaration)
        {
            return clauses.Undertaking(fact) is not null
                ? Wrong("type", "is an undertaking; assume the facts that it hangs on ('holdfast unlock' names them).")
                : Wrong("unknown-name", "no fact is called so.", NearestWord.To(key.Name, clauses.Facts.Select(f => f.Name)));
        }
        var stated = value?.Trim() ?? (negated ? "false" : "true");
        if (FactValue.Canonical(declaration.Type, stated) is null || (negated && (value is not null || declaration.Type != FactType.Bool)))
        {
            return Wrong(
                "type",
                $"'{stated}' is not a value of the fact '{declaration.Name}': expected {FactValue.Expected(declaration.Type)}."
            );
        }
        ImmutableArray<string> arguments = [.. key.Arguments.SelectMany(a => a.Split(',')).Select(a => a.Trim())];
        if (arguments.Length != declaration.Parameters.Length)
        {
            return Wrong(
                "arguments",
                $"the fact takes {declaration.Parameters.Length} arguments ({string.Join(", ", declaration.Parameters)})."
            );
        }
        for (var i = 0; i < arguments.Length; i++)
        {
            var allowed = i < declaration.Allowed.Length ? declaration.Allowed[i] : [];
            if (arguments[i] != "*" && allowed.Length > 0 && !allowed.Contains(arguments[i]))
            {
                return Wrong(
                    "unknown-value",
                    $"'{arguments[i]}' is not a value of '{declaration.Parameters[i]}'.",
                    NearestWord.To(arguments[i], allowed)
                );
            }
        }
        var all = Written(clauses, declaration, arguments);
        return all.IsEmpty
            ? Wrong("unknown-value", "the declaration lists no values and no clause uses any, so '*' stands for nothing.")
            : ([.. all.Select(a => FactStatement.Assume(declaration.Name, a, stated, from, until))], null);
    }

    /// <summary>Every list of arguments that the stars stand for, sorted.</summary>
    private static ImmutableArray<ImmutableArray<string>> Written(ClauseSet clauses, FactDeclaration fact, ImmutableArray<string> arguments)
    {
        if (!arguments.Contains("*"))
        {
            return [arguments];
        }
        var used = clauses.Program.Slots.Where(s => s.Declaration.Name == fact.Name).Select(s => s.Key.Arguments).ToList();
        IEnumerable<ImmutableArray<string>> all =
        [
            [],
        ];
        for (var i = 0; i < arguments.Length; i++)
        {
            var index = i;
            var values =
                arguments[i] != "*" ? [arguments[i]]
                : fact.Allowed[i].Length > 0 ? fact.Allowed[i]
                : used.Select(u => u[index]).Distinct();
            all = all.SelectMany(a => values.Select(v => a.Add(v))).Take(Most);
        }
        return [.. all.OrderBy(a => string.Join(',', a), StringComparer.Ordinal)];
    }

    private static (string Before, string? After) Split(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i].TrimEnd(), text[(i + 1)..]) : (text, null);

    private static bool Window(string? text, out Instant? from, out Instant? until)
    {
        (from, until) = (null, null);
        if (text is null)
        {
            return true;
        }
        var parts = text.Split('/');
        from = At(parts[0]);
        until = parts.Length > 1 ? At(parts[1]) : null;
        return from is not null && parts.Length <= 2 && (parts.Length == 1 || (until is not null && until > from));
    }

    private static Instant? At(string text) =>
        Iso.TryParse(text.Trim(), out var instant) ? instant
        : LocalDatePattern.Iso.Parse(text.Trim()) is { Success: true } date ? date.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
        : null;
}
