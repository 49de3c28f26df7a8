using System.Collections.Immutable;
using Holdfast.Core.Forces.Answers;

namespace Holdfast.Web.Forces;

/// <summary>A step of the curve of what stands: a month or a day.</summary>
/// <param name="At">Its number, from 0.</param>
/// <param name="Quantiles">At 5, 25, 50, 75 and 95 per cent; empty where there is no distribution.</param>
public sealed record CurvePoint(int At, long Asked, long Planned, ImmutableArray<long> Quantiles)
{
    public static ImmutableArray<CurvePoint> Of(IEnumerable<GenerationMonth> curve) =>
        [.. curve.Select(m => new CurvePoint(m.Month, m.Asked, m.Planned, m.Quantiles))];

    public static ImmutableArray<CurvePoint> Of(IEnumerable<GenerationDay> curve) =>
        [.. curve.Select(d => new CurvePoint(d.Day, d.Asked, d.Planned, d.Quantiles))];
}
