using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>
/// Who may know sensors: their places, their number, their health, what they alone heard. A reader needs the category <c>SENSORS</c>, which an administrator grants
/// (the owner of the machine has it), and for a live mission a place in the watch room (DECISIONS, Do no harm: sensors are never located outside of it).
/// </summary>
public static class SensorAccess
{
    public const string Category = "SENSORS";

    /// <summary>The label of what sensors say and of what is said about them, where a mission does not name another.</summary>
    public static readonly Label DefaultLabel = new(Classification.Restricted, [Category], []);

    /// <param name="label">The label of the mission's arrivals.</param>
    public static bool MayRead(Reader reader, Label label, Exposure exposure) =>
        ReadAccess.MayRead(reader, label) && (exposure != Exposure.Live || reader.InWatchRoom);
}
