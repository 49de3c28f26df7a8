using Holdfast.App.Commission;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Access;
using Holdfast.Tests.Commission;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// A mission whose record holds, under each kind of label, an observation, a fact and a line in quarantine that carry a word found nowhere else; and a case that is
/// nobody's but its commission's.
/// </summary>
internal static class CanaryWorld
{
    public const string Name = "canary";
    public const string Sealed = "Zqcasexhiddenword";

    /// <summary>Kinds of labels, by number; what each reader may read of them is written down in <see cref="CanaryTests"/>.</summary>
    public static readonly string[] Labels =
    [
        "public",
        "restricted",
        "confidential",
        "restricted cat:ALPHA",
        "restricted any:BETA,GAMMA",
        "restricted rel:FR",
        "policy:NATO restricted",
        "confidential cat:SEAL.2026-0001",
    ];

    // Long enough that no random token comes to spell one.
    public static string Word(int label, string kind) => $"Zq{label}xhidden{kind}";

    public static Mission Mission() =>
        WebWorld.Mission(Name) with
        {
            Commission = CommissionWorld.Usual,
            Clauses = SmallGuarantees.Mission().Clauses,
            Nations = SmallGuarantees.Mission().Nations,
        };

    /// <summary>A host that serves it, with the entries of these labels and no others.</summary>
    public static async Task<(AccessHost Host, string Case)> StartAsync(int[] labels, bool withCase)
    {
        var desk = await Desk.OpenAsync();
        var folder = Directory.CreateDirectory(Path.Combine(desk.Var, Name)).FullName;
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), desk.Clock, TestContext.Current.CancellationToken);
        var mission = Mission();
        for (var label = 0; label < Labels.Length; label++)
        {
            // Whatever is there, everything else happens at the same instants.
            desk.Clock.Advance(Duration.FromMinutes(1));
            if (!labels.Contains(label))
            {
                continue;
            }
            await record.AppendAsync(Entries(label), TestContext.Current.CancellationToken);
        }
        var id = "2026-0001";
        if (withCase)
        {
            var cases = new CaseDesk(record, CommissionWorld.Usual, mission.Clauses, mission.Mode, desk.Clock);
            id = (await cases.OpenAsync("rep-ua", Sealed, CommissionWorld.Allegation(), TestContext.Current.CancellationToken)).Id;
            var noted = await cases.ActAsync(id, "fr", new MemberRecused("pl", Sealed), TestContext.Current.CancellationToken);
            noted.Refusal.ShouldBeNull();
        }
        var workspace = new Workspace(mission, folder, record, new WatchViews(mission, record, folder, desk.Clock));
        var host = await AccessHost.StartAsync(desk, null, workspace);
        return (host, id);
    }

    private static EntryDraft[] Entries(int label)
    {
        Label.TryParse(Labels[label], out var parsed).ShouldBeTrue();
        var at = WebWorld.Start + Duration.FromHours(2 * label);
        var fix = new FixObservation
        {
            Id = new ObservationId("press", Word(label, "id")),
            SourceId = "press",
            When = TimeRange.At(at),
            Where = new PointPlace(new GeoPoint(47.5 + 0.3 * label, 36.5), ErrorEllipse.Circle(800)),
            Kinds = [new KindWeight("shelling", 1)],
            Description = Word(label, "fix"),
            Citation = $"reports.csv, line {label + 2}",
        };
        var fact = new FactStatement("valid", [], "true", null, null, "UA", Word(label, "fact"), Standing.Attributed, default);
        var line = new QuarantinedLine("csv", "a.csv", label + 2, "time", "bad-time", "No time.", Word(label, "line"));
        return
        [
            ObservationCodec.Draft(fix) with
            {
                Label = parsed,
            },
            FactEntries.Draft(fact, "tests", Word(label, "message"), "UA", parsed, Mode.Actual),
            new EntryDraft(
                "press",
                $"quarantine/{label}",
                "press",
                Standing.Attributed,
                parsed,
                Mode.Actual,
                QuarantineBody.Kind,
                null,
                QuarantineBody.Encode(line)
            ),
        ];
    }
}
