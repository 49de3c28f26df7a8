using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>The members of each kind of observation, in order of their names.</summary>
internal static partial class ObservationCodecWriter
{
    public static ReadOnlyMemory<byte> Write(Observation observation)
    {
        var json = ObservationCodecText.Start();
        json.Open('{');
        switch (observation)
        {
            case FixObservation fix:
                Fix(json, fix);
                break;
            case ClaimObservation claim:
                Claim(json, claim);
                break;
            case NullObservation none:
                Null(json, none);
                break;
            case ArrivalObservation arrival:
                Arrival(json, arrival);
                break;
            case BearingObservation bearing:
                Bearing(json, bearing);
                break;
            default:
                throw new ArgumentException($"{observation.GetType().Name} has no body.", nameof(observation));
        }
        json.Close('}');
        return json.Finish();
    }

    private static void Fix(ObservationCodecText json, FixObservation o)
    {
        Attributes(json, o);
        Casualties(json, o.Casualties);
        json.TextUnlessEmpty("\"citation\":"u8, o.Citation);
        json.Number("\"count\":"u8, o.Count);
        Credibility(json, o);
        json.TextUnlessEmpty("\"description\":"u8, o.Description);
        if (o.StatedDirection is { } direction)
        {
            json.Text("\"direction\":"u8, direction);
        }
        json.Time("\"earliest\":"u8, o.When.Earliest);
        json.Text("\"id\":"u8, o.Id.MessageId);
        json.Key("\"kinds\":"u8);
        Weights(json, o.Kinds);
        LabelLatestMode(json, o);
        json.Key("\"place\":"u8);
        WritePlace(json, o.Where);
        Rest(json, o);
        Supersedes(json, o);
        Weapon(json, o.Weapon);
    }

    private static void Claim(ObservationCodecText json, ClaimObservation o)
    {
        json.Text("\"against\":"u8, o.Against);
        Attributes(json, o);
        if (o.Bound != ClaimBound.Exactly)
        {
            json.Text("\"bound\":"u8, Words.Of(o.Bound));
        }
        json.Text("\"by\":"u8, o.By);
        json.Text("\"category\":"u8, o.Category);
        json.TextUnlessEmpty("\"citation\":"u8, o.Citation);
        Credibility(json, o);
        json.Flag("\"cumulative\":"u8, o.Cumulative);
        json.TextUnlessEmpty("\"description\":"u8, o.Description);
        json.Time("\"earliest\":"u8, o.When.Earliest);
        json.Text("\"id\":"u8, o.Id.MessageId);
        if (o.Kind is { } kind)
        {
            json.Text("\"kind\":"u8, kind);
        }
        LabelLatestMode(json, o);
        json.Text("\"number\":"u8, o.Number.ToString(CultureInfo.InvariantCulture));
        if (o.PartOf is { } part)
        {
            json.Text("\"partOf\":"u8, part);
        }
        if (!o.Places.IsDefaultOrEmpty)
        {
            json.Key("\"places\":"u8);
            json.Open('[');
            foreach (var place in o.Places)
            {
                json.Element();
                WritePlace(json, place);
            }
            json.Close(']');
        }
        json.Text("\"producer\":"u8, o.Id.Producer);
        Reported(json, o);
        json.Text("\"source\":"u8, o.SourceId);
        json.TextUnlessEmpty("\"speaker\":"u8, o.Speaker);
        Standing(json, o);
        json.Time("\"statedAt\":"u8, o.StatedAt);
        Supersedes(json, o);
    }

    private static void Null(ObservationCodecText json, NullObservation o)
    {
        Attributes(json, o);
        json.TextUnlessEmpty("\"citation\":"u8, o.Citation);
        Credibility(json, o);
        json.TextUnlessEmpty("\"description\":"u8, o.Description);
        json.Time("\"earliest\":"u8, o.When.Earliest);
        json.Text("\"id\":"u8, o.Id.MessageId);
        json.Key("\"kinds\":"u8);
        json.Open('[');
        foreach (var kind in o.Kinds)
        {
            json.Element();
            json.String(kind);
        }
        json.Close(']');
        if (o.Label != Label.Public)
        {
            json.Text("\"label\":"u8, o.Label.ToString());
        }
        if (o.When.Latest != o.When.Earliest)
        {
            json.Time("\"latest\":"u8, o.When.Latest);
        }
        json.Text("\"means\":"u8, o.Means);
        Mode(json, o);
        json.Key("\"place\":"u8);
        WritePlace(json, o.Where);
        json.Number("\"probabilityOfDetection\":"u8, o.ProbabilityOfDetection);
        Rest(json, o);
        Supersedes(json, o);
        json.Flag("\"watchOnly\":"u8, o.WatchOnly);
    }

    private static void LabelLatestMode(ObservationCodecText json, Observation o)
    {
        if (!ReferenceEquals(o.Label, Label.Public) && o.Label != Label.Public)
        {
            json.Text("\"label\":"u8, o.Label.ToString());
        }
        if (o.When.Latest != o.When.Earliest)
        {
            json.Time("\"latest\":"u8, o.When.Latest);
        }
        Mode(json, o);
    }

