namespace Holdfast.Core.Values;

/// <summary>Pairs of a point and an area that holds it, as two columns of equal length, sorted by point, then area (both by their index).</summary>
public sealed record GeofenceHits(int[] Points, int[] Areas)
{
    public int Count => Points.Length;
}
