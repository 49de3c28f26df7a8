namespace Holdfast.Core.Watch;

/// <summary>What an observation takes the place of.</summary>
internal static partial class ObservationCodecWriter
{
    private static void Supersedes(ObservationCodecText json, Observation o)
    {
        if (o.Supersedes.IsDefaultOrEmpty)
        {
            return;
        }
        json.Key("\"supersedes\":"u8);
        json.Open('[');
        for (var i = 0; i < o.Supersedes.Length; i++)
        {
            if (i > 0 && string.CompareOrdinal(o.Supersedes[i - 1].Series, o.Supersedes[i].Series) >= 0)
            {
                throw new ArgumentException("What is superseded is sorted by series, each once.", nameof(o));
            }
            json.Element();
            json.Open('{');
            if (o.Supersedes[i].From is { } from)
            {
                json.Time("\"from\":"u8, from);
            }
            json.Text("\"series\":"u8, o.Supersedes[i].Series);
            json.Close('}');
        }
        json.Close(']');
    }
}
