using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Binds <c>each window of SCHEDULE when CONDITION</c>: the condition once for each window, which it may name as <c>window</c>.</summary>
internal sealed class WindowBinder(FileSyntax file, Symbols symbols, ClauseProgram program, ReasonTable reasons)
{
    /// <summary>Null after a complaint.</summary>
    public TermWindows? Bind(EachWindowSyntax each)
    {
        if (symbols.Schedule(file.File, each.Schedule) is not { } schedule)
        {
            return null;
        }
        var windows = ImmutableArray.CreateBuilder<TermWindow>(schedule.Windows.Length);
        foreach (var window in schedule.Windows)
        {
            CompiledCondition? when = null;
            if (each.When is { } condition)
            {
                // A table of its own for each, so that the reasons of hundreds of windows do not crowd out the term's.
                var atoms = new AtomTable(new ReasonTable());
                var bound = new ConditionBinder(file, symbols, program, atoms, window.Name).Bind(condition, ConditionScope.Plain);
                if (bound is null)
                {
                    return null; // Every other window would say the same.
                }
                when = new CompiledCondition(bound, atoms);
            }
            windows.Add(new TermWindow(window, when, when is null ? [] : Translated(when.Atoms.Reasons)));
        }
        var text = SourceTexts.Quote(file, each.Span);
        return new TermWindows(schedule.Name, windows.ToImmutable(), text, SourceTexts.Location(file, each.Span), reasons);
    }

    /// <summary>A fact is named without its arguments: the same reason for every window.</summary>
    private ImmutableArray<ulong> Translated(ReasonTable own)
    {
        var bits = ImmutableArray.CreateBuilder<ulong>(64);
        for (var i = 0; i < 64; i++)
        {
            if (own.Codes(1ul << i) is not [var code])
            {
                bits.Add(1ul << 63);
                continue;
            }
            var bracket = code.IndexOf('(', StringComparison.Ordinal);
            bits.Add(reasons.Bit(code.StartsWith("fact:", StringComparison.Ordinal) && bracket > 0 ? code[..bracket] : code));
        }
        return bits.ToImmutable();
    }
}
