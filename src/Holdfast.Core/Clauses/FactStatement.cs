using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Clauses;

/// <summary>
/// One statement of a fact, as the record holds it (<c>fact/1</c>). A retraction is a statement with a null value. Several sources may state the same
/// fact; statements that contradict each other over the same valid time make it disputed, never last-wins.
/// </summary>
/// <param name="Name">The declared name, such as <c>ceasefire.in_effect</c>.</param>
/// <param name="Arguments">In the order of the declaration; empty for a plain fact.</param>
/// <param name="Value"><c>true</c>, <c>false</c>, an instant in ISO form or a quantity such as <c>120 mm</c>; null retracts.</param>
/// <param name="ValidFrom">Null for "always".</param>
/// <param name="ValidTo">Exclusive; null for "still so".</param>
/// <param name="KnownAt">When it was recorded.</param>
public sealed record FactStatement(
    string Name,
    ImmutableArray<string> Arguments,
    string? Value,
    Instant? ValidFrom,
    Instant? ValidTo,
    string Authority,
    string Source,
    Standing Standing,
    Instant KnownAt
)
{
    /// <summary>The index of the entry that holds it; null where it does not come from a record.</summary>
    public long? Entry { get; init; }

    /// <summary>When it was said publicly, where a mission's file tells; null where only its recording is known.</summary>
    public Instant? StatedAt { get; init; }

    /// <summary>
    /// The statements as known from when they were said rather than from when somebody wrote them into a mission: what a question about the past asks
    /// for. What the file was corrected in (a retraction of the very same words that carries the same <see cref="StatedAt"/>) is left out, together with its
    /// retraction; what nobody dated stays known from its recording. Statements come, and are given, in the order of recording.
    /// </summary>
    public static ImmutableArray<FactStatement> AsSaid(IEnumerable<FactStatement> recorded)
    {
        var kept = new List<FactStatement?>();
        var dated = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var statement in recorded)
        {
            if (statement.StatedAt is not { } said)
            {
                kept.Add(statement);
                continue;
            }
            var words = statement.Words();
            if (statement.Value is null && dated.Remove(words, out var corrected))
            {
                kept[corrected] = null;
                continue;
            }
            dated[words] = kept.Count;
            kept.Add(said < statement.KnownAt ? statement with { KnownAt = said } : statement);
        }
        return [.. kept.OfType<FactStatement>()];
    }

    // All but the value, the standing and when it became known.
    private string Words() =>
        string.Join('\u001f', [Name, .. Arguments, Text(ValidFrom), Text(ValidTo), Authority, Source, Text(StatedAt)]);

    private static string Text(Instant? instant) => instant is { } i ? InstantPattern.ExtendedIso.Format(i) : "";

    /// <summary>A determination that its author may still revise: it does not count where a clause asks for a final one.</summary>
    public bool Provisional { get; init; }

    /// <summary>The authority of an assumption, the overlay of a what-if question: over its validity it decides alone, whatever was stated.</summary>
    public const string Assumption = "(assumed)";

    /// <summary>An assumption that a fact has a value, for ever or over a stretch of valid time.</summary>
    public static FactStatement Assume(
        string name,
        ImmutableArray<string> arguments,
        string value,
        Instant? from = null,
        Instant? until = null
    ) => new(name, arguments, value, from, until, Assumption, "assumed for the question", Standing.Illustrative, Instant.MaxValue);
}
