using System.Text.Json;
using Holdfast.Core.Values;
using static Holdfast.Core.Watch.ObservationCodecValues;

namespace Holdfast.Core.Watch;

/// <summary>Reads what <see cref="ObservationCodecWriter"/> writes, members in any order. Anything else is a <see cref="FormatException"/>.</summary>
internal static partial class ObservationCodecReader
{
    /// <param name="fusedOnly">Leave out the citation and the attributes that fusion does not read.</param>
    public static Observation Read(string kind, ReadOnlySpan<byte> body, ObservationDefaults? defaults, bool fusedOnly = false)
    {
        var json = new Utf8JsonReader(body);
        var fields = new ObservationCodecFields(kind, defaults) { FusedOnly = fusedOnly };
        try
        {
            Expect(ref json, JsonTokenType.StartObject, kind);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (!Common(ref json, fields) && !OfLine(ref json, fields) && !Special(ref json, fields))
                {
                    throw Unknown(fields, json.GetString() ?? "");
                }
            }
            if (json.Read())
            {
                throw new FormatException($"{kind}: text after the end of the object.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"{kind}: {e.Message}", e);
        }
        return fields.Build();
    }

    // The first letter tells most names apart, so that a name is compared with one or two others and not with all.
    private static bool Common(ref Utf8JsonReader json, ObservationCodecFields f) =>
        json.ValueSpan.IsEmpty || json.ValueIsEscaped
            ? Envelope(ref json, f)
            : json.ValueSpan[0] switch
            {
                (byte)'a' => Attributes(ref json, f),
                (byte)'c' or (byte)'d' => Words(ref json, f),
                (byte)'e' or (byte)'l' => Times(ref json, f) || Envelope(ref json, f),
                (byte)'i' or (byte)'p' or (byte)'s' => Named(ref json, f) || Envelope(ref json, f) || Superseded(ref json, f),
                (byte)'m' or (byte)'r' => Envelope(ref json, f),
                _ => false,
            };

    private static bool Attributes(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (!json.ValueTextEquals("attributes"u8))
        {
            return false;
        }
        f.Attributes = f.FusedOnly ? ReadFusedAttributes(ref json) : ReadAttributes(ref json);
        return true;
    }

    private static bool Words(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("citation"u8))
        {
            f.Citation = f.FusedOnly ? Skipped(ref json) : Text(ref json);
        }
        else if (json.ValueTextEquals("credibility"u8))
        {
            f.Credibility = Whole(ref json, "credibility");
        }
        else if (json.ValueTextEquals("description"u8))
        {
            f.Description = Text(ref json);
        }
        else
        {
            return false;
        }
        return true;
    }

