using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Phrases;

/// <summary>What a phrase says about whose end of a trajectory was seen or heard. Nobody's determination: "assessed as outgoing" is what a monitor assessed.</summary>
public enum PhraseDirection
{
    /// <summary>The phrase says nothing about it.</summary>
    Unstated,

    /// <summary>The phrase says that it could not be told.</summary>
    Undetermined,

    /// <summary>Something was fired there: the place is a probable firing point and protected as one.</summary>
    Outgoing,
    Incoming,

    /// <summary>Something struck there.</summary>
    Impact,
}

/// <summary>A direction as seen from the observer, degrees clockwise from north, one standard deviation.</summary>
public readonly record struct PhraseAzimuth(double Degrees, double SigmaDegrees);

/// <summary>Between these two distances, in metres, any of them as likely as another.</summary>
public readonly record struct PhraseRange(double LowMetres, double HighMetres);

/// <summary>A stretch of the phrase's text, in UTF-16 units.</summary>
public readonly record struct PhraseSpan(int Start, int Length);

/// <summary>
/// A report in the manner of the OSCE Special Monitoring Mission to Ukraine ("3 explosions, 5-7 km SE, undetermined") as typed values. What the phrase does
/// not say is null or empty; what of it was not understood is named by its exact stretch, and nothing is guessed from it.
/// <para>A point of the 16-point rose is the sector of 22.5 degrees around it, any direction in it as likely as another: sigma is 22.5 / sqrt(12), 6.5 degrees.
/// "E-SE" is all sectors from one to the other. A single distance stands for the interval to which it was rounded, at least a quarter of it either way.</para>
/// </summary>
public sealed record RosePhrase
{
    /// <summary>Half of the width of a sector of the rose, in degrees.</summary>
    public const double HalfSectorDegrees = 11.25;

    /// <summary>An open range ("more than 5 km") ends here: farther off nobody hears or sees with his own senses what he could place.</summary>
    public const double FarthestMetres = 30_000;

    /// <summary>The longest phrase that is read; what lies beyond is not understood.</summary>
    public const int MostCharacters = 2_000;

    public required string Text { get; init; }

    /// <summary>What was observed, in one word of the mission's tables (explosion, burst, shot, projectile, ...), or empty.</summary>
    public string Observation { get; init; } = "";

    /// <summary>The weapon as named, or empty.</summary>
    public string Weapon { get; init; } = "";

    public double? CalibreMillimetres { get; init; }

    /// <summary>The kind that says no more than the phrase: the weapon's, else the observation's; empty where neither is named.</summary>
    public ImmutableArray<KindWeight> Kinds { get; init; } = [];

    /// <summary>How many; null where the phrase does not say, or says "several".</summary>
    public int? Count { get; init; }

    public PhraseAzimuth? Azimuth { get; init; }
    public PhraseRange? Range { get; init; }
    public PhraseDirection Direction { get; init; }

    /// <summary>From where to where something flew ("W to E"); null where the phrase does not say.</summary>
    public (PhraseAzimuth From, PhraseAzimuth To)? Flight { get; init; }

    /// <summary>Assessed as training: counted, and labelled.</summary>
    public bool Exercise { get; init; }

    /// <summary>The place from which direction and distance are meant where it is not the observer ("3 km SE of Krasnohorivka"), or empty.</summary>
    public string Of { get; init; } = "";

    /// <summary>The stretches that were not understood, in order, none touching another.</summary>
    public ImmutableArray<PhraseSpan> NotUnderstood { get; init; } = [];

    public bool IsUnderstood => NotUnderstood.IsEmpty;

    /// <summary>The words that were not understood, as they stand.</summary>
    public IEnumerable<string> Unread => NotUnderstood.Select(s => Text.Substring(s.Start, s.Length));

    /// <summary>Reads any text; never throws.</summary>
    public static RosePhrase Parse(string text) => new PhraseReader(text).Read();
}
