using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Support;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Access;
using Holdfast.Tests.Web;
using Holdfast.Tests.Web.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Editions;

/// <summary>A mission with a real record of some two dozen entries.</summary>
internal sealed class DeskWorld : IAsyncDisposable
{
    private readonly Random _random;
    private readonly SetClock _clock = new(Instant.FromUtc(2026, 3, 1, 8, 0));
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-editions-").FullName;
    private Workspace? _workspace;

    // Few labels in one world, or no two editions would ever be of one scope.
    private readonly string[] _labels;

    private DeskWorld(int seed)
    {
        _random = new Random(seed);
        _labels = ["public", Any([.. EditionWorld.LabelTexts]), Any([.. EditionWorld.LabelTexts])];
    }

    public List<(string Mark, Label Label)> Marks { get; } = [];

    private Workspace Workspace => _workspace ?? throw new InvalidOperationException("The world is not open yet.");

    public static async Task<DeskWorld> OpenAsync(int seed)
    {
        var world = new DeskWorld(seed);
        var mission = CanaryWorld.Mission();
        var record = await SqliteRecord.OpenAsync(
            Path.Combine(world._folder, "record.db"),
            world._clock,
            TestContext.Current.CancellationToken
        );
        for (var i = 0; i < 6; i++)
        {
            world._clock.Advance(Duration.FromMinutes(1));
            await record.AppendAsync(
                [world.Fix(i), world.Fact(i), world.Item(i), world.Decision(i)],
                TestContext.Current.CancellationToken
            );
        }
        world._workspace = new Workspace(mission, world._folder, record, new WatchViews(mission, record, world._folder, world._clock));
        world._clock.Advance(Duration.FromHours(1));
        return world;
    }

    public Edition AnyEdition() =>
        _random.Next(5) switch
        {
            0 => Edition.Public,
            1 => Edition.Party(Any("UA", "RU")),
            2 => Edition.Commission,
            3 => Edition.Nation(Any("FR", "GB", "UA")),
            _ => Edition.Internal,
        };

    public Task<ReportModel> ReportAsync(ReportKind kind, Edition edition) =>
        new ReportDesk(Workspace, _clock).BuildAsync(
            new ReportQuestion(kind, kind is ReportKind.Daily or ReportKind.Weekly ? new(2025, 4, 20) : new(2026, 3, 1), null, _clock.Now),
            edition,
            TestContext.Current.CancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private EntryDraft Fix(int i)
    {
        var label = AnyLabel();
        return ObservationCodec.Draft(
            new FixObservation
            {
                Id = new ObservationId("press", Mark("id", i, label)),
                SourceId = "press",
                When = TimeRange.At(WebWorld.Start + Duration.FromHours(3 * i)),
                Where = new PointPlace(new GeoPoint(47.5 + (0.3 * i), 36.5), ErrorEllipse.Circle(800)),
                Kinds = [new KindWeight(Any("shelling", "weapon_presence"), 1)],
                Description = Mark("fix", i, label),
                Citation = $"reports.csv, line {i + 2}",
            }
        ) with
        {
            Label = label,
        };
    }

    private EntryDraft Fact(int i)
    {
        var label = AnyLabel();
        var fact = new FactStatement(
            "valid",
            [],
            Any("true", "false"),
            null,
            null,
            "UA",
            Mark("fact", i, label),
            Standing.Attributed,
            default
        );
        return FactEntries.Draft(fact, "tests", $"message {i}", "UA", label, Mode.Actual);
    }

    private EntryDraft Item(int i)
    {
        var label = AnyLabel();
        var item = new LedgerItem
        {
            Id = $"item{i}",
            Series = "ledger",
            Donor = Mark("donor", i, label),
            Kind = SupportKind.Equipment,
            Stage = Any(SupportStage.Pledge, SupportStage.Delivery),
            Date = LedgerDates.Read("2026-01"),
            Amount = new Money(_random.Next(1, 100), "EUR"),
            Standing = Standing.Attributed,
            Row = new ItemRow("items.csv", i + 2),
        };
        return SupportEntries.Of(item, label, Mode.Actual);
    }

    private EntryDraft Decision(int i)
    {
        var label = AnyLabel();
        var finding = new PublicFinding(
            Mark("allegation", i, label),
            ViolationOutcome.Established,
            ProofStandard.ClearAndConvincing,
            AttributionOutcome.NotAttributed,
            null,
            "reasons"
        );
        var act = new DecisionPublished(Mark("vote", i, label), false, [finding], [], new Tally(5, 4, 1, 0), [], ["anna", "boris"]);
        var (id, kind) = (Mark("case", i, label), CaseCodec.KindOf(typeof(DecisionPublished)));
        return new("commission", $"{id}/1", "anna", Standing.Recorded, label, Mode.Actual, kind, null, CaseCodec.Write(id, 1, act));
    }

    private string Mark(string what, int i, Label label)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"Zq{what}{i}x{_random.Next(1_000_000)}z");
        Marks.Add((mark, label));
        return mark;
    }

    private Label AnyLabel() => Label.TryParse(Any(_labels), out var label) ? label : throw new FormatException();

    private T Any<T>(params T[] from) => from[_random.Next(from.Length)];
}
