using System.Runtime.Intrinsics;
using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class VectorMathTests
{
    [Fact]
    public void Four_exponentials_fall_as_one_does()
    {
        for (var x = 0.0; x < 39.9; x += 0.013)
        {
            var four = VectorMath.Falling(Vector256.Create(x, x / 3, 0, 39.99));
            four[0].ShouldBe(Math.Exp(-x), 1e-8 * Math.Exp(-x));
            four[1].ShouldBe(Math.Exp(-x / 3), 1e-8 * Math.Exp(-x / 3));
            four[2].ShouldBe(1);
            four[3].ShouldBe(Math.Exp(-39.99), 1e-8 * Math.Exp(-39.99));
        }
        VectorMath.Falling(Vector256.Create(40, 1e6, double.MaxValue, double.PositiveInfinity)).ShouldBe(Vector256<double>.Zero);
    }

    [Fact]
    public void A_power_of_two_that_is_taken_out_and_what_is_left_make_the_number()
    {
        var value = Vector256.Create(1e-200, 0.3, 1, 7e150);
        var left = value;
        var powers = VectorMath.TakeExponent(ref left);
        for (var lane = 0; lane < 4; lane++)
        {
            left[lane].ShouldBeInRange(1, 2);
            Math.ScaleB(left[lane], (int)powers[lane]).ShouldBe(value[lane]);
        }
    }
}
