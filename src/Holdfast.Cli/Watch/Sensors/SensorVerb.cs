using System.CommandLine;

namespace Holdfast.Cli.Watch.Sensors;

/// <summary><c>holdfast sensor</c>: the sensors of a mission, their health, and what they could have heard.</summary>
public static class SensorVerb
{
    public static Command Create() =>
        new(
            "sensor",
            "Lists and registers sensors, and tells what they could have heard. Example: holdfast sensor list --mission missions/line --record var/line/record.db"
        )
        {
            SensorReadVerbs.List(),
            SensorReadVerbs.Show(),
            SensorReadVerbs.Health(),
            SensorSayVerbs.Add(),
            SensorSayVerbs.Move(),
            SensorSayVerbs.Status(),
            SensorHearingVerbs.Audible(),
            SensorHearingVerbs.Gaps(),
        };
}
