using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.App.Support;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Support;

/// <summary>What a page about declared support is asked, and the declarations under the facts that its reader may know.</summary>
/// <param name="MayWeigh">Whether the reader may have what tells where reinforcement falls short.</param>
public sealed record DeclaredView(Mission Mission, AddressQuery Query, DeclaredCase Case, bool MayWeigh)
{
    public const int UsualMonths = 24;
    public const int MostMonths = 60;
    private const int MostAssumed = 60;
    private const int MostHours = 8;
    private const int Longest = 4000;

    public static readonly ImmutableArray<string> Names =
    [
        "to",
        "for",
        "need",
        "hours",
        "from",
        "months",
        "scenario",
        "assume",
        "at",
        "known",
        "mode",
    ];

    /// <summary>The first month of capacities.</summary>
    public required YearMonth First { get; init; }
    public required int Months { get; init; }

    /// <summary>The region asked about; the one that most routes lead to where none is, empty where there is no route.</summary>
    public required string To { get; init; }
    public required ImmutableArray<decimal> Hours { get; init; }

    public SupportModel Model => Case.Model;
    public string Root => $"/m/{Mission.Name}";
    public string Api => $"/api/v1/missions/{Mission.Name}/support";

    private DonorNames? _donors;

    /// <summary>What donors, keepers and other bodies are called.</summary>
    public DonorNames Donors => _donors ??= new DonorNames(Mission);

    /// <summary>Several of them.</summary>
    public string Bodies(IEnumerable<string> ids) => string.Join(", ", ids.Select(Donors.Full));

    /// <summary>The day of an instant in the mission's own time.</summary>
    public string Day(Instant instant) => LocalDatePattern.Iso.Format(instant.InZone(Mission.Zone).Date);

    public string Link(string page, params (string Name, string? Value)[] changes) => $"{Root}/support{page}{Query.With(changes)}";

    /// <summary>Regions that routes lead to, and those in which depots lie.</summary>
    public IEnumerable<(string, string)> Destinations =>
        Model.Routes.Select(r => r.To).Distinct().Order(StringComparer.Ordinal).Select(r => (r, Model.RegionName(r)));

    /// <summary>Null where no route leads anywhere.</summary>
    public DepotReach? Reach =>
        To.Length == 0
            ? null
            : DepotReach.Work(Model, Case.World, new ReachQuestion(To, Query["for"] is { Length: > 0 } f ? f : null, Hours));

    /// <summary>How far the requirement asked for is covered; null where none is, or where this reader may not have it.</summary>
    public DepotCoverage? Coverage =>
        MayWeigh && Model.Requirement(Query["need"]) is { } requirement
            ? DepotCoverage.Work(Model, Case.World, requirement with { To = To }, Query["for"] is { Length: > 0 } f ? f : null, Hours)
            : null;

    internal static async Task<(DeclaredView? View, Refusal? Fault)> AskAsync(Visit visit)
    {
        if (visit.Mission.Support is not { } model)
        {
            return (null, Refusal.NotFound("This mission declares no depots, financing, sanctions, industry, training or works."));
        }
        var reading = new AddressReading(visit, Names, Longest);
        var to = reading.One("to", [.. model.Routes.Select(r => r.To).Distinct().Order(StringComparer.Ordinal)]);
        reading.One("for", [.. model.Depots.SelectMany(d => d.Access).SelectMany(a => a.For).Distinct().Order(StringComparer.Ordinal)]);
        reading.One("need", [.. model.Requirements.Select(r => r.Id)]);
        var scenarios = visit.Mission.Forces?.Scenarios ?? [];
        var scenario = reading.One("scenario", [.. scenarios.Select(s => s.Id)]);
        var mode = reading.One("mode", [.. Enum.GetValues<Mode>().Select(Words.Of)]);
        var hours = HoursOf(reading);
        var now = Instant.FromDateTimeOffset(visit.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var assume = reading.Texts("assume", MostAssumed);
        var question = new GuaranteeQuestion(
            reading.Moment("at", endOfDay: false) ?? now,
            reading.Moment("known", endOfDay: true),
            mode is not null && Words.Find<Mode>(mode, Words.Of) is { } found ? found : Mode.Actual,
            [.. scenarios.FirstOrDefault(s => s.Id == scenario)?.Assume ?? [], .. assume]
        );
        var (first, months) = MonthsOf(reading, question.At.InZone(visit.Mission.Zone).Date);
        if (reading.Fault is { } fault)
        {
            return (null, fault);
        }
        var guarantees = visit.Workspace.Guarantees;
        var asked = await new DeclaredDesk(visit.Mission, guarantees).AskAsync(visit.Reader, question, visit.Cancellation);
        var weigher = visit.May(Right.ReadAnalysis) ? visit.Reader : visit.Reader with { Roles = [] };
        var mayWeigh = await guarantees.MayWeighAsync(weigher, question.Mode, visit.Cancellation);
        var view = new DeclaredView(visit.Mission, reading.Query, asked, mayWeigh)
        {
            First = first,
            Months = months,
            To = to ?? MostRoutes(model),
            Hours = hours,
        };
        return (view, null);
    }

    private static string MostRoutes(SupportModel model) =>
        model
            .Routes.GroupBy(r => r.To)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key)
            .FirstOrDefault("");

    private static ImmutableArray<decimal> HoursOf(AddressReading reading)
    {
        if (reading.Text("hours") is not { } text)
        {
            return ReachQuestion.UsualHours;
        }
        var hours = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(h => int.TryParse(h, System.Globalization.CultureInfo.InvariantCulture, out var hour) ? hour : 0)
            .Distinct()
            .Order()
            .ToArray();
        if (hours.Length > MostHours || hours.Any(h => h is < 1 or > ReachQuestion.MostHours))
        {
            reading.Fail(
                $"'hours' is '{text}'; expected up to {MostHours} whole numbers from 1 to {ReachQuestion.MostHours}, parted by commas, such as 24,48,72."
            );
            return ReachQuestion.UsualHours;
        }
        return [.. hours.Select(h => (decimal)h)];
    }

    private static (YearMonth First, int Months) MonthsOf(AddressReading reading, LocalDate day)
    {
        var first = day.ToYearMonth();
        if (reading.Text("from") is { } text)
        {
            if (YearMonthPattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1990 and <= 2100 } month })
            {
                first = month;
            }
            else
            {
                reading.Fail($"'from' is '{text}'; expected a month such as 2026-03.");
            }
        }
        var months = string.IsNullOrEmpty(reading.Text("months")) ? UsualMonths : reading.Number("months", MostMonths);
        return (first, Math.Clamp(months, 1, MostMonths));
    }
}
