using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>The incidents of the two periods and what is asked of them, counted once for all sections.</summary>
internal sealed class DailyCount
{
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public const string NoRegion = "outside the regions";

    private readonly ILookup<IncidentId, IncidentFinding> _findings;
    private readonly Dictionary<IncidentId, string> _regions;

    public DailyCount(DailyReportInput input)
    {
        Input = input;
        (Day, Before) = DailyReport.Periods(input.Date, input.AsOf, input.Zone);
        _findings = input.Findings.ToLookup(f => f.Incident);
        var all = input
            .Incidents.Where(i => i.Status != IncidentStatus.Rejected && i.Mode == input.Mode)
            .OrderBy(i => i.When.Middle)
            .ThenBy(i => i.Id)
            .ToArray();
        All = [.. all.Where(i => !IsExercise(i))];
        Exercises = [.. all.Where(i => Day.Counts(i) && IsExercise(i))];
        OfDay = [.. all.Where(i => Day.Counts(i) && !IsExercise(i))];
        OfBefore = [.. all.Where(i => Before.Counts(i) && !IsExercise(i))];
        Undated = all.Count(i => !ReportPeriod.IsDated(i) && Day.Overlaps(i.When));
        _regions = OfDay.Concat(OfBefore).DistinctBy(i => i.Id).ToDictionary(i => i.Id, RegionOf);
    }

    public DailyReportInput Input { get; }
    public ReportPeriod Day { get; }
    public ReportPeriod Before { get; }
    public ImmutableArray<Incident> OfDay { get; }
    public ImmutableArray<Incident> OfBefore { get; }

    /// <summary>All of the mode that are no live-fire training, whatever their day.</summary>
    public ImmutableArray<Incident> All { get; }

    /// <summary>Live-fire training: counted, but by itself.</summary>
    public ImmutableArray<Incident> Exercises { get; }

    /// <summary>Known only to a span of days that touches the period; in no count.</summary>
    public int Undated { get; }

    public string Period => Day.InWords(Input.Zone);

    public string Region(Incident incident) => _regions[incident.Id];

    /// <summary>A region as the mission titles it.</summary>
    public string TitleOf(string region) =>
        Input.Sectors.FirstOrDefault(s => s.Name == region)?.Title is { Length: > 0 } title ? title : region;

    public IEnumerable<IncidentFinding> Findings(Incident incident) => _findings[incident.Id].OrderBy(f => f.Term, StringComparer.Ordinal);

    public int Outcomes(IEnumerable<Incident> incidents, Outcome outcome, string? term = null) =>
        incidents.Sum(i => _findings[i.Id].Count(f => f.Outcome == outcome && (term is null || f.Term == term)));

    public int BreachesOf(IncidentId id) => _findings[id].Count(f => f.Outcome == Outcome.ApparentBreach);

    /// <summary>To the minute, in the mission's zone.</summary>
    public string Local(Instant instant) => Minute.Format(instant.InZone(Input.Zone).LocalDateTime) + Twice(instant);

    /// <summary>A range in the mission's zone: a whole day as its date, one day's hours with the date once.</summary>
    public string Local(TimeRange when)
    {
        var (from, to) = (when.Earliest.InZone(Input.Zone).LocalDateTime, when.Latest.InZone(Input.Zone).LocalDateTime);
        if (from.TimeOfDay == LocalTime.Midnight && to >= from.PlusHours(23).PlusMinutes(59) && to <= from.PlusDays(1))
        {
            return LocalDatePattern.Iso.Format(from.Date);
        }
        return when.Width < Duration.FromMinutes(1) ? Local(when.Earliest)
            : from.Date == to.Date ? $"{Local(when.Earliest)} to {Time.Format(to.TimeOfDay)}{Twice(when.Latest)}"
            : $"{Local(when.Earliest)} to {Local(when.Latest)}";
    }

    // The hour that comes twice in autumn is told apart by its offset.
    private string Twice(Instant instant)
    {
        var local = instant.InZone(Input.Zone);
        return Input.Zone.MapLocal(local.LocalDateTime).Count > 1 ? $" (UTC{local.Offset})" : "";
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Change(long value, long before) =>
        value == before ? "0" : (value - before).ToString("+#,0;-#,0", CultureInfo.InvariantCulture);

    public static string Words(string kind) => kind.Replace('_', ' ');

    /// <summary>Where it was, never finer than it is known.</summary>
    public string PlaceInWords(Place place)
    {
        var at = place.Centre;
        var digits = place.Ellipse.SemiMajorMetres < 1_000 ? "0.000" : "0.00";
        var latitude = Math.Abs(at.Latitude).ToString(digits, CultureInfo.InvariantCulture) + (at.Latitude < 0 ? " S" : " N");
        var longitude = Math.Abs(at.Longitude).ToString(digits, CultureInfo.InvariantCulture) + (at.Longitude < 0 ? " W" : " E");
        return place switch
        {
            AreaPlace area => Input.Places.Outline(area)?.Title is { Length: > 0 } title ? title : area.Name,
            BoxPlace box => $"a square of {Kilometres(Math.Max(box.WidthMetres, box.HeightMetres))} around {latitude}, {longitude}",
            _ => $"{latitude}, {longitude} (standard error {Kilometres(place.Ellipse.SemiMajorMetres)})",
        };
    }

    private static string Kilometres(double metres) =>
        metres < 1_000
            ? $"{metres.ToString("0", CultureInfo.InvariantCulture)} m"
            : $"{(metres / 1_000).ToString("0.#", CultureInfo.InvariantCulture)} km";

    private static bool IsExercise(Incident incident) => EventKinds.IsA(incident.BestKind, "live_fire_exercise");

    private string RegionOf(Incident incident)
    {
        var at = new PointPlace(incident.Where.Centre, default);
        return Input.Sectors.FirstOrDefault(s => Input.Places.Inside(at, s) > 0.5)?.Name ?? NoRegion;
    }
}
