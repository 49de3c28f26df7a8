namespace Holdfast.Core.Forces.Model;

/// <summary>In which domain a capability works.</summary>
public enum ForceDomain
{
    Land,
    Air,
    Sea,
    Joint,
}

/// <summary>What a place of the force is. The demilitarised zone is not the force's: no area lies in it.</summary>
public enum AreaKind
{
    Headquarters,
    Hub,
    City,
    Port,
    Airport,
    PowerPlant,
    SafeZone,
    Training,
    Airspace,
    Waters,

    /// <summary>On the soil of a neighbouring member.</summary>
    Neighbour,
}
