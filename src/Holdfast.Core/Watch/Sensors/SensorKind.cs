namespace Holdfast.Core.Watch.Sensors;

/// <summary>What a sensor senses with.</summary>
public enum SensorKind
{
    Acoustic,
    Seismic,
    Infrasound,
    Camera,
    Infrared,
    Radar,
    Other,
}

/// <summary>The words of sensors in files, entries and addresses.</summary>
public static class SensorWords
{
    /// <summary>Owner of the mission's own sensors.</summary>
    public const string MissionOwner = "mission";

    /// <summary>All words of a closed set.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(name => name.ToLowerInvariant());

    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The value of a word; null for a word that is none. Numbers are no words.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }
        return null;
    }

    /// <summary>Why a text cannot name a sensor, or null: 1 to 64 letters, digits and <c>. - _ :</c>.</summary>
    public static string? FaultOfId(string id) =>
        id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':')
            ? $"A sensor's id is 1 to 64 letters, digits, '.', '-', '_' and ':'; found '{(id.Length > 80 ? id[..80] : id)}'."
            : null;
}

/// <summary>What a sensor says of itself or what somebody says of it.</summary>
public enum SensorState
{
    /// <summary>Listening: a heartbeat says so.</summary>
    Up,

    /// <summary>Not listening.</summary>
    Down,

    /// <summary>Somebody works at it: what it reports meanwhile is not believed.</summary>
    Maintenance,
}