    private static bool Times(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("earliest"u8))
        {
            f.Earliest = Time(ref json, "earliest");
        }
        else if (json.ValueTextEquals("latest"u8))
        {
            f.Latest = Time(ref json, "latest");
        }
        else
        {
            return false;
        }
        return true;
    }

    private static bool Named(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("id"u8))
        {
            f.Id = Text(ref json);
        }
        else if (json.ValueTextEquals("place"u8))
        {
            json.Read();
            f.Place = ReadPlace(ref json);
        }
        else if (json.ValueTextEquals("producer"u8))
        {
            f.Producer = Short(ref json);
        }
        else if (json.ValueTextEquals("source"u8))
        {
            f.Source = Short(ref json);
        }
        else
        {
            return false;
        }
        return true;
    }

    private static bool Envelope(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("label"u8))
        {
            var text = Short(ref json);
            f.Label =
                text == "public" ? Label.Public
                : Label.TryParse(text, out var label) ? label
                : throw new FormatException($"'label' is '{text}', which is not a label.");
        }
        else if (json.ValueTextEquals("mode"u8))
        {
            f.Mode = Word<Mode>(ref json, "mode", ("actual", Mode.Actual), ("exercise", Mode.Exercise), ("test", Mode.Test));
        }
        else if (json.ValueTextEquals("reportedAt"u8))
        {
            f.ReportedAt = Time(ref json, "reportedAt");
        }
        else if (json.ValueTextEquals("standing"u8))
        {
            f.Standing = Word<Standing>(
                ref json,
                "standing",
                ("attributed", Standing.Attributed),
                ("recorded", Standing.Recorded),
                ("illustrative", Standing.Illustrative)
            );
        }
        else
        {
            return false;
        }
        return true;
    }

    // In a line of its own an observation says what it is, and the kind that a claim counts takes another name.
    private static bool OfLine(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (!f.IsLine)
        {
            return false;
        }
        if (json.ValueTextEquals("kind"u8))
        {
            _ = Short(ref json);
            return true;
        }
        if (f.Kind == ObservationCodec.ClaimKind && json.ValueTextEquals("eventKind"u8))
        {
            f.ClaimedKind = Short(ref json);
            return true;
        }
        return false;
    }

    private static bool Special(ref Utf8JsonReader json, ObservationCodecFields f) =>
        f.Kind switch
        {
            ObservationCodec.FixKind => Fix(ref json, f),
            ObservationCodec.ClaimKind => Claim(ref json, f),
            ObservationCodec.NullKind => Null(ref json, f),
            ObservationCodec.ArrivalKind => Arrival(ref json, f),
            ObservationCodec.BearingKind => Bearing(ref json, f),
            _ => false,
        };

    private static bool Fix(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("kinds"u8))
        {
            f.Weights = ReadWeights(ref json);
        }
        else if (json.ValueTextEquals("casualties"u8))
        {
            f.Casualties = ReadCasualties(ref json);
        }
        else if (json.ValueTextEquals("weapon"u8))
        {
            f.Weapon = ReadWeapon(ref json);
        }
        else if (json.ValueTextEquals("count"u8))
        {
            f.Count = Whole(ref json, "count");
        }
        else if (json.ValueTextEquals("direction"u8))
        {
            f.Direction = Text(ref json);
        }
        else
        {
            return false;
        }
        return true;
    }

    private static bool Claim(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        var name = Name(ref json);
        switch (name)
        {
            case "against":
                f.Against = Short(ref json);
                break;
            case "bound":
                f.Bound = Word<ClaimBound>(
                    ref json,
                    "bound",
                    ("exactly", ClaimBound.Exactly),
                    ("more_than", ClaimBound.MoreThan),
                    ("about", ClaimBound.About),
                    ("at_least", ClaimBound.AtLeast)
                );
                break;
            case "by":
                f.By = Short(ref json);
                break;
            case "category":
                f.Category = Short(ref json);
                break;
            case "cumulative":
                json.Read();
                f.Cumulative = json.GetBoolean();
                break;
            case "kind":
                f.ClaimedKind = Short(ref json);
                break;
            case "number":
                f.Number = Long(ref json, "number");
                break;
            case "partOf":
                f.PartOf = Short(ref json);
                break;
            case "places":
                f.Places = ReadPlaces(ref json);
                break;
            case "speaker":
                f.Speaker = Text(ref json);
                break;
            case "statedAt":
                f.StatedAt = Time(ref json, "statedAt");
                break;
            default:
                return false;
        }
        return true;
    }

    private static bool Null(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("kinds"u8))
        {
            f.Kinds = ReadKinds(ref json);
        }
        else if (json.ValueTextEquals("probabilityOfDetection"u8))
        {
            f.ProbabilityOfDetection = Double(ref json, "probabilityOfDetection");
        }
        else if (json.ValueTextEquals("means"u8))
        {
            f.Means = Short(ref json);
        }
        else if (json.ValueTextEquals("watchOnly"u8))
        {
            json.Read();
            f.WatchOnly = json.GetBoolean();
        }
        else
        {
            return false;
        }
        return true;
    }

    private static FormatException Unknown(ObservationCodecFields fields, string name)
    {
        var near = NearestWord.To(name, fields.MemberNames);
        return new FormatException($"{fields.Kind} has no member '{name}'." + (near is null ? "" : $" Did you mean '{near}'?"));
    }
}
