using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>
/// Reads the JSON that the form hands in (docs/guide/feeds.md lists its fields): a report, or an error for each field that is wrong. Bounded: 64 KiB, 4,000
/// characters of notes, 200 lines of an inventory, 500 points of a route.
/// </summary>
public static class ReportParser
{
    public const int MostBytes = 64 * 1024;

    /// <summary>How far a device's clock may run ahead.</summary>
    public static readonly Duration ClockTolerance = Duration.FromMinutes(10);

    public static readonly ImmutableArray<string> Types = ["casualty", "damage", "denial", "inventory", "mine", "observation", "patrol"];

    private static readonly ImmutableArray<string> Confirmations = ["seen", "hospital", "morgue", "relatives", "official", "unconfirmed"];
    private static readonly ImmutableArray<string> Extents = ["light", "moderate", "severe", "destroyed"];
    private static readonly ImmutableArray<string> Devices = ["mine", "unexploded_ordnance", "booby_trap", "other"];
    private static readonly ImmutableArray<string> Manners = ["denied", "delayed", "conditional", "jammed"];
    private static readonly ImmutableArray<string> Senses = ["seen", "heard", "camera", "felt"];
    private static readonly ImmutableArray<string> Looks = ["patrol", "uav_log"];

    /// <param name="receivedAt">Nothing may have been captured, or have happened, after this (but for <see cref="ClockTolerance"/>).</param>
    public static ReportResult Parse(ReadOnlyMemory<byte> json, Instant receivedAt)
    {
        if (json.Length > MostBytes)
        {
            return Failed(new FieldError("", "too-large", $"The report has {json.Length:N0} bytes; at most {MostBytes:N0} are taken."));
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, receivedAt)
                : Failed(new FieldError("", "not-json", "The report is not a JSON object."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Failed(new FieldError("", "not-json", $"The report is not JSON: {e.Message}"));
        }
    }

    private static ReportResult Failed(params ImmutableArray<FieldError> errors) => new(null, errors);

    private static ReportResult Read(JsonElement root, Instant receivedAt)
    {
        var errors = new List<FieldError>();
        var form = new FormReader(root, "", errors);
        var type = form.Choice("type", Types);
        var id = form.Text("id", 100);
        if (id.Length > 0 && (id.Length < 8 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            form.Wrong("id", "not-an-id", "'id' is 8 to 100 letters, figures, hyphens and underscores.");
        }
        var captured = form.Time("capturedAt", required: true) ?? receivedAt;
        var when = When(form, captured, receivedAt);
        var where = Where(form);
        var notes = form.Text("notes", 4_000, required: false);
        var report = Special(type, form, errors, new Common(id, captured, when, where, notes));
        form.Finish();
        return errors.Count == 0 && report is not null ? new ReportResult(report, []) : new ReportResult(null, [.. errors]);
    }

    private sealed record Common(string Id, Instant CapturedAt, TimeRange When, Place Where, string Notes);

    private static TimeRange When(FormReader form, Instant captured, Instant receivedAt)
    {
        var from = form.Time("from", required: false);
        var to = form.Time("to", required: false);
        var start = from ?? captured;
        var end = to ?? (from is null ? captured : start);
        if (captured > receivedAt + ClockTolerance)
        {
            form.Wrong("capturedAt", "in-the-future", "'capturedAt' lies in the future: is the device's clock right?");
        }
        if (end > receivedAt + ClockTolerance)
        {
            form.Wrong(to is null ? "from" : "to", "in-the-future", "The time lies in the future.");
        }
        if (end < start)
        {
            form.Wrong("to", "out-of-range", "'to' lies before 'from'.");
            return TimeRange.At(start);
        }
        return new TimeRange(start, end);
    }

    private static Place Where(FormReader form)
    {
        var place = form.Nested("place");
        if (place is null)
        {
            return new PointPlace(default, default);
        }
        var latitude = place.Number("latitude", -90, 90);
        var longitude = place.Number("longitude", -180, 180);
        var name = place.Text("name", 200, required: false);
        var radius = place.Number("radiusMetres", 1, 500_000, required: false);
        var accuracy = place.Number("accuracyMetres", 1, 100_000, required: false);
        if (latitude == 0 && longitude == 0)
        {
            place.Wrong("latitude", "out-of-range", "The position is 0, 0: the device did not know where it was.");
        }
        place.Finish();
        var point = new GeoPoint(latitude ?? 0, longitude ?? 0);
        return name.Length > 0
            ? new AreaPlace(name, point, radius ?? 2_000)
            : new PointPlace(point, ErrorEllipse.Circle(Math.Max(5, accuracy ?? 100)));
    }

    private static Report? Special(string type, FormReader form, List<FieldError> errors, Common common) =>
        type switch
        {
            "observation" => Observation(form, common),
            "patrol" => new PatrolReport(
                form.Choice("means", Looks),
                Kinds(form, errors),
                form.Number("probabilityOfDetection", 0, 1) ?? 0,
                Route(form, errors)
            )
            {
                Id = common.Id,
                CapturedAt = common.CapturedAt,
                When = common.When,
                Where = common.Where,
                Notes = common.Notes,
            },
            "denial" => new DenialReport(form.Text("by", 200), form.Text("reason", 1_000), form.Choice("manner", Manners))
            {
                Id = common.Id,
                CapturedAt = common.CapturedAt,
                When = common.When,
                Where = common.Where,
                Notes = common.Notes,
            },
            "casualty" => new CasualtyReport(
                form.Whole("civiliansKilled", required: true) ?? 0,
                form.Whole("civiliansInjured", required: true) ?? 0,
                form.Whole("killed"),
                form.Choice("confirmation", Confirmations),
                form.Text("cause", 500, required: false)
            )
            {
                Id = common.Id,
                CapturedAt = common.CapturedAt,
                When = common.When,
                Where = common.Where,
                Notes = common.Notes,
            },
            _ => Thing(type, form, errors, common),
        };

    private static Report? Thing(string type, FormReader form, List<FieldError> errors, Common common) =>
        type switch
        {
            "damage" => new DamageReport(form.Text("object", 300), form.Choice("extent", Extents), form.Text("cause", 500, required: false))
            {
                Id = common.Id,
                CapturedAt = common.CapturedAt,
                When = common.When,
                Where = common.Where,
                Notes = common.Notes,
            },
            "mine" => new MineReport(
                form.Choice("device", Devices),
                form.Whole("number", 100_000) ?? 1,
                form.Flag("marked"),
                form.Text("model", 200, required: false)
            )
            {
                Id = common.Id,
                CapturedAt = common.CapturedAt,
                When = common.When,
                Where = common.Where,
                Notes = common.Notes,
            },
            "inventory" => new InventoryReport(form.Text("site", 200), Inventory(form, errors))
            {
                Id = common.Id,
                CapturedAt = common.CapturedAt,
                When = common.When,
                Where = common.Where,
                Notes = common.Notes,
            },
            _ => null,
        };

    private static ObservationReport Observation(FormReader form, Common common)
    {
        var direction = form.Text("direction", 300, required: false);
        var weapon = form.Text("weapon", 100, required: false);
        var calibre = form.Number("calibreMillimetres", 1, 1_000, required: false);
        var nothing = form.Flag("nothingSeen");
        return new ObservationReport(
            form.Choice("kind", EventKinds.All),
            form.Choice("means", Senses),
            form.Whole("count"),
            weapon.Length > 0 || calibre is not null ? new Weapon(weapon.Length > 0 ? weapon : null, calibre) : null,
            direction.Length > 0 ? direction : null,
            nothing,
            form.Number("probabilityOfDetection", 0, 1, required: nothing)
        )
        {
            Id = common.Id,
            CapturedAt = common.CapturedAt,
            When = common.When,
            Where = common.Where,
            Notes = common.Notes,
        };
    }

    private static ImmutableArray<string> Kinds(FormReader form, List<FieldError> errors)
    {
        var kinds = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var (element, field) in form.Items("kinds", 50, required: true))
        {
            var kind = element.ValueKind == JsonValueKind.String ? element.GetString() ?? "" : "";
            if (!EventKinds.IsKnown(kind))
            {
                errors.Add(new FieldError(field, "not-a-choice", "This is not a kind of event.", NearestWord.To(kind, EventKinds.All)));
            }
            kinds.Add(kind);
        }
        return [.. kinds];
    }

    private static ImmutableArray<GeoPoint> Route(FormReader form, List<FieldError> errors)
    {
        var route = ImmutableArray.CreateBuilder<GeoPoint>();
        foreach (var (element, field) in form.Items("route", 500, required: false))
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                errors.Add(new FieldError(field, "not-an-object", "A point has a latitude and a longitude."));
                continue;
            }
            var point = new FormReader(element, field + ".", errors);
            route.Add(new GeoPoint(point.Number("latitude", -90, 90) ?? 0, point.Number("longitude", -180, 180) ?? 0));
            point.Finish();
        }
        return route.ToImmutable();
    }

    private static ImmutableArray<InventoryItem> Inventory(FormReader form, List<FieldError> errors)
    {
        var items = ImmutableArray.CreateBuilder<InventoryItem>();
        foreach (var (element, field) in form.Items("items", 200, required: true))
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                errors.Add(new FieldError(field, "not-an-object", "A line has a weapon and the numbers expected and present."));
                continue;
            }
            var line = new FormReader(element, field + ".", errors);
            var weapon = line.Text("weapon", 200);
            var expected = line.Whole("expected", required: true) ?? 0;
            var present = line.Whole("present", required: true) ?? 0;
            items.Add(new InventoryItem(weapon, expected, present, line.Whole("missing") ?? Math.Max(0, expected - present)));
            line.Finish();
        }
        return items.ToImmutable();
    }
}
