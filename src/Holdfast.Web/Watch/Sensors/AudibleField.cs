using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>A cell of the layer: its box in degrees and the probability that a round there would have been found.</summary>
public readonly record struct AudibleCell(double West, double South, double East, double North, double Probability);

/// <summary>What could have been heard at an hour, on a grid, and by sector.</summary>
public sealed record AudibleField(
    ImmutableArray<AudibleCell> Cells,
    int Columns,
    int Rows,
    ImmutableArray<(string Sector, string Title, double Share)> Sectors,
    int Listening
)
{
    /// <summary>At most so many cells of one region.</summary>
    private const int MostCells = 4_000;

    internal static async Task<AudibleField> ComputeAsync(Visit visit, AudibleAsked asked)
    {
        var desk = visit.Workspace.Sensors;
        if (await desk.HearingAsync(visit.Reader, asked.Without, asked.Known, visit.Cancellation) is not { } hearing || desk.Areas.IsEmpty)
        {
            return new AudibleField([], 0, 0, [], 0);
        }
        var cells = ImmutableArray.CreateBuilder<AudibleCell>();
        var (listening, shape) = (0, (Columns: 0, Rows: 0));
        for (var number = 0; number < desk.Areas.Length; number++)
        {
            var field = hearing.Field(number, asked.From);
            listening += field.Count;
            shape = Grid(
                desk.Areas[number],
                (place) => field.AtLeast(place, asked.LeastOf(desk.Areas[number].Region), asked.ClassOf(desk.Areas[number].Region)),
                cells
            );
        }
        return new AudibleField(cells.ToImmutable(), shape.Columns, shape.Rows, BySector(visit, cells), listening);
    }

    public byte[] GeoJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var cell in Cells)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WriteStartObject("properties");
                json.WriteNumber("p", Math.Round(cell.Probability, 3));
                json.WriteEndObject();
                json.WriteStartObject("geometry");
                json.WriteString("type", "Polygon");
                json.WriteStartArray("coordinates");
                json.WriteStartArray();
                foreach (var (x, y) in Corners(cell))
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(Math.Round(x, 5));
                    json.WriteNumberValue(Math.Round(y, 5));
                    json.WriteEndArray();
                }
                json.WriteEndArray();
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static (double X, double Y)[] Corners(AudibleCell cell) =>
        [(cell.West, cell.South), (cell.East, cell.South), (cell.East, cell.North), (cell.West, cell.North), (cell.West, cell.South)];

    private static (int Columns, int Rows) Grid(
        HearingArea area,
        Func<GeoPoint, double> probability,
        ImmutableArray<AudibleCell>.Builder cells
    )
    {
        var (east, north) = GeoPlane.MetresPerDegree((area.South + area.North) / 2);
        var (wide, high) = ((area.East - area.West) * east, (area.North - area.South) * north);
        var side = Math.Max(500, Math.Sqrt(wide * high / MostCells));
        var (columns, rows) = ((int)Math.Ceiling(wide / side), (int)Math.Ceiling(high / side));
        var (dx, dy) = ((area.East - area.West) / columns, (area.North - area.South) / rows);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (west, south) = (area.West + (column * dx), area.South + (row * dy));
                var p = probability(new GeoPoint(south + (dy / 2), west + (dx / 2)));
                cells.Add(new AudibleCell(west, south, west + dx, south + dy, p));
            }
        }
        return (columns, rows);
    }

    private static ImmutableArray<(string, string, double)> BySector(Visit visit, ImmutableArray<AudibleCell>.Builder cells)
    {
        var places = new PlaceProbability(visit.Mission.Atlas);
        var rows = ImmutableArray.CreateBuilder<(string, string, double)>();
        foreach (var sector in visit.Mission.Sectors.Select(visit.Mission.Atlas.Find).OfType<NamedShape>())
        {
            var inside = cells
                .Where(c =>
                    places.Inside(new PointPlace(new GeoPoint((c.South + c.North) / 2, (c.West + c.East) / 2), default), sector) > 0.5
                )
                .ToList();
            if (inside.Count > 0)
            {
                rows.Add((sector.Name, sector.Title, inside.Average(c => c.Probability)));
            }
        }
        return rows.ToImmutable();
    }
}
