using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;

namespace Holdfast.Web.Guarantees;

/// <summary>A fact that many undertakings wait for: a beginning for who does not know what to assume.</summary>
public sealed record Suggestion(string Assumption, string Title, int Waiting);

/// <summary>Everything that the page of what-if questions shows.</summary>
/// <param name="Unlock">The answer to the condition asked for; null where none was asked or it is faulty.</param>
/// <param name="Faults">What is wrong with that condition.</param>
public sealed record WhatIfModel(
    WhatIfAnswer Answer,
    ImmutableArray<Suggestion> Suggestions,
    Unlocking? Unlock,
    ImmutableArray<Diagnostic> Faults
)
{
    private const int MostSuggestions = 10;

    public static WhatIfModel Of(GuaranteeView view)
    {
        var answer = WhatIf.Between(view.Answer.Today, view.Answer.Then, view.At);
        var (unlock, faults) = Unlocked(view, view.Asked.Unlock);
        return new WhatIfModel(answer, Suggested(answer), unlock, faults);
    }

    /// <summary>An undertaking's being in force, or any condition of the language.</summary>
    public static (Unlocking? Answer, ImmutableArray<Diagnostic> Faults) Unlocked(GuaranteeView view, string text)
    {
        if (text.Length == 0)
        {
            return (null, []);
        }
        var clauses = view.Mission.Clauses;
        if (clauses.Undertaking(text) is { } undertaking)
        {
            return (view.Studies.Unlock(view.Network, text, undertaking.InForce, view.At), []);
        }
        var (condition, diagnostics) = clauses.Ask(text);
        return condition is null
            ? (null, [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)])
            : (view.Studies.Unlock(view.Network, "? " + text, condition, view.At), []);
    }

    private static ImmutableArray<Suggestion> Suggested(WhatIfAnswer answer) =>
        [
            .. answer
                .Lines.SelectMany(l => l.Missing.Select(m => (l.Undertaking.Name, Missing: m)))
                .Select(w => (w.Name, w.Missing, Assumption: GuaranteeText.Assumption(w.Missing)))
                .Where(w => w.Assumption is not null)
                .GroupBy(w => w.Assumption ?? "", StringComparer.Ordinal)
                .Select(g => new Suggestion(
                    g.Key,
                    g.First().Missing.Fact.Declaration.Title,
                    g.Select(w => w.Name).Distinct(StringComparer.Ordinal).Count()
                ))
                .OrderByDescending(s => s.Waiting)
                .ThenBy(s => s.Assumption, StringComparer.Ordinal)
                .Take(MostSuggestions),
        ];
}
