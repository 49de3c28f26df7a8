using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Looks for what cannot be meant in a term whose names and units are right.</summary>
internal sealed class TermChecks(FileSyntax file, Symbols symbols, TermBody body)
{
    public void Run(TermSyntax term)
    {
        Times(term);
        if (body.Closer is null && body.Where is { } where)
        {
            Condition(term.Lines.OfType<ForbidsSyntax>().First().Span, where.Expression, "what the term forbids");
        }
        Exceptions(term);
        Severities(term);
    }

    private void Times(TermSyntax term)
    {
        if (body.From is not { } from || body.Until is not { } until)
        {
            return;
        }
        var start = InstantOrigin.Of(body.Program.Instants[from.Instant]);
        var end = InstantOrigin.Of(body.Program.Instants[until.Instant]);
        if (start is { } s && end is { } e && s.Origin == e.Origin && s.At >= e.At)
        {
            symbols.Diagnostics.Error(
                file.File,
                term.Name.Span,
                "never",
                $"The term can never apply: it starts ({from.Text}) no earlier than it ends ({until.Text})."
            );
        }
    }

    private void Exceptions(TermSyntax term)
    {
        var lines = term.Lines.OfType<ExceptSyntax>().ToList();
        var forbidden = ((KindAtom)body.Atoms[((AtomExpression)body.Kind.Expression).Atom]).Wanted;
        foreach (var line in lines)
        {
            var exception = body.Exceptions.First(e => e.Name == line.Name.Text);
            Condition(line.Span, exception.Condition.Expression, $"the exception '{exception.Name}'");
            var kind = line.Name.Text;
            if (EventKinds.IsKnown(kind) && !forbidden.Any(f => EventKinds.IsA(kind, f) || EventKinds.IsA(f, kind)))
            {
                symbols.Diagnostics.Warning(
                    file.File,
                    line.Name.Span,
                    "cannot-matter",
                    $"The exception '{kind}' cannot matter: the term forbids nothing of that kind ({string.Join(", ", forbidden)})."
                );
            }
        }
        for (var i = 0; i < lines.Count; i++)
        {
            for (var j = i + 1; j < Math.Min(lines.Count, i + 50); j++)
            {
                Overlap(lines[i], lines[j]);
            }
        }
    }

    private void Overlap(ExceptSyntax first, ExceptSyntax second)
    {
        if (first.Effect == second.Effect)
        {
            return;
        }
        var a = body.Exceptions.First(e => e.Name == first.Name.Text);
        var b = body.Exceptions.First(e => e.Name == second.Name.Text);
        var both = CountExpression.All([a.Condition.Expression, b.Condition.Expression], "both", a.Location);
        if (Always(both) != Bool3.False)
        {
            symbols.Diagnostics.Error(
                file.File,
                second.Span,
                "overlap",
                $"The exceptions '{a.Name}' ({a.Location}) and '{b.Name}' ({b.Location}) can both apply and have different outcomes."
            );
        }
    }

    private void Severities(TermSyntax term)
    {
        var worse = new List<TermSeverity>();
        var cases = term.Lines.OfType<SeveritySyntax>().SelectMany(s => s.Cases).ToList();
        foreach (var one in body.Severities)
        {
            var line = cases.First(c => SourceTexts.Location(file, c.Span) == one.Location);
            if (one.When is not { } when)
            {
                continue;
            }
            Condition(line.Span, when.Expression, $"the severity '{one.Level.ToString().ToLowerInvariant()}'");
            var implied = worse.Where(w => w.Level > one.Level).Select(w => w.When?.Expression).OfType<Expression>().ToImmutableArray();
            if (!implied.IsEmpty)
            {
                var none = new CountExpression(Joining.Count, 0, 0, implied, "none worse", one.Location);
                if (Always(CountExpression.All([when.Expression, none], one.Text, one.Location)) == Bool3.False)
                {
                    Warn(
                        line.Span,
                        $"The severity '{one.Level.ToString().ToLowerInvariant()}' cannot matter: whenever its condition holds, a worse one does."
                    );
                }
            }
            worse.Add(one);
        }
    }

    private void Warn(SourceSpan at, string message) => symbols.Diagnostics.Warning(file.File, at, "cannot-matter", message);

    /// <summary>Complains when the condition never holds, warns when it always does or when a part of it cannot matter.</summary>
    private void Condition(SourceSpan at, Expression condition, string what)
    {
        switch (Always(condition))
        {
            case Bool3.False:
                symbols.Diagnostics.Error(file.File, at, "never", $"The condition of {what} can never hold.");
                return;
            case Bool3.True when condition is not ConstantExpression:
                symbols.Diagnostics.Warning(file.File, at, "always", $"The condition of {what} always holds.");
                return;
            default:
                Branches(condition, what, 0);
                return;
        }
    }

    private void Branches(Expression condition, string what, int depth)
    {
        if (condition is NotExpression not)
        {
            Branches(not.Operand, what, depth + 1);
        }
        if (
            condition is not CountExpression { Joining: Joining.All or Joining.Any } count
            || count.Operands.Length > 16
            || count.Size > 100
            || depth > 8
        )
        {
            return;
        }
        for (var i = 0; i < count.Operands.Length; i++)
        {
            var operand = count.Operands[i];
            var rest = count.Operands.RemoveAt(i);
            // An alternative matters if it can hold where the others do not; a requirement, if it can fail where the others hold.
            var alone =
                count.Joining == Joining.Any
                    ? CountExpression.All([operand, new CountExpression(Joining.Count, 0, 0, rest, "", "")], "", "")
                    : CountExpression.All([new NotExpression(operand, "", ""), .. rest], "", "");
            if (Always(alone) == Bool3.False)
            {
                WarnAt(operand, $"'{ReasonTexts.Short(operand.Text)}' cannot matter in {what}: the rest already decides.");
                return;
            }
            Branches(operand, what, depth + 1);
        }
    }

    private void WarnAt(Expression operand, string message)
    {
        var parts = operand.Location.Split(':');
        var column = int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture);
        var line = int.Parse(parts[^2], System.Globalization.CultureInfo.InvariantCulture);
        symbols.Diagnostics.Warning(string.Join(':', parts[..^2]), new SourceSpan(line, column, 0, 0), "cannot-matter", message);
    }

    /// <summary>The value that the condition has however everything in it turns out, or unknown.</summary>
    private Bool3 Always(Expression condition) => new CompiledCondition(condition, body.Atoms).Always();
}