    private static void Mode(ObservationCodecText json, Observation o)
    {
        if (o.Mode != Values.Mode.Actual)
        {
            json.Text("\"mode\":"u8, Words.Of(o.Mode));
        }
    }

    private static void Standing(ObservationCodecText json, Observation o)
    {
        if (o.Standing != Values.Standing.Attributed)
        {
            json.Text("\"standing\":"u8, Words.Of(o.Standing));
        }
    }

    private static void Reported(ObservationCodecText json, Observation o)
    {
        if (o.ReportedAt is { } at)
        {
            json.Time("\"reportedAt\":"u8, at);
        }
    }

    private static void Rest(ObservationCodecText json, Observation o)
    {
        json.Text("\"producer\":"u8, o.Id.Producer);
        Reported(json, o);
        json.Text("\"source\":"u8, o.SourceId);
        Standing(json, o);
    }

    private static void Credibility(ObservationCodecText json, Observation o)
    {
        if (o.Credibility != 6)
        {
            json.Number("\"credibility\":"u8, (int?)o.Credibility);
        }
    }

    private static void Attributes(ObservationCodecText json, Observation o)
    {
        if (o.Attributes.IsEmpty)
        {
            return;
        }
        json.Key("\"attributes\":"u8);
        json.Open('{');
        // A dictionary made with another comparer is in another order: canonical JSON wants the order of UTF-16 code units.
        var ordered = ReferenceEquals(o.Attributes.KeyComparer, StringComparer.Ordinal);
        if (ordered)
        {
            foreach (var (name, value) in o.Attributes)
            {
                json.NamedKey(name);
                json.String(value);
            }
        }
        else
        {
            foreach (var (name, value) in o.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                json.NamedKey(name);
                json.String(value);
            }
        }
        json.Close('}');
    }

    private static void Casualties(ObservationCodecText json, Casualties? c)
    {
        if (c is null)
        {
            return;
        }
        json.Key("\"casualties\":"u8);
        json.Open('{');
        json.Number("\"civiliansInjured\":"u8, c.CiviliansInjured);
        json.Number("\"civiliansKilled\":"u8, c.CiviliansKilled);
        json.Text("\"confirmation\":"u8, c.Confirmation);
        json.Number("\"killed\":"u8, c.Killed);
        json.Number("\"killedHigh\":"u8, c.KilledHigh);
        json.Number("\"killedLow\":"u8, c.KilledLow);
        json.Close('}');
    }

    private static void Weapon(ObservationCodecText json, Weapon? weapon)
    {
        if (weapon is null)
        {
            return;
        }
        json.Key("\"weapon\":"u8);
        json.Open('{');
        if (weapon.CalibreMillimetres is { } calibre)
        {
            json.Number("\"calibreMillimetres\":"u8, calibre);
        }
        if (weapon.Class is { } name)
        {
            json.Text("\"class\":"u8, name);
        }
        json.Close('}');
    }

    private static void Weights(ObservationCodecText json, ImmutableArray<KindWeight> kinds)
    {
        json.Open('{');
        for (var i = 0; i < kinds.Length; i++)
        {
            if (i > 0 && string.CompareOrdinal(kinds[i - 1].Kind, kinds[i].Kind) >= 0)
            {
                throw new ArgumentException("Kinds are sorted by name, each once.", nameof(kinds));
            }
            json.NamedKey(kinds[i].Kind);
            json.Double(kinds[i].Probability);
        }
        json.Close('}');
    }

    private static void WritePlace(ObservationCodecText json, Place place)
    {
        json.Open('{');
        switch (place)
        {
            case PointPlace point:
                json.Number("\"azimuthDegrees\":"u8, point.Error.AzimuthDegrees);
                LatitudeLongitude(json, point.Point);
                json.Number("\"semiMajorMetres\":"u8, point.Error.SemiMajorMetres);
                json.Number("\"semiMinorMetres\":"u8, point.Error.SemiMinorMetres);
                json.Text("\"type\":"u8, "point");
                break;
            case BoxPlace box:
                json.Number("\"azimuthDegrees\":"u8, box.AzimuthDegrees);
                json.Number("\"heightMetres\":"u8, box.HeightMetres);
                LatitudeLongitude(json, box.Point);
                json.Text("\"type\":"u8, "box");
                json.Number("\"widthMetres\":"u8, box.WidthMetres);
                break;
            case AreaPlace area:
                LatitudeLongitude(json, area.Point);
                json.Text("\"name\":"u8, area.Name);
                json.Number("\"radiusMetres\":"u8, area.RadiusMetres);
                json.Text("\"type\":"u8, "area");
                break;
            default:
                throw new ArgumentException($"{place.GetType().Name} has no form in JSON.", nameof(place));
        }
        json.Close('}');
    }

    private static void LatitudeLongitude(ObservationCodecText json, GeoPoint point)
    {
        json.Number("\"latitude\":"u8, point.Latitude);
        json.Number("\"longitude\":"u8, point.Longitude);
    }
}
