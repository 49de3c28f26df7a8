using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Nations;

/// <summary>What of the matrix is asked for; an empty list means all.</summary>
/// <param name="Known">Only what had, or may have, been said on or before this day; null for everything.</param>
public sealed record MatrixQuery(LocalDate? Known = null)
{
    public ImmutableArray<string> Nations { get; init; } = [];
    public ImmutableArray<string> Groups { get; init; } = [];
    public ImmutableArray<Question> Questions { get; init; } = [];
    public ImmutableArray<PositionKind> Kinds { get; init; } = [];
    public ImmutableArray<Stance> Stances { get; init; } = [];
}

/// <summary>A statement as known on the day asked for; <see cref="Knownness.Perhaps"/> where its month or year does not tell.</summary>
public sealed record KnownPosition(Position Position, Knownness Known);

/// <summary>The statements of one kind about one question, the latest first; those that may be later than the day asked for stand last.</summary>
public sealed record Strand(PositionKind Kind, ImmutableArray<KnownPosition> Statements)
{
    /// <summary>What is shown first. It stands beside the others, it does not replace them.</summary>
    public KnownPosition Latest => Statements[0];

    /// <summary>Whether a statement was made before the one shown first; several of one date are all the latest.</summary>
    public bool IsEarlier(KnownPosition statement) => statement.Position.Date.CompareTo(Latest.Position.Date) < 0;

    /// <summary>Whether some other statement of the strand gives another stance.</summary>
    public bool Differs => Statements.Any(s => s.Position.Stance != Latest.Position.Stance);
}

/// <summary>One nation on one question; kinds are kept apart, in the order own, reported, inference. No strand: nothing is known.</summary>
public sealed record MatrixCell(Question Question, ImmutableArray<Strand> Strands)
{
    public bool IsUnknown => Strands.IsEmpty;
    public int Statements => Strands.Sum(s => s.Statements.Length);
}

public sealed record MatrixRow(Nation Nation, ImmutableArray<MatrixCell> Cells);

/// <summary>Nations by questions as known on a day: rows in order of the nations' names, cells in order of the questions asked for.</summary>
public sealed record NationMatrix(ImmutableArray<Question> Questions, ImmutableArray<MatrixRow> Rows)
{
    /// <summary>How many statements the cells hold together.</summary>
    public int Statements => Rows.Sum(r => r.Cells.Sum(c => c.Statements));

    /// <summary>
    /// Folds positions into cells. A filter by stance keeps the nations that took one of these stances at some time and shows their whole row, so that
    /// what they said beside it is not hidden.
    /// </summary>
    public static NationMatrix Of(IEnumerable<Nation> nations, MatrixQuery query)
    {
        var questions = query.Questions.IsEmpty ? NationWords.Questions : [.. query.Questions.Distinct().Order()];
        var rows = nations
            .Where(n => query.Nations.IsEmpty || query.Nations.Contains(n.Id))
            .Where(n => query.Groups.IsEmpty || n.Groups.Any(query.Groups.Contains))
            .OrderBy(n => n.Name, StringComparer.Ordinal)
            .ThenBy(n => n.Id, StringComparer.Ordinal)
            .Select(n => new MatrixRow(n, [.. questions.Select(q => Cell(n, q, query))]))
            .Where(r => query.Stances.IsEmpty || r.Cells.Any(c => Takes(c, query.Stances)));
        return new NationMatrix(questions, [.. rows]);
    }

    /// <summary>One cell by itself.</summary>
    public static MatrixCell Cell(Nation nation, Question question, MatrixQuery query) =>
        new(
            question,
            [
                .. nation
                    .Positions.Where(p => p.Question == question && (query.Kinds.IsEmpty || query.Kinds.Contains(p.Kind)))
                    .Select(p => new KnownPosition(p, p.Date.By(query.Known)))
                    .Where(k => k.Known != Knownness.No)
                    .GroupBy(k => k.Position.Kind)
                    .OrderBy(g => g.Key)
                    .Select(g => new Strand(g.Key, LatestFirst(g))),
            ]
        );

    private static ImmutableArray<KnownPosition> LatestFirst(IEnumerable<KnownPosition> statements) =>
        [.. statements.OrderBy(k => k.Known).ThenByDescending(k => k.Position.Date).ThenBy(k => k.Position.Id, StringComparer.Ordinal)];

    private static bool Takes(MatrixCell cell, ImmutableArray<Stance> stances) =>
        cell.Strands.Any(s => s.Statements.Any(k => stances.Contains(k.Position.Stance)));
}
