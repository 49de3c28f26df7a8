using System.Text;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

public sealed class SupportBodiesTests
{
    private static bool Same(LedgerItem a, LedgerItem b) => a.Follows.SequenceEqual(b.Follows) && (a with { Follows = b.Follows }) == b;

    [Fact]
    public void Any_item_reads_back_as_itself_to_the_last_digit() =>
        ForAnySeed(random =>
        {
            var item = AnyItem(random, random.Next(1000));
            var body = SupportBodies.Write(item);
            var back = SupportBodies.ReadItem(body);
            return Same(item, back) && body.AsSpan().SequenceEqual(SupportBodies.Write(back));
        });

    [Fact]
    public void Items_of_an_edition_and_its_head_read_back_as_themselves()
    {
        var random = new Random(7);
        LedgerItem[] items = [.. Enumerable.Range(0, 40).Select(i => AnyItem(random, i))];
        var (id, back) = SupportBodies.ReadItems(SupportBodies.Write("kiel/x", items));
        id.ShouldBe("kiel/x");
        back.Zip(items).ShouldAllBe(p => Same(p.First, p.Second));
        var edition = Edition("kiel/x", "2026-07-16", 2, ["s/allocation", "t/commitment"]) with
        {
            Items = 40,
            Compared = 208,
            Files = [new EditionFile("a.csv", new string('a', 64), 10, 1)],
            Checks =
            [
                new EditionCheck("military 2024-03", new ItemRow("a.csv", 7), 0.000001m, 0.0000010000000000000000000001m, 0.5m, "EUR bn"),
            ],
            Notes = [new EditionNote("n", "A note.", 3)],
            Gdp = [new DonorGdp("DE", 4121.16m, new ItemRow("a.csv", 9))],
        };
        var read = SupportBodies.ReadEdition(SupportBodies.Write(edition));
        SupportBodies.Write(read).ShouldBe(SupportBodies.Write(edition));
        (read.Checks.Single(), read.Gdp.Single(), read.KnownOn, read.Order).ShouldBe(
            (edition.Checks[0], edition.Gdp[0], edition.KnownOn, 2)
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"donor\":\"DE\",\"file\":\"f\",\"id\":\"a\",\"kind\":\"equipment\",\"line\":2,\"series\":\"s\",\"stage\":\"pleged\"}")]
    [InlineData(
        "{\"amount\":\"1,5\",\"currency\":\"EUR\",\"donor\":\"DE\",\"file\":\"f\",\"id\":\"a\",\"kind\":\"equipment\",\"line\":2,\"series\":\"s\",\"stage\":\"pledge\"}"
    )]
    [InlineData(
        "{\"amount\":\"1\",\"donor\":\"DE\",\"file\":\"f\",\"id\":\"a\",\"kind\":\"equipment\",\"line\":2,\"series\":\"s\",\"stage\":\"pledge\"}"
    )]
    [InlineData(
        "{\"more\":1,\"donor\":\"DE\",\"file\":\"f\",\"id\":\"a\",\"kind\":\"equipment\",\"line\":2,\"series\":\"s\",\"stage\":\"pledge\"}"
    )]
    public void A_body_that_is_none_is_refused(string body) =>
        Should.Throw<FormatException>(() => SupportBodies.ReadItem(Encoding.UTF8.GetBytes(body)));
}
