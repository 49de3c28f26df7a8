namespace Holdfast.Core.Watch.Simulation;

/// <summary>Whose a simulated sensor is: every fourth one is a party's, the others are the mission's own.</summary>
public static class SensorOwners
{
    public const string Mission = "mission";
    public const string Party = "PA";

    public static string Of(int sensor) => sensor % 4 == 3 ? Party : Mission;
}
