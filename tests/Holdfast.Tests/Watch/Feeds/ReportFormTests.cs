using System.Text;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.ReportForm;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class ReportFormTests
{
    private const string Head =
        """ "id":"phone-0001","capturedAt":"2025-05-01T10:00:00Z","from":"2025-05-01T08:00:00Z","to":"2025-05-01T09:30:00Z","place":{"latitude":48.1,"longitude":37.7,"accuracyMetres":30}""";

    private static readonly Instant Received = Instant.FromUtc(2025, 5, 2, 0, 0);
    private static readonly ReportContext Context = new("patrols", "anna", Received, Mode.Actual, Standing.Attributed, Label.Restricted);

    [Theory]
    [InlineData(
        "patrol",
        """ "means":"patrol","kinds":["fire","presence"],"probabilityOfDetection":0.6,"route":[{"latitude":48,"longitude":37}]""",
        "null"
    )]
    [InlineData("denial", """ "by":"armed men at a checkpoint","reason":"none given","manner":"denied" """, "null fix")]
    [InlineData("casualty", """ "civiliansKilled":0,"civiliansInjured":2,"confirmation":"hospital","cause":"shelling" """, "fix")]
    [InlineData("damage", """ "object":"school roof","extent":"moderate" """, "fix")]
    [InlineData("mine", """ "device":"mine","number":3,"marked":false,"model":"TM-62" """, "fix")]
    [InlineData("inventory", """ "site":"Depot 4","items":[{"weapon":"122 mm howitzer","expected":6,"present":4}]""", "")]
    [InlineData(
        "observation",
        """ "kind":"mortar","means":"heard","count":3,"weapon":"mortar","calibreMillimetres":82,"direction":"SW to NE" """,
        "fix"
    )]
    [InlineData("observation", """ "kind":"fire","means":"seen","nothingSeen":true,"probabilityOfDetection":0.4 """, "null")]
    public void Each_form_is_recorded_with_its_observations_and_reads_back(string type, string fields, string observations)
    {
        var report = Read(type, fields).Report.ShouldNotBeNull();
        var drafts = ReportDrafts.Of(report, Context);
        drafts[0].Kind.ShouldBe($"report.{type}/1");
        drafts.ShouldAllBe(d => EntryRules.FaultOf(d) == null);
        string.Join(' ', drafts.Skip(1).Select(d => d.Kind["observation.".Length..^2])).ShouldBe(observations);
        drafts.ShouldAllBe(d => d.Label == Label.Restricted && d.Author == "anna" && d.Valid == report.When);
        var back = ReportCodec.Decode(drafts[0].Kind, drafts[0].Body);
        ReportCodec.Encode(back).ToArray().ShouldBe(drafts[0].Body.ToArray());
    }

    [Fact]
    public void A_report_handed_in_again_later_gives_the_same_entries()
    {
        var json = Json("damage", """ "object":"well","extent":"light" """);
        var first = ReportDrafts.Of(ReportParser.Parse(json, Received).Report.ShouldNotBeNull(), Context);
        var later = Context with { ReceivedAt = Received + Duration.FromDays(2) };
        var again = ReportDrafts.Of(ReportParser.Parse(json, later.ReceivedAt).Report.ShouldNotBeNull(), later);
        again
            .Select(d => (d.MessageId, Encoding.UTF8.GetString(d.Body.Span)))
            .ShouldBe(first.Select(d => (d.MessageId, Encoding.UTF8.GetString(d.Body.Span))));
    }

    [Fact]
    public void A_denial_blinds_and_a_patrol_only_watches()
    {
        var denial = Read("denial", """ "by":"x","reason":"y","manner":"denied" """).Report.ShouldNotBeNull();
        var blind = ReportObservations.Of(denial, Context).OfType<NullObservation>().Single();
        (blind.Means, blind.ProbabilityOfDetection, blind.WatchOnly).ShouldBe(("denial", 0.0, false));
        var patrol = Read("patrol", """ "means":"uav_log","kinds":["fire"],"probabilityOfDetection":0.6""").Report.ShouldNotBeNull();
        var watch = ReportObservations.Of(patrol, Context).OfType<NullObservation>().Single();
        (watch.Means, watch.ProbabilityOfDetection, watch.WatchOnly).ShouldBe(("uav_log", 0.6, true));
    }

    [Theory]
    [InlineData(""" "object":"x","extent":"sever" """, "extent not-a-choice severe")]
    [InlineData(""" "object":"x","extend":"light","extent":"light" """, "extend unknown-field extent")]
    [InlineData(""" "extent":"light" """, "object missing ")]
    [InlineData(""" "object":5,"extent":"light" """, "object not-text ")]
    [InlineData(""" "object":"\ud800","extent":"light" """, "object not-text ")]
    public void A_wrong_field_is_named_with_the_nearest_right_thing(string fields, string expected)
    {
        var error = Read("damage", fields).Errors.ShouldHaveSingleItem();
        $"{error.Field} {error.Code} {error.Suggestion}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("{", "not-json")]
    [InlineData("[]", "not-json")]
    [InlineData("{\"type\":\"patroll\"}", "not-a-choice")]
    [InlineData("{\"\\ud800\":1}", "not-json")]
    public void What_is_no_report_is_refused(string json, string code) =>
        ReportParser.Parse(Encoding.UTF8.GetBytes(json), Received).Errors.ShouldContain(e => e.Code == code);

    [Fact]
    public void A_report_from_the_future_or_beyond_its_bounds_is_refused()
    {
        var json = Json("damage", """ "object":"well","extent":"light" """);
        ReportParser
            .Parse(json, Instant.FromUtc(2025, 4, 1, 0, 0))
            .Errors.ShouldContain(e => e.Code == "in-the-future" && e.Field == "capturedAt");
        ReportParser.Parse(new byte[ReportParser.MostBytes + 1], Received).Errors.ShouldHaveSingleItem().Code.ShouldBe("too-large");
        Read("damage", $" \"object\":\"{new string('x', 400)}\",\"extent\":\"light\" ")
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("too-long");
    }

    private static ReportResult Read(string type, string fields) => ReportParser.Parse(Json(type, fields), Received);

    private static byte[] Json(string type, string fields) => Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",{Head},{fields}}}");
}
