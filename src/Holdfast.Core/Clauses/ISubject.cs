using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>The value of an attribute of an incident: a number with its unit, or a code (a word), never both.</summary>
/// <param name="Unit">For instance <c>mm</c>, <c>m</c>, <c>people</c>; empty for a bare number or a code.</param>
public readonly record struct AttributeValue(double? Number, string Unit, string? Code);

/// <summary>
/// What terms ask about one incident. The clauses know nothing of sensors or fusion: they see a subject with an uncertain time, an uncertain
/// place (through probabilities only), classes with weights, and attributes that may be missing.
/// </summary>
public interface ISubject
{
    TimeRange When { get; }

    /// <summary>Weights sum to 1.</summary>
    IReadOnlyList<KindWeight> Kinds { get; }

    /// <summary>Ids of the observations it rests on, for the trace.</summary>
    IReadOnlyList<string> RestsOn { get; }

    /// <summary>The value, or null where no source states it. Names: <see cref="AttributeNames"/>.</summary>
    AttributeValue? Attribute(string name);

    /// <summary>The probability that it lies inside the area.</summary>
    double ProbabilityInside(NamedShape area);

    /// <summary>The probability that it lies closer than the distance to the shape (inside an area counts as 0 m).</summary>
    double ProbabilityWithin(NamedShape shape, double metres);

    /// <summary>
    /// Severity by count: whether some interval of the given length that contains it holds at least <paramref name="count"/> incidents of that term,
    /// itself included, within the radius of it. Unknown where it hangs on incidents that are themselves undeterminable.
    /// </summary>
    Truth AtLeast(string term, int count, Duration window, double radiusMetres);
}

/// <summary>The attributes a term may ask for, with their units. Anything else is an error of the clause file.</summary>
public static class AttributeNames
{
    public const string WeaponCalibre = "weapon.calibre";
    public const string WeaponClass = "weapon.class";
    public const string CasualtiesCivilian = "casualties.civilian";
    public const string CasualtiesKilled = "casualties.killed";
    public const string CasualtiesCivilianKilled = "casualties.civilian.killed";
    public const string CasualtiesCivilianInjured = "casualties.civilian.injured";
    public const string Count = "count";

    /// <summary>Name to unit; an empty unit is a code.</summary>
    public static readonly IReadOnlyDictionary<string, string> Units = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [WeaponCalibre] = "mm",
        [WeaponClass] = "",
        [CasualtiesCivilian] = "people",
        [CasualtiesKilled] = "people",
        [CasualtiesCivilianKilled] = "people",
        [CasualtiesCivilianInjured] = "people",
        [Count] = "rounds",
    };
}
