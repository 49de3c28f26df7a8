using Holdfast.Core.Missions;
using Holdfast.Tests.Forces;
using Shouldly;

namespace Holdfast.Tests.Missions;

/// <summary>Single values of an offer are changed in its text; nothing else is.</summary>
public sealed class OfferTextTests
{
    private const string Block = """
        # Kept as it is.
        nation: FR
        offers:
          - id: FR.infantry   # the first
            capability: infantry
            quantity: 8
            readiness_days: 20
            caveats:
              - "not asked(combat)"
              - not at(front) within 50 km
            # About where it comes from.
            standing: attributed
            cites: Doc
          - { id: FR.engineers, capability: engineers, quantity: 4, readiness_days: 20, when: "peace", standing: attributed, cites: Doc }
        """;

    private static Dictionary<string, string> Fields(params (string Key, string Value)[] fields) =>
        fields.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

    [Fact]
    public void Offers_are_read_as_they_are_written()
    {
        var offers = OfferText.Read(Block);
        offers.Select(o => (o.Id, o.Line, o.UntilLine)).ShouldBe([("FR.infantry", 4, 13), ("FR.engineers", 14, 14)]);
        offers[0].Values["caveats"].ShouldBe("not asked(combat)\nnot at(front) within 50 km");
        (offers[0].Values["quantity"], offers[0].Lines["quantity"]).ShouldBe(("8", 6));
        offers[1].Values["when"].ShouldBe("peace");
        OfferText.Read("nation: [").ShouldBeEmpty();
        OfferText.Read("").ShouldBeEmpty();
        OfferText.Read("offers: 3").ShouldBeEmpty();
        OfferText.Read(new string('[', 60_000)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_changed_stays_to_the_letter()
    {
        var offers = OfferText.Read(Block);
        OfferText.With(Block, "FR.infantry", offers[0].Values).ShouldBe(Block);
        OfferText.With(Block.Replace("\n", "\r\n", StringComparison.Ordinal), "FR.engineers", offers[1].Values).ShouldBe(Block);
        OfferText.With(Block, "FR.nothing", Fields()).ShouldBeNull();
    }

    [Fact]
    public void A_number_a_list_and_a_new_key_are_written_into_a_block()
    {
        var changed = OfferText
            .With(
                Block,
                "FR.infantry",
                Fields(("quantity", "12"), ("caveats", " not asked(on_land) \r\n\r\n"), ("bound", "3"), ("when", "peace and a"))
            )
            .ShouldNotBeNull();
        changed.ShouldBe(
            Block
                .Replace("# the first\n", "# the first\n    bound: 3\n    when: \"peace and a\"\n", StringComparison.Ordinal)
                .Replace("quantity: 8", "quantity: 12", StringComparison.Ordinal)
                .Replace(
                    "      - \"not asked(combat)\"\n      - not at(front) within 50 km\n",
                    "      [\"not asked(on_land)\"]\n",
                    StringComparison.Ordinal
                )
        );
        var read = OfferText.Read(changed)[0].Values;
        (read["caveats"], read["bound"], read["when"]).ShouldBe(("not asked(on_land)", "3", "peace and a"));
    }

    [Fact]
    public void Keys_are_taken_out_of_blocks_and_of_one_line()
    {
        var without = OfferText.With(Block, "FR.infantry", Fields(("caveats", ""))).ShouldNotBeNull();
        without.ShouldNotContain("combat");
        without.ShouldContain("# About where it comes from.");
        OfferText.Read(without)[0].Values.ShouldNotContainKey("caveats");
        var line = OfferText.With(Block, "FR.engineers", Fields(("when", ""), ("areas", "town\nhub"), ("quantity", "5"))).ShouldNotBeNull();
        line.ShouldEndWith(
            "- { id: FR.engineers, areas: [town, hub], capability: engineers, quantity: 5, readiness_days: 20, standing: attributed, cites: Doc }"
        );
        // What cannot be taken out here is left to the text.
        OfferText.With(Block, "FR.infantry", Fields(("id", ""))).ShouldBeNull();
    }

    [Fact]
    public void What_was_typed_can_break_out_of_nothing_and_is_judged_by_the_reader_of_offers()
    {
        var mission = ForceWorldFiles.Mission();
        string[] typed = ["-3", "many", "5, standing: recorded", "\"; x: [", "# nothing", "a\\", "{}"];
        foreach (var value in typed)
        {
            var text = OfferText.With(ForceWorldFiles.France, "FR.infantry", Fields(("quantity", value))).ShouldNotBeNull();
            OfferText.Read(text).Select(o => o.Id).ShouldBe(["FR.infantry", "FR.engineers"], value);
            OfferText.Read(text)[0].Values["quantity"].ShouldBe(value);
            var (offers, diagnostics) = MissionReader.ReadOffers(mission, "your offers", text);
            offers.ShouldBeNull();
            diagnostics.ShouldContain(d => d.Line == 3);
        }
        var caveat = OfferText.With(ForceWorldFiles.France, "FR.infantry", Fields(("caveats", "not asked(\"combat\")"))).ShouldNotBeNull();
        OfferText.Read(caveat)[0].Values["caveats"].ShouldBe("not asked(\"combat\")");
    }

    [Fact]
    public void Every_offer_of_every_shipped_nation_is_read_and_left_as_it_is()
    {
        var folder = Path.Combine(House.Repository.Root, "missions", "ukraine", "forces", "offers");
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml"))
        {
            var text = File.ReadAllText(file);
            var offers = OfferText.Read(text);
            offers.ShouldNotBeEmpty(file);
            foreach (var offer in offers)
            {
                OfferText.With(text, offer.Id, offer.Values).ShouldBe(text);
                var more = OfferText.With(text, offer.Id, Fields(("quantity", "77"), ("bound", "7"), ("areas", "x.y"))).ShouldNotBeNull();
                var read = OfferText.Read(more);
                read.Select(o => o.Id).ShouldBe(offers.Select(o => o.Id));
                read.Single(o => o.Id == offer.Id).Values["bound"].ShouldBe("7");
            }
        }
    }
}
