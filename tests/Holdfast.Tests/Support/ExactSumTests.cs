using System.Globalization;
using System.Numerics;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support;

public sealed class ExactSumTests
{
    // Whole numbers of 10^-28, from the decimal's own text.
    private static BigInteger Whole(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text + new string('0', 28) : text.Remove(point, 1) + new string('0', 28 - (text.Length - point - 1));
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static BigInteger Whole(decimal value) => Whole(value.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void A_sum_is_that_of_whole_numbers_whatever_the_order_and_the_grouping() =>
        SupportWorld.ForAnySeed(random =>
        {
            decimal[] values =
            [
                .. Enumerable.Range(0, random.Next(60)).Select(_ => SupportWorld.AnyDecimal(random) * (random.Next(2) == 0 ? 1 : -1)),
            ];
            var expected = values.Aggregate(BigInteger.Zero, (sum, v) => sum + Whole(v));
            var forwards = new ExactSum(values);
            random.Shuffle(values);
            var shuffled = new ExactSum(values);
            var grouped = new ExactSum();
            foreach (var group in values.Chunk(1 + random.Next(7)))
            {
                grouped.Add(new ExactSum(group));
            }
            return Whole(forwards.ToString()) == expected
                && shuffled.ToString() == forwards.ToString()
                && grouped.ToString() == forwards.ToString()
                && forwards.Sign == expected.Sign;
        });

    [Fact]
    public void What_is_added_and_taken_back_leaves_nothing() =>
        SupportWorld.ForAnySeed(random =>
        {
            var (a, b) = (
                new ExactSum(Enumerable.Range(0, 20).Select(_ => SupportWorld.AnyDecimal(random))),
                new ExactSum(Enumerable.Range(0, 20).Select(_ => SupportWorld.AnyDecimal(random)))
            );
            var both = new ExactSum();
            both.Add(a);
            both.Add(b);
            both.Subtract(a);
            both.Subtract(b);
            return both.IsZero && both.ToString() == "0";
        });

    [Fact]
    public void A_decimal_sum_would_depend_on_the_order_and_this_one_does_not()
    {
        decimal[] values = [79228162514264337593543950335m, 0.4m, 0.4m, -79228162514264337593543950335m];
        values.Sum().ShouldNotBe(0.8m);
        new ExactSum(values).Value.ShouldBe(0.8m);
    }

    [Fact]
    public void A_sum_that_no_decimal_holds_is_told_in_full_and_refused_as_a_decimal()
    {
        var sum = new ExactSum([decimal.MaxValue, decimal.MaxValue, 0.1m]);
        sum.ToString().ShouldBe("158456325028528675187087900670.1");
        Should.Throw<OverflowException>(() => sum.Value).Message.ShouldContain(sum.ToString());
    }

    [Fact]
    public void Many_amounts_near_the_short_ways_end_are_still_exact()
    {
        var sum = new ExactSum(Enumerable.Repeat(18446744073709551615m, 1_000));
        sum.ToString().ShouldBe("18446744073709551615000");
        sum.Value.ShouldBe(18446744073709551615000m);
    }
}
