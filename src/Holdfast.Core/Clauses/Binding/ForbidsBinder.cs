using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>What a term forbids, bound: the kind, how near, under which condition, and unless what.</summary>
internal sealed record BoundAct(Expression Kind, Expression? Closer, Expression? Where, Expression? Unless, bool Failed);

internal sealed class ForbidsBinder(FileSyntax file, ConditionBinder conditions, AtomTable atoms)
{
    public BoundAct? Bind(ForbidsSyntax forbids)
    {
        var failed = !conditions.CheckKinds(forbids.Kinds);
        Expression? Condition(ConditionSyntax? syntax)
        {
            var bound = syntax is null ? null : conditions.Bind(syntax, ConditionScope.Plain);
            failed |= syntax is not null && bound is null;
            return bound;
        }
        var presence = Condition(forbids.PresenceOf);
        var where = Condition(forbids.Where);
        var unless = Condition(forbids.Unless);
        var closer = forbids.Closer is null ? null : conditions.Near(forbids.Closer);
        failed |= forbids.Closer is not null && closer is null;
        if (failed)
        {
            return null;
        }
        var location = SourceTexts.Location(file, forbids.Span);
        ImmutableArray<string> kinds = forbids.PresenceOf is null
            ? [.. forbids.Kinds.Select(k => k.Text).Distinct().Order(StringComparer.Ordinal)]
            : [presence is not null && SpeaksOfWeapons(presence) ? "weapon_presence" : "presence"];
        var kind = new AtomExpression(atoms.Add(new KindAtom(kinds)), "kind in " + string.Join(", ", kinds), location);
        var both = (presence, where) switch
        {
            ({ } p, { } w) => CountExpression.All([p, w], SourceTexts.Quote(file, forbids.Span), location),
            _ => presence ?? where,
        };
        return new BoundAct(kind, closer, both, unless, false);
    }

    private bool SpeaksOfWeapons(Expression expression) =>
        expression switch
        {
            AtomExpression atom => atoms[atom.Atom].Variable.StartsWith("attribute weapon.", StringComparison.Ordinal),
            NotExpression not => SpeaksOfWeapons(not.Operand),
            CountExpression count => count.Operands.Any(SpeaksOfWeapons),
            _ => false,
        };
}
