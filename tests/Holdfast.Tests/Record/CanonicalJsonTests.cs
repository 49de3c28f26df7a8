using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Record;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785 appendix B: IEEE 754 bits in hexadecimal and the text of the number.</summary>
    [Theory]
    [InlineData(0x0000000000000000UL, "0")]
    [InlineData(0x8000000000000000UL, "0")]
    [InlineData(0x0000000000000001UL, "5e-324")]
    [InlineData(0x8000000000000001UL, "-5e-324")]
    [InlineData(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffffUL, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000UL, "9007199254740992")]
    [InlineData(0xc340000000000000UL, "-9007199254740992")]
    [InlineData(0x4430000000000000UL, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6UL, "1e+23")]
    [InlineData(0x44b52d02c7e14af7UL, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4fUL, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50UL, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [InlineData(0x41b3de4355555553UL, "333333333.3333332")]
    [InlineData(0x41b3de4355555554UL, "333333333.33333325")]
    [InlineData(0x41b3de4355555555UL, "333333333.3333333")]
    [InlineData(0x41b3de4355555556UL, "333333333.3333334")]
    [InlineData(0x41b3de4355555557UL, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959UL, "1424953923781206.2")]
    public void Numbers_are_written_as_the_RFCs_table_says(ulong bits, string expected) =>
        Number(BitConverter.UInt64BitsToDouble(bits)).ShouldBe(expected);

    [Theory]
    [InlineData(0x7fffffffffffffffUL)]
    [InlineData(0x7ff0000000000000UL)]
    [InlineData(0xfff0000000000000UL)]
    public void Numbers_that_are_not_finite_are_errors(ulong bits) =>
        Should.Throw<CanonicalJsonException>(() => Number(BitConverter.UInt64BitsToDouble(bits)));

    [Fact]
    public void Any_finite_number_reads_back_as_itself() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                ArbMap.Default.ArbFor<long>(),
                bits =>
                {
                    var value = BitConverter.Int64BitsToDouble(unchecked(bits * -7046029254386353131L));
                    return !double.IsFinite(value)
                        || double.Parse(Number(value), System.Globalization.CultureInfo.InvariantCulture).Equals(value);
                }
            )
        );

    [Fact]
    public void The_RFCs_sample_comes_out_as_printed() =>
        Canonical(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
                  "literals": [null, true, false]
                }
                """
            )
            .ShouldBe(
                """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"""
            );

    [Fact]
    public void Names_sort_by_UTF16_code_units_as_the_RFCs_sample_does() =>
        Canonical("""{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Face","\u0080":"Control","\u00f6":"O"}""")
            .ShouldBe(
                "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"O\",\"€\":\"Euro\",\"😀\":\"Face\",\"\ufb33\":\"Dalet\"}"
            );

    [Theory]
    [InlineData("{\"a\":1,\n \"a\":2}", "line 2, column 2", "occurs twice")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "line 1, column 8", "occurs twice")]
    [InlineData("[\"\\ud83d\"]", "line 1, column 2", "surrogate")]
    [InlineData("[1e400]", "line 1, column 2", "range of a double")]
    [InlineData("[NaN]", "line 1, column 2", "")]
    [InlineData("[1] 2", "line 1", "")]
    [InlineData("{\"a\":", "line 1", "")]
    [InlineData("", "line 1", "")]
    public void Texts_without_a_canonical_form_are_errors_that_say_where(string json, string where, string what)
    {
        var error = Should.Throw<CanonicalJsonException>(() => Canonical(json));
        error.Message.ShouldStartWith(where);
        error.Message.ShouldContain(what);
    }

    [Fact]
    public void Bad_UTF8_too_deep_and_too_large_texts_are_errors()
    {
        Should.Throw<CanonicalJsonException>(() => CanonicalJson.Canonicalize([(byte)'"', 0xff, (byte)'"']));
        Should.Throw<CanonicalJsonException>(() => Canonical(new string('[', 65) + new string(']', 65)));
        Should.Throw<CanonicalJsonException>(() => CanonicalJson.Canonicalize("[1,2,3]"u8, maxBytes: 6)).Message.ShouldContain("at most 6");
        Canonical(new string('[', 64) + new string(']', 64)).Length.ShouldBe(128);
    }

    [Fact]
    public void Canonicalizing_is_idempotent_and_blind_to_order_and_white_space() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Gen.Sized(size => JsonTree.Any(Math.Min(size, 40))).ToArbitrary(),
                tree =>
                {
                    var one = Canonical(tree.Write(reversed: false, spaced: false));
                    var two = Canonical(tree.Write(reversed: true, spaced: true));
                    return one == two && Canonical(one) == one && CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(one));
                }
            )
        );

    [Theory]
    [InlineData("{\"b\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":-0}")]
    [InlineData("{\"a\":1e2}")]
    [InlineData("{\"a\":\"\\/\"}")]
    [InlineData("{\"a\":\"\\u0041\"}")]
    [InlineData("{\"a\":\"\\u000a\"}")]
    [InlineData("{\"a\":\"\\u001F\"}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":1},\"kind\":\"fact/1\"")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[1,2}")]
    [InlineData("{\"a\"}")]
    [InlineData("{")]
    [InlineData("")]
    public void The_scan_refuses_what_is_not_canonical(string json) =>
        CanonicalJson.FaultOf(Encoding.UTF8.GetBytes(json)).ShouldNotBeNull();

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"\":-1.5,\"\\n\":\"\\u001f\",\"a\":[true,false,null,\"é😀\\\"\\\\\"],\"é\":{\"😀\":1,\"\ufb33\":1e+21}}")]
    public void The_scan_accepts_what_is_canonical(string json)
    {
        CanonicalJson.FaultOf(Encoding.UTF8.GetBytes(json)).ShouldBeNull();
        Canonical(json).ShouldBe(json);
    }

    [Fact]
    public void The_writer_refuses_names_out_of_order_and_values_out_of_place()
    {
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        writer.String("b", "x");
        Should.Throw<InvalidOperationException>(() => writer.Name("a"));
        Should.Throw<InvalidOperationException>(() => writer.Name("b"));
        Should.Throw<InvalidOperationException>(() => writer.String("no name"));
        Should.Throw<InvalidOperationException>(writer.EndArray);
        Should.Throw<CanonicalJsonException>(() => writer.String("c", "\ud83d!"));
    }

    private static string Number(double value)
    {
        Span<byte> text = stackalloc byte[Es6Number.MaxBytes];
        return Encoding.ASCII.GetString(text[..Es6Number.Format(value, text)]);
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));
}
