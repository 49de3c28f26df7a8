using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>A report as the body of an entry and back: the form's own fields as canonical JSON, so what was handed in can be read again by the same rules.</summary>
public static class ReportCodec
{
    public const string PatrolKind = "report.patrol/1";
    public const string DenialKind = "report.denial/1";
    public const string CasualtyKind = "report.casualty/1";
    public const string DamageKind = "report.damage/1";
    public const string MineKind = "report.mine/1";
    public const string InventoryKind = "report.inventory/1";
    public const string ObservationKind = "report.observation/1";

    public static string KindOf(Report report) => $"report.{TypeOf(report)}/1";

    public static ReadOnlyMemory<byte> Encode(Report report)
    {
        var form = new JsonObject
        {
            ["type"] = TypeOf(report),
            ["id"] = report.Id,
            ["capturedAt"] = Iso.Format(report.CapturedAt),
            ["from"] = Iso.Format(report.When.Earliest),
            ["to"] = Iso.Format(report.When.Latest),
            ["place"] = Place(report.Where),
        };
        Put(form, "notes", report.Notes);
        Special(form, report);
        return CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(form.ToJsonString()));
    }

    /// <summary>Throws <see cref="FormatException"/> when the body is no report of this kind.</summary>
    public static Report Decode(string kind, ReadOnlyMemory<byte> body)
    {
        var result = ReportParser.Parse(body, Instant.MaxValue - ReportParser.ClockTolerance);
        return result.Report is { } report && KindOf(report) == kind
            ? report
            : throw new FormatException($"{kind}: {string.Join(" ", result.Errors.Select(e => e.Message))}");
    }

    private static string TypeOf(Report report) =>
        report switch
        {
            PatrolReport => "patrol",
            DenialReport => "denial",
            CasualtyReport => "casualty",
            DamageReport => "damage",
            MineReport => "mine",
            InventoryReport => "inventory",
            ObservationReport => "observation",
            _ => throw new ArgumentException($"{report.GetType().Name} has no kind of entry.", nameof(report)),
        };

    private static void Special(JsonObject form, Report report)
    {
        switch (report)
        {
            case ObservationReport o:
                Observation(form, o);
                break;
            case PatrolReport p:
                form["means"] = p.Means;
                form["kinds"] = new JsonArray([.. p.Kinds.Select(k => (JsonNode)JsonValue.Create(k))]);
                form["probabilityOfDetection"] = p.ProbabilityOfDetection;
                form["route"] = new JsonArray([.. p.Route.Select(Point)]);
                break;
            case DenialReport d:
                form["by"] = d.By;
                form["reason"] = d.Reason;
                form["manner"] = d.Manner;
                break;
            case CasualtyReport c:
                form["civiliansKilled"] = c.CiviliansKilled;
                form["civiliansInjured"] = c.CiviliansInjured;
                form["confirmation"] = c.Confirmation;
                Put(form, "killed", c.Killed);
                Put(form, "cause", c.Cause);
                break;
            case DamageReport d:
                form["object"] = d.Object;
                form["extent"] = d.Extent;
                Put(form, "cause", d.Cause);
                break;
            case MineReport m:
                form["device"] = m.Device;
                form["number"] = m.Number;
                form["marked"] = m.Marked;
                Put(form, "model", m.Model);
                break;
            case InventoryReport i:
                form["site"] = i.Site;
                form["items"] = new JsonArray([.. i.Items.Select(Line)]);
                break;
            default:
                throw new ArgumentException($"{report.GetType().Name} has no body.", nameof(report));
        }
    }

    private static void Observation(JsonObject form, ObservationReport o)
    {
        form["kind"] = o.Kind;
        form["means"] = o.Means;
        form["nothingSeen"] = o.NothingSeen;
        Put(form, "count", o.Count);
        Put(form, "direction", o.StatedDirection ?? "");
        Put(form, "weapon", o.Weapon?.Class ?? "");
        if (o.Weapon?.CalibreMillimetres is { } calibre)
        {
            form["calibreMillimetres"] = calibre;
        }
        if (o.ProbabilityOfDetection is { } probability)
        {
            form["probabilityOfDetection"] = probability;
        }
    }

    private static JsonObject Place(Place place)
    {
        var json = Point(place.Centre);
        switch (place)
        {
            case AreaPlace area:
                json["name"] = area.Name;
                json["radiusMetres"] = area.RadiusMetres;
                break;
            case PointPlace point:
                json["accuracyMetres"] = point.Error.SemiMajorMetres;
                break;
            default:
                throw new ArgumentException("A form's place is a point or a named area.", nameof(place));
        }
        return json;
    }

    private static JsonObject Point(GeoPoint point) => new() { ["latitude"] = point.Latitude, ["longitude"] = point.Longitude };

    private static JsonObject Line(InventoryItem item) =>
        new()
        {
            ["weapon"] = item.Weapon,
            ["expected"] = item.Expected,
            ["present"] = item.Present,
            ["missing"] = item.Missing,
        };

    private static void Put(JsonObject form, string name, string value)
    {
        if (value.Length > 0)
        {
            form[name] = value;
        }
    }

    private static void Put(JsonObject form, string name, int? value)
    {
        if (value is { } number)
        {
            form[name] = number;
        }
    }
}
