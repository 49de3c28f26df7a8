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

    [Fact]
    public void Four_logarithms_are_those_of_each()
    {
        for (var x = 1e-12; x < 1e12; x *= 1.0071)
        {
            var four = VectorMath.Log(Vector256.Create(x, 1 / x, 1, 1 + x));
            four[0].ShouldBe(Math.Log(x), 1e-9);
            four[1].ShouldBe(-Math.Log(x), 1e-9);
            four[2].ShouldBe(0, 1e-12);
            four[3].ShouldBe(Math.Log(1 + x), 1e-9);
        }
        var value = 0.3;
        VectorMath.TakeExponent(ref value).ShouldBe(-2);
        value.ShouldBe(1.2, 1e-15);
    }

    [Theory]
    [InlineData(3, 17)]
    [InlineData(0, 3)]
    [InlineData(19, 19)]
    [InlineData(5, 4)]
    public void A_bump_is_added_to_the_steps_asked_for_and_to_no_other(int first, int last)
    {
        var stack = new double[20];
        Array.Fill(stack, 0.5);
        VectorMath.AddBump(stack, first, last, peak: 7, middle: 9.3, sigma: 2.5);
        for (var step = 0; step < stack.Length; step++)
        {
            var standard = (step - 9.3) / 2.5;
            var added = step >= first && step <= last ? Math.Log(1 + (7 * Math.Exp(-0.5 * standard * standard))) : 0;
            stack[step].ShouldBe(0.5 + added, 1e-7);
        }
    }
}
