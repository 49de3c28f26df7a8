using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>The members of what sensors and observers with a direction report, and the words of enumerations.</summary>
internal static partial class ObservationCodecWriter
{
    private static void Arrival(ObservationCodecText json, ArrivalObservation o)
    {
        if (o.When.Latest != o.When.Earliest)
        {
            throw new ArgumentException("An arrival has no length in time.", nameof(o));
        }
        if (!o.Supersedes.IsDefaultOrEmpty && o.Supersedes.Any(s => s.From is not null))
        {
            throw new ArgumentException("An arrival is an instant: what it takes the place of never should have been said.", nameof(o));
        }
        if (o.Amplitude is { } amplitude)
        {
            json.Number("\"amplitude\":"u8, amplitude);
        }
        Attributes(json, o);
        if (o.Azimuth is { } azimuth)
        {
            json.Key("\"azimuth\":"u8);
            Azimuth(json, azimuth);
        }
        json.TextUnlessEmpty("\"citation\":"u8, o.Citation);
        Credibility(json, o);
        json.TextUnlessEmpty("\"description\":"u8, o.Description);
        json.Time("\"earliest\":"u8, o.When.Earliest);
        json.Text("\"id\":"u8, o.Id.MessageId);
        if (!o.Kinds.IsDefaultOrEmpty)
        {
            json.Key("\"kinds\":"u8);
            Weights(json, o.Kinds);
        }
        LabelLatestMode(json, o);
        if (o.Phase != ArrivalPhase.Sound)
        {
            json.Text("\"phase\":"u8, Words.Of(o.Phase));
        }
        json.Text("\"producer\":"u8, o.Id.Producer);
        Reported(json, o);
        json.Text("\"sensor\":"u8, o.Sensor);
        json.Number("\"sigmaSeconds\":"u8, o.SigmaSeconds);
        json.Text("\"source\":"u8, o.SourceId);
        Standing(json, o);
        Supersedes(json, o);
    }

    private static void Bearing(ObservationCodecText json, BearingObservation o)
    {
        Attributes(json, o);
        json.Key("\"azimuth\":"u8);
        Azimuth(json, new MeasuredAzimuth(o.AzimuthDegrees, o.AzimuthSigmaDegrees));
        json.TextUnlessEmpty("\"citation\":"u8, o.Citation);
        json.Number("\"count\":"u8, o.Count);
        Credibility(json, o);
        json.TextUnlessEmpty("\"description\":"u8, o.Description);
        json.Time("\"earliest\":"u8, o.When.Earliest);
        json.Key("\"from\":"u8);
        WritePlace(json, o.From);
        json.Text("\"id\":"u8, o.Id.MessageId);
        json.Key("\"kinds\":"u8);
        Weights(json, o.Kinds);
        LabelLatestMode(json, o);
        json.Text("\"producer\":"u8, o.Id.Producer);
        if (o.RangeMetres is { } range)
        {
            json.Key("\"rangeMetres\":"u8);
            json.Open('{');
            json.Number("\"high\":"u8, range.High);
            json.Number("\"low\":"u8, range.Low);
            json.Close('}');
        }
        Reported(json, o);
        json.Text("\"source\":"u8, o.SourceId);
        Standing(json, o);
        Supersedes(json, o);
    }

    private static void Azimuth(ObservationCodecText json, MeasuredAzimuth azimuth)
    {
        json.Open('{');
        json.Number("\"degrees\":"u8, azimuth.Degrees);
        json.Number("\"sigmaDegrees\":"u8, azimuth.SigmaDegrees);
        json.Close('}');
    }

    /// <summary>Enumerations as lower-case words.</summary>
    internal static class Words
    {
        public static string Of(Mode mode) =>
            mode switch
            {
                Values.Mode.Actual => "actual",
                Values.Mode.Exercise => "exercise",
                Values.Mode.Test => "test",
            };

        public static string Of(Standing standing) =>
            standing switch
            {
                Values.Standing.Recorded => "recorded",
                Values.Standing.Attributed => "attributed",
                Values.Standing.Illustrative => "illustrative",
            };

        public static string Of(ClaimBound bound) =>
            bound switch
            {
                ClaimBound.Exactly => "exactly",
                ClaimBound.MoreThan => "more_than",
                ClaimBound.About => "about",
                ClaimBound.AtLeast => "at_least",
            };

        public static string Of(ArrivalPhase phase) =>
            phase switch
            {
                ArrivalPhase.Sound => "sound",
                ArrivalPhase.P => "p",
                ArrivalPhase.S => "s",
                ArrivalPhase.Muzzle => "muzzle",
                ArrivalPhase.Shock => "shock",
                ArrivalPhase.Burst => "burst",
            };
    }
}
