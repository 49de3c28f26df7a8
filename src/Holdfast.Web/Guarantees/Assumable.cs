using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Web.Guarantees;

/// <summary>Facts that a reader may choose to assume, as they are written, with their titles.</summary>
internal static class Assumable
{
    private const int Most = 600;

    private static readonly ConditionalWeakTable<ClauseSet, Listed> Known = [];

    private sealed record Listed(ImmutableArray<(string Fact, string Title)> All, string Example);

    /// <summary>Every fact that some condition asks about, by name; those with arguments also with a star for all of them.</summary>
    public static ImmutableArray<(string Fact, string Title)> Of(ClauseSet clauses) => Known.GetValue(clauses, List).All;

    /// <summary>The fact that most conditions ask about; empty where none asks about any.</summary>
    public static string Example(ClauseSet clauses) => Known.GetValue(clauses, List).Example;

    private static Listed List(ClauseSet clauses)
    {
        var asked = clauses
            .Undertakings.SelectMany(u => u.InForce.Facts.Concat(u.Trigger?.Facts ?? []))
            .Where(f => f is { Undertaking: null, Declaration.Type: FactType.Bool } && f.Declaration.Location != "built in")
            .ToList();
        var uses = asked.DistinctBy(f => f.Key).ToList();
        var example = asked.GroupBy(f => f.Key, StringComparer.Ordinal).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key ?? "";
        var stars = uses.Where(f => f.Arguments.Length > 0)
            .GroupBy(f => f.Name, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .Select(g =>
                (
                    Fact: $"{g.Key}({string.Join(", ", g.First().Arguments.Select(_ => "*"))})",
                    Title: "all of them: " + g.First().Declaration.Title
                )
            );
        var all = uses.Select(f => (Fact: f.Key, f.Declaration.Title)).Concat(stars).OrderBy(f => f.Fact, StringComparer.Ordinal);
        return new Listed([.. all.Take(Most)], example);
    }
}
