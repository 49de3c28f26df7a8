namespace Holdfast.Core.Watch.Simulation;

/// <summary>What is said beside the picks.</summary>
public sealed record ReportOptions
{
    /// <summary>Picks carry an amplitude and what a classifier makes of them.</summary>
    public bool Classes { get; init; }

    /// <summary>Posts that report what they hear in words, public reports with the day alone, and both parties' claims.</summary>
    public bool Reports { get; init; }

    /// <summary>Parties that report, located and one by one, what the other did to their side and nothing else; needs <see cref="Reports"/>.</summary>
    public OneSided OneSided { get; init; }

    /// <summary>What a party adds to what there was, as a share of it: in its claims, and invented in its reports.</summary>
    public double Exaggeration { get; init; } = 0.3;

    /// <summary>Mean delay of a party's reports, seconds; exponential.</summary>
    public double PartyDelaySeconds { get; init; } = 3_600;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public void Check()
    {
        if (!(Exaggeration is >= 0 and <= 100))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Found --exaggeration {Exaggeration}, expected 0 to 100 (as a share of what there was).")
            );
        }
        if (!(PartyDelaySeconds is >= 0 and <= 30 * 86_400))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Found --party-delay {PartyDelaySeconds}, expected 0 to 2592000 (seconds).")
            );
        }
        if (OneSided != OneSided.None && !Reports)
        {
            throw new ArgumentException("Found --one-sided without --reports, expected both.");
        }
    }
}

/// <summary>Which parties report what the other did.</summary>
public enum OneSided
{
    None,

    /// <summary>The first party, south of the front.</summary>
    First,

    /// <summary>The second party, north of it.</summary>
    Second,

    Both,
}
