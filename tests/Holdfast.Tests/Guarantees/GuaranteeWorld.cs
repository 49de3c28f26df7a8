using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Guarantees;

/// <summary>Short ways to a worked-out network of undertakings.</summary>
internal static class GuaranteeWorld
{
    public static readonly Instant Zero = Instant.FromUtc(2026, 3, 1, 0, 0);

    public static Instant Hour(double hours) => Zero + Duration.FromHours(hours);

    public static ClauseSet Set(string text)
    {
        var vocabulary = new ClauseVocabulary(new Atlas([]), ["CN", "E3", "FR", "GB", "IR", "RU", "UA", "US"], ["P"]);
        var (set, diagnostics) = ClauseSet.Compile([new ClauseSource("g.clauses", text)], vocabulary);
        return set ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    /// <summary>Null where the text has an error.</summary>
    public static ClauseSet? TrySet(string text) =>
        ClauseSet.Compile([new ClauseSource("g.clauses", text)], new ClauseVocabulary(new Atlas([]), ["GB", "UA"], [])).Set;

    public static GuaranteeNetwork Work(ClauseSet set, IEnumerable<FactStatement> said, Instant? known = null) =>
        GuaranteeNetwork.Work(FactBase.From(set, said, known ?? Instant.MaxValue), DateTimeZone.Utc);

    /// <param name="name">A fact such as <c>vote(GB.Commons)</c>.</param>
    public static FactStatement Said(string name, string value, string by, double? from = null, double? known = null, double? until = null)
    {
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        return new FactStatement(
            bracket < 0 ? name : name[..bracket],
            bracket < 0 ? [] : [.. name[(bracket + 1)..^1].Split(", ")],
            value,
            from is { } f ? Hour(f) : null,
            until is { } u ? Hour(u) : null,
            by,
            by + " says",
            Standing.Illustrative,
            Hour(known ?? from ?? 0)
        );
    }
}
