namespace Holdfast.Core.Watch.Association;

/// <summary>Sums of one event for the air: normal equations of (time, east, north) and of the air, from which the event's own unknowns are eliminated.</summary>
internal sealed class Projection
{
    private readonly double[] cross = new double[9];
    private readonly double[] rightPlace = new double[3];
    private readonly double[] rightAir = new double[3];
    private Symmetric3 place;
    private Symmetric3 air;

    public void Add(RayFan rays, int ray, double residual, double weight)
    {
        var byStill = -rays.Travel[ray] * rays.Travel[ray] / rays.Distance[ray];
        ReadOnlySpan<double> rows = [1, rays.SlopeEast[ray], rays.SlopeNorth[ray]];
        ReadOnlySpan<double> columns = [byStill, byStill * rays.UnitEast[ray], byStill * rays.UnitNorth[ray]];
        place = place.Plus(weight, rows[0], rows[1], rows[2]);
        air = air.Plus(weight, columns[0], columns[1], columns[2]);
        for (var row = 0; row < 3; row++)
        {
            rightPlace[row] += weight * residual * rows[row];
            rightAir[row] += weight * residual * columns[row];
            for (var column = 0; column < 3; column++)
            {
                cross[(3 * row) + column] += weight * rows[row] * columns[column];
            }
        }
    }

    /// <summary>The event's contribution to the air's normal equations; null where its place is not fixed.</summary>
    public (Symmetric3 Normal, double Still, double East, double North)? Project()
    {
        if (place.Inverse() is not { } inverse)
        {
            return null;
        }
        // X = G C, so that C' X is what the unknown place takes away.
        Span<double> solved = stackalloc double[9];
        for (var column = 0; column < 3; column++)
        {
            (solved[column], solved[3 + column], solved[6 + column]) = inverse.Times(cross[column], cross[3 + column], cross[6 + column]);
        }
        var taken = new Symmetric3(
            Dot(solved, 0, 0),
            Dot(solved, 0, 1),
            Dot(solved, 0, 2),
            Dot(solved, 1, 1),
            Dot(solved, 1, 2),
            Dot(solved, 2, 2)
        );
        Span<double> right = stackalloc double[3];
        for (var column = 0; column < 3; column++)
        {
            right[column] =
                rightAir[column]
                - (solved[column] * rightPlace[0])
                - (solved[3 + column] * rightPlace[1])
                - (solved[6 + column] * rightPlace[2]);
        }
        return (air + taken.Scaled(-1), right[0], right[1], right[2]);
    }

    private double Dot(ReadOnlySpan<double> solved, int a, int b) =>
        (cross[a] * solved[b]) + (cross[3 + a] * solved[3 + b]) + (cross[6 + a] * solved[6 + b]);
}
