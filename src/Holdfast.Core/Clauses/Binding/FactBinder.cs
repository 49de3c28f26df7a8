using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Finds declared facts, checks their arguments and numbers them.</summary>
/// <param name="window">What <c>window</c> stands for as an argument: the name of one window of a schedule; null where no window is meant.</param>
internal sealed class FactBinder(string file, Symbols symbols, ClauseProgram program, string? window = null)
{
    private const string Window = "window";

    /// <summary>Values of a parameter that a complaint lists.</summary>
    private const int Listed = 20;

    /// <summary>The slot of a fact that has to be of a type; null after a complaint.</summary>
    public int? Slot(FactRefSyntax reference, FactType wanted, Who? determinedBy = null)
    {
        if (Resolve(reference) is not { } found)
        {
            return null;
        }
        if (found.Declaration.Type != wanted)
        {
            var (is_, needed) = (Described(found.Declaration.Type), Described(wanted));
            symbols.Diagnostics.Error(
                file,
                reference.Span,
                "type",
                $"The fact '{reference.Name.Text}' is {is_}; {needed} is expected here.{Advice(found.Declaration.Type, wanted)}"
            );
            return null;
        }
        return program.Slot(new FactSlot(found.Key, found.Declaration, determinedBy));
    }

    public (FactKey Key, FactDeclaration Declaration)? Resolve(FactRefSyntax reference)
    {
        symbols.Use("fact " + reference.Name.Text);
        if (!symbols.FactDeclarations.TryGetValue(reference.Name.Text, out var declaration))
        {
            var known = symbols
                .FactDeclarations.Keys.Concat(symbols.Defines.Keys)
                .Concat(symbols.Undertakings.Keys)
                .Concat(AttributeNames.Units.Keys);
            symbols.Diagnostics.Error(
                file,
                reference.Name.Span,
                "unknown-name",
                $"No fact is called '{reference.Name.Text}'; declare it with 'fact {reference.Name.Text}'.",
                NearestWord.To(reference.Name.Text, known)
            );
            return null;
        }
        var arguments = reference.Actor is null ? reference.Arguments : reference.Arguments.Add(reference.Actor);
        if (window is not null)
        {
            arguments = [.. arguments.Select(a => a.Text == Window ? new NameSyntax(a.Span, window) : a)];
        }
        return Arguments(reference, declaration, arguments)
            ? (FactKey.Of(declaration.Name, [.. arguments.Select(a => a.Text)]), declaration)
            : null;
    }

    private bool Arguments(FactRefSyntax reference, FactDeclaration declaration, ImmutableArray<NameSyntax> arguments)
    {
        if (arguments.Length != declaration.Parameters.Length)
        {
            var list = declaration.Parameters.IsEmpty ? "no arguments" : $"({string.Join(", ", declaration.Parameters)})";
            symbols.Diagnostics.Error(
                file,
                reference.Span,
                "arguments",
                $"The fact '{declaration.Name}' takes {list}; {arguments.Length} given."
            );
            return false;
        }
        var good = true;
        for (var i = 0; i < arguments.Length; i++)
        {
            symbols.IsActor(arguments[i].Text);
            var allowed = declaration.Allowed[i];
            if (!allowed.IsEmpty && !allowed.Contains(arguments[i].Text))
            {
                good = false;
                symbols.Diagnostics.Error(
                    file,
                    arguments[i].Span,
                    "unknown-value",
                    $"'{arguments[i].Text}' is not a value of '{declaration.Parameters[i]}' ({string.Join(", ", allowed.Take(Listed))}{(allowed.Length > Listed ? ", ..." : "")}).",
                    NearestWord.To(arguments[i].Text, allowed)
                );
            }
        }
        return good;
    }

    private static string Described(FactType type) =>
        type switch
        {
            FactType.Bool => "a fact that is true or false",
            FactType.Instant => "an instant",
            FactType.Length => "a length",
            FactType.Duration => "a duration",
            FactType.Count => "a number",
        };

    private static string Advice(FactType found, FactType wanted) =>
        (found, wanted) switch
        {
            (FactType.Instant, FactType.Bool) => " Write 'after' or 'before' in front of it.",
            (FactType.Length or FactType.Duration or FactType.Count, FactType.Bool) => " Compare it with a value.",
            (FactType.Bool, FactType.Instant) => " Declare it as 'fact NAME instant'.",
            _ => "",
        };
}
