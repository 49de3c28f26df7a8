using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>Travel times by distance and depth, every kilometre, in between by two straight lines: wrong by a few milliseconds.</summary>
internal sealed class TravelGrid
{
    private const int Distances = 341;
    private const int Depths = 32;
    private const double Step = 1_000;

    private readonly double[] p;
    private readonly double[] s;

    public TravelGrid(VelocityModel model) => (p, s) = (Table(model, Phase.P), Table(model, Phase.S));

    public double Seconds(Phase phase, double distance, double depth)
    {
        var table = phase == Phase.S ? s : p;
        var (x, z) = (Math.Min(distance / Step, Distances - 1.001), Math.Min(depth / Step, Depths - 1.001));
        var (column, row) = ((int)x, (int)z);
        var (right, down) = (x - column, z - row);
        double At(int r, int c) => table[(r * Distances) + c];
        return ((1 - down) * (((1 - right) * At(row, column)) + (right * At(row, column + 1))))
            + (down * (((1 - right) * At(row + 1, column)) + (right * At(row + 1, column + 1))));
    }

    private static double[] Table(VelocityModel model, Phase phase)
    {
        var table = new double[Depths * Distances];
        for (var row = 0; row < Depths; row++)
        {
            var paths = new LayerPaths(model, phase, row * Step);
            var tangent = 0.0;
            for (var column = 0; column < Distances; column++)
            {
                table[(row * Distances) + column] = paths.Seconds(column * Step, ref tangent);
            }
        }
        return table;
    }
}
