using Holdfast.Core.Clauses;
using NodaTime;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>How far a severity by count looks: the longest window and the widest radius that any term asks for.</summary>
public readonly record struct SeverityReach(Duration Window, double RadiusMetres)
{
    public static readonly SeverityReach None = new(Duration.Zero, 0);

    /// <summary>The reach of all terms.</summary>
    public static SeverityReach Of(ClauseSet clauses) =>
        clauses.Terms.SelectMany(t => t.CountWindows).Aggregate(None, (reach, w) => reach.Or(w.Window, w.RadiusMetres));

    public SeverityReach Or(Duration window, double radiusMetres) =>
        new(Duration.Max(Window, window), Math.Max(RadiusMetres, radiusMetres));

    public SeverityReach Or(SeverityReach other) => Or(other.Window, other.RadiusMetres);
}
