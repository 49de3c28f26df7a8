using Holdfast.App.Support.Kiel;
using Holdfast.Core.Missions;

namespace Holdfast.App.Support;

/// <summary>What donors are called: everywhere by name with the code behind it, the same on every page, in every table and on the terminal.</summary>
public sealed class DonorNames(Mission mission)
{
    /// <summary>The mission's name for a code, else the tracker's; a donor that has no code stays as its source writes it.</summary>
    public string Name(string donor) =>
        mission.Nation(donor)?.Name ?? mission.Parties.FirstOrDefault(p => p.Id == donor)?.Name ?? KielDonors.NameOf(donor) ?? donor;

    /// <summary><c>Germany (DE)</c>; the name alone where there is no code, <c>nobody named</c> where there is no donor.</summary>
    public string Full(string donor) =>
        donor.Length == 0 ? "nobody named"
        : Name(donor) is var name && name == donor ? donor
        : $"{name} ({donor})";
}
