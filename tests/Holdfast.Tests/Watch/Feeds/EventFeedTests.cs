using System.IO.Compression;
using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class EventFeedTests
{
    [Fact]
    public async Task An_acled_row_is_as_uncertain_as_its_codes_and_names_nobody_as_the_one_who_did_it()
    {
        var fixes = (await Reading.OfAsync("acled", EventFixtures.Acled)).Fixes;
        var shelling = fixes.Single(f => f.Id.Series == "LND1");
        shelling.Kinds.ShouldBe([new KindWeight("missile", 0.5), new KindWeight("shelling", 0.5)]);
        shelling.Where.ShouldBe(new PointPlace(new GeoPoint(48.5, 37.5), ErrorEllipse.Circle(1_500)));
        shelling.When.ToString().ShouldBe("2024-03-04T22:00:00.000000000Z/2024-03-05T21:59:59.999999999Z");
        shelling.ReportedAt.ShouldBe(Instant.FromUnixTimeSeconds(1709740000));
        shelling.Credibility.ShouldBe(2);
        shelling.Attributes["actor1"].ShouldBe("Forces A");
        shelling.StatedDirection.ShouldBeNull();
        var clash = fixes.Single(f => f.Id.Series == "LND2");
        clash.Where.ShouldBeOfType<PointPlace>().Error.SemiMajorMetres.ShouldBe(12_500);
        (clash.When.Width > Duration.FromDays(12)).ShouldBeTrue();
        clash.Casualties.ShouldBe(new Casualties(null, null, 3, null, null, "estimate"));
        var attack = fixes.Single(f => f.Id.Series == "LND3");
        attack.Where.ShouldBe(new AreaPlace("North", new GeoPoint(48.5, 37.5), 150_000));
        attack.When.Earliest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2024, 3, 1));
        attack.When.Latest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2024, 3, 31));
        fixes.Single(f => f.Id.Series == "LND10").Kinds.ShouldBe([new KindWeight("event", 1)]);
    }

    [Fact]
    public async Task Of_several_rows_of_one_acled_event_the_newest_counts_and_the_others_say_which()
    {
        var reading = await Reading.OfAsync("acled", EventFixtures.Acled);
        var revised = reading.Fixes.Where(f => f.Id.Series == "LND4").ShouldHaveSingleItem();
        revised.Description.ShouldBe("Later text.");
        revised.Supersedes.ShouldBe([new Supersession("LND4")]);
        reading.Fixes.Count(f => f.Id.Series == "LND5").ShouldBe(1);
        var older = reading.Quarantined.First(q => q.Code == "superseded");
        (older.Line, older.Column).ShouldBe((5, "event_id_cnty"));
        older.Reason.ShouldContain("line 6");
    }

    [Fact]
    public async Task An_older_acled_export_with_semicolons_is_read_by_its_own_names()
    {
        var reading = await Reading.OfAsync("acled", EventFixtures.AcledOld);
        reading.Fixes.Select(f => f.Kinds[0].Kind).ShouldBe(["use_of_force", "use_of_force"]);
        reading.Fixes[0].When.Earliest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2015, 2, 18));
        reading.Fixes[0].Description.ShouldBe("Text, with a comma");
        var refused = await Should.ThrowAsync<FeedFormatException>(() =>
            Reading.OfAsync("acled", EventFixtures.AcledHeader.Replace("geo_precision", "geo_precison"))
        );
        refused.Message.ShouldContain("geo_precison");
    }

    [Fact]
    public async Task Each_outlet_of_viina_is_a_source_of_its_own_and_reports_are_not_events()
    {
        var fixes = (await Reading.OfAsync("viina", EventFixtures.Viina)).Fixes;
        fixes.Select(f => f.SourceId).ShouldBe(["src-unian", "src-ria", "src", "src-unian", "src-unian"]);
        fixes.ShouldAllBe(f => f.Id.Producer == "src");
        fixes[0].Attributes["event_id_1pd"].ShouldBe(fixes[1].Attributes["event_id_1pd"]);
        fixes[0].Description.ShouldBe("Обстріл міста");
        fixes[0].ReportedAt.ShouldBe(Instant.FromUtc(2023, 2, 16, 12, 5));
        fixes[0].When.Earliest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2023, 2, 15));
        fixes[0].When.Latest.ShouldBe(Instant.FromUtc(2023, 2, 16, 12, 5));
        fixes[0].Kinds.ShouldBe([new KindWeight("shelling", 1)]);
        fixes[1].Kinds.Select(k => (k.Kind, Math.Round(k.Probability, 3))).ShouldBe([("air_strike", 0.333), ("shelling", 0.667)]);
        fixes[2].Kinds.ShouldBe([new KindWeight("damage", 1)]);
        fixes[3].Kinds.ShouldBe([new KindWeight("event", 1)]);
        fixes[0].Attributes["actors named by the classifier"].ShouldBe("a_rus");
        fixes.ShouldAllBe(f => f.StatedDirection == null);
    }

    [Fact]
    public async Task A_place_of_viina_is_as_large_as_its_code_and_named_in_latin_letters()
    {
        var fixes = (await Reading.OfAsync("viina", EventFixtures.Viina)).Fixes;
        fixes[0].Where.ShouldBeOfType<PointPlace>().Error.SemiMajorMetres.ShouldBe(500);
        fixes[1].Where.ShouldBeOfType<PointPlace>().Error.SemiMajorMetres.ShouldBe(3_000);
        fixes[2].Where.ShouldBe(new AreaPlace("North Oblast", new GeoPoint(48.5, 37.5), 150_000));
        fixes[3].Where.ShouldBe(new AreaPlace("East Raion", new GeoPoint(48.5, 37.5), 35_000));
        fixes[4].Where.ShouldBe(fixes[3].Where);
    }

    [Fact]
    public async Task Cyrillic_of_another_encoding_is_read_and_said_so()
    {
        var cyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251).ShouldNotBeNull();
        var text = EventFixtures.ViinaInfo;
        var reading = await Reading.OfAsync(FeedRegistry.Find("viina"), cyrillic.GetBytes(text));
        reading.Fixes[0].Description.ShouldBe("Обстріл");
        reading.Fixes[0].Attributes["address"].ShouldBe("Містечко");
        reading.Fixes[0].Attributes["text encoding"].ShouldBe("windows-1251");
        (await Reading.OfAsync(FeedRegistry.Find("viina"), Encoding.UTF8.GetBytes("\uFEFF" + text))).Fixes.ShouldAllBe(f =>
            !f.Attributes.ContainsKey("text encoding")
        );
        var wide = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray();
        (await Reading.OfAsync(FeedRegistry.Find("viina"), wide)).Fixes[0].Description.ShouldBe("Обстріл");
    }

    [Fact]
    public async Task Info_and_labels_in_one_archive_are_joined_and_either_alone_says_what_it_lacks()
    {
        var joined = await Reading.OfAsync(
            FeedRegistry.Find("viina"),
            Zip(
                ("data/event_info_latest_2022.csv", EventFixtures.ViinaInfo),
                ("data/event_labels_latest_2022.csv", EventFixtures.ViinaLabels)
            )
        );
        joined.Fixes.ShouldHaveSingleItem().Kinds.ShouldBe([new KindWeight("shelling", 1)]);
        joined.Quarantined.ShouldHaveSingleItem().Code.ShouldBe("not-about-war");
        var alone = await Reading.OfAsync(FeedRegistry.Find("viina"), Zip(("event_info.csv", EventFixtures.ViinaInfo)));
        alone.Fixes.ShouldAllBe(f => f.Attributes["labels"].StartsWith("none") && f.Kinds[0].Kind == "event");
        (await Should.ThrowAsync<FeedFormatException>(() => Reading.OfAsync("viina", EventFixtures.ViinaLabels))).Message.ShouldContain(
            "event_info"
        );
        (
            await Should.ThrowAsync<FeedFormatException>(() =>
                Reading.OfAsync(FeedRegistry.Find("viina"), Zip(("a.csv", "x"), ("event_info.csv", EventFixtures.ViinaInfo)))
            )
        ).Message.ShouldContain("event_labels");
    }

    [Theory]
    [InlineData("t_airalert_b", "", "alert")]
    [InlineData("t_occupy_b", "", "troop_presence")]
    [InlineData("t_airalert_b", "t_uav_b", "uav_strike")]
    [InlineData("t_hospital_b", "", "use_of_force")]
    [InlineData("t_hospitals_b", "", "use_of_force")]
    public async Task Labels_of_the_later_viina_tables_are_kinds(string first, string second, string kind)
    {
        var (more, yes) = second.Length > 0 ? ("," + second, ",1") : ("", "");
        var table =
            $"event_id,date,latitude,longitude,GEO_PRECISION,source,t_mil_b,{first}{more}\n7,20240305,48.5,37.5,STREET,unian,1,1{yes}\n";
        var fix = (await Reading.OfAsync("viina", table)).Fixes.ShouldHaveSingleItem();
        fix.Kinds.ShouldBe([new KindWeight(kind, 1)]);
    }

    [Fact]
    public async Task An_alert_runs_until_it_is_updated_or_cancelled_and_counts_once_in_two_languages()
    {
        var reading = await Reading.OfAsync("cap", EventFixtures.Cap);
        reading.Fixes.Count.ShouldBe(4);
        reading.Fixes.ShouldAllBe(f => f.Kinds[0].Kind == "alert");
        reading.Fixes[0].Description.ShouldBe("Air raid & more: A town");
        reading.Fixes[0].When.ToString().ShouldBe("2022-03-15T14:05:00.000000000Z/2022-03-15T16:00:00.000000000Z");
        Succession
            .Standing(reading.Fixes)
            .Single(o => o.Id == reading.Fixes[0].Id)
            .When.ToString()
            .ShouldBe("2022-03-15T14:05:00.000000000Z/2022-03-15T15:00:00.000000000Z");
        var area = reading.Fixes[0].Where.ShouldBeOfType<AreaPlace>();
        (area.Point.Latitude, area.Point.Longitude).ShouldBe((48.5, 37.5));
        area.RadiusMetres.ShouldBeInRange(66_000, 67_500);
        reading.Fixes[1].Where.ShouldBeOfType<AreaPlace>().RadiusMetres.ShouldBeInRange(19_900, 20_100);
        reading.Fixes[1].Supersedes.ShouldHaveSingleItem().From.ShouldBe(Instant.FromUtc(2022, 3, 15, 15, 0));
        Succession
            .Standing(reading.Fixes)
            .Single(o => o.Id == reading.Fixes[1].Id)
            .When.Latest.ShouldBe(Instant.FromUtc(2022, 3, 15, 15, 30));
        reading.Fixes[2].Where.ShouldBeOfType<AreaPlace>().Name.ShouldBe("Donetsk");
        reading.Fixes[3].Description.ShouldStartWith("Cancelled: ");
        reading.Fixes[3].When.Width.ShouldBe(Duration.Zero);
        reading.Quarantined.First(q => q.Code == "unknown-place").Reason.ShouldContain("Donetska oblast");
    }

    [Fact]
    public async Task Alerts_with_a_document_type_and_files_without_alerts_are_refused()
    {
        const string Bomb =
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<alert><identifier>&b;</identifier></alert>";
        (await Should.ThrowAsync<FeedFormatException>(() => Reading.OfAsync("cap", Bomb))).Diagnostic.Code.ShouldBe("document-type");
        (await Should.ThrowAsync<FeedFormatException>(() => Reading.OfAsync("cap", "<feed><alerts/></feed>"))).Diagnostic.Code.ShouldBe(
            "not-cap"
        );
        var inside = await Reading.OfAsync("cap", "\n<alert><identifier>1</identifier><!DOCTYPE x></alert>");
        inside.Quarantined.ShouldHaveSingleItem().Code.ShouldBe("bad-xml");
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return target.ToArray();
    }
}
