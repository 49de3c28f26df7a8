using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>One item of a file of <c>forces/</c>: where it comes from, where its numbers come from, and names that must be known.</summary>
/// <remarks>
/// A nation's readiness to do something is often on record where a number is not. So an item has a standing for what it says and, under <c>figures</c>, one for its
/// numbers, illustrative unless it says otherwise.
/// </remarks>
internal sealed partial class ForceSection
{
    public static readonly string[] OriginKeys = ["standing", "cites", "figures", "figures_cites"];

    private readonly Section section;
    private readonly string what;

    public ForceSection(Section section, string what, Citations citations)
    {
        (this.section, this.what) = (section, what);
        var standing = section.Standing();
        Stated = new Stated(standing, citations.Located(section, standing));
        var figures = section.Standing("figures", Standing.Illustrative);
        Figures =
            section.Find("figures_cites") is not null ? new Stated(figures, citations.Of(section, figures, "figures_cites"))
            : figures == Standing.Illustrative ? Stated.Illustration
            : Stated with { Standing = figures };
    }

    public Section Section => section;

    /// <summary>Of the statement itself.</summary>
    public Stated Stated { get; }

    /// <summary>Of its numbers.</summary>
    public Stated Figures { get; }

    public string Id()
    {
        var id = section.Text("id");
        if (id.Length > 0 && !Ids().IsMatch(id))
        {
            Error("id", "bad-id", $"an id is made of letters, digits, '.', '-' and '_'; found '{id}'");
        }
        return id;
    }

    public Figure Figure(string key, int? fallback, int least, int most) => new(Whole(key, fallback, least, most), Figures);

    public int Whole(string key, int? fallback, int least, int most)
    {
        if (fallback is null)
        {
            section.Need(key);
        }
        return WholeOf(section.Number(key, fallback ?? least, least, most), key, fallback ?? least);
    }

    /// <summary>A name that must be among those known; complained about with the nearest one.</summary>
    public string Known(string key, string kind, IReadOnlyCollection<string> known, string? fallback = null)
    {
        if (fallback is not null && section.Find(key) is null)
        {
            return fallback;
        }
        var text = section.Text(key);
        if (text.Length > 0)
        {
            Check(text, section.At(key), kind, known);
        }
        return text;
    }

    /// <param name="known">Null where it cannot be known, and then nothing is complained about.</param>
    public ImmutableArray<string> KnownMany(string key, string kind, IReadOnlyCollection<string>? known)
    {
        if (section.Find(key) is YamlScalar scalar)
        {
            Check(scalar.Text.Trim(), scalar, kind, known);
            return [scalar.Text.Trim()];
        }
        foreach (var (text, at) in section.Texts(key))
        {
            Check(text.Trim(), at, kind, known);
        }
        return [.. section.Texts(key).Select(t => t.Text.Trim()).Distinct().Order(StringComparer.Ordinal)];
    }

    public void Error(string key, string code, string message, string? suggestion = null) =>
        section.Complaints.Error(section.At(key), code, message, suggestion);

    private void Check(string text, YamlNode at, string kind, IReadOnlyCollection<string>? known)
    {
        if (known is not null && !known.Contains(text))
        {
            var all = known.Count is > 0 and <= 12 ? $" (there are {string.Join(", ", known)})" : "";
            section.Complaints.Error(at, "unknown-name", $"{what}: there is no {kind} '{text}'{all}", NearestWord.To(text, known));
        }
    }

    private int WholeOf(double value, string key, int fallback)
    {
        if (value == Math.Floor(value))
        {
            return (int)value;
        }
        Error(key, "wrong-type", $"'{key}' of {what}: expected a whole number, found '{section.TextOrNull(key)}'");
        return fallback;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
