using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>
/// What a person fills in on the spot, perhaps without a network, and hands in later. A closed union. Its id is made by the device, so that handing it in
/// twice is one report; the time of capture is the device's, the time of receipt the record's (no part of the report, or a second try would differ).
/// </summary>
public abstract record Report
{
    private protected Report() { }

    /// <summary>Made by the device: 8 to 100 letters, figures, hyphens and underscores.</summary>
    public required string Id { get; init; }

    /// <summary>When the form was filled in, by the device's clock.</summary>
    public required Instant CapturedAt { get; init; }

    /// <summary>From when to when it was so.</summary>
    public required TimeRange When { get; init; }

    public required Place Where { get; init; }

    /// <summary>In the reporter's words, at most 4,000 characters.</summary>
    public string Notes { get; init; } = "";
}

/// <summary>Something seen or heard, or a look that found nothing.</summary>
/// <param name="Kind">One of <see cref="EventKinds"/>; what was looked for when nothing was found.</param>
/// <param name="Means">seen, heard, camera or felt.</param>
/// <param name="NothingSeen">True for a look that found nothing.</param>
public sealed record ObservationReport(
    string Kind,
    string Means,
    int? Count,
    Weapon? Weapon,
    string? StatedDirection,
    bool NothingSeen,
    double? ProbabilityOfDetection
) : Report;

/// <summary>A patrol or a flight of an unmanned aircraft: where and when somebody looked.</summary>
/// <param name="Means">patrol or uav_log.</param>
/// <param name="Kinds">What would have been noticed.</param>
/// <param name="ProbabilityOfDetection">The chance that such an event would have been noticed.</param>
/// <param name="Route">The points passed, in order; may be empty.</param>
public sealed record PatrolReport(string Means, ImmutableArray<string> Kinds, double ProbabilityOfDetection, ImmutableArray<GeoPoint> Route)
    : Report;

/// <summary>Somebody kept the mission from going or looking: who, where, how long (<see cref="Report.When"/>) and why.</summary>
/// <param name="By">Who denied it, as the reporter could tell.</param>
/// <param name="Reason">The reason given, or "none given".</param>
/// <param name="Manner">denied, delayed, conditional or jammed.</param>
public sealed record DenialReport(string By, string Reason, string Manner) : Report;

/// <summary>People hurt.</summary>
/// <param name="Confirmation">seen, hospital, morgue, relatives, official or unconfirmed: how it was confirmed.</param>
/// <param name="Cause">What hurt them, as stated.</param>
public sealed record CasualtyReport(int CiviliansKilled, int CiviliansInjured, int? Killed, string Confirmation, string Cause) : Report;

/// <summary>Something damaged.</summary>
/// <param name="Object">What: a house, a school, a water pipe.</param>
/// <param name="Extent">light, moderate, severe or destroyed.</param>
public sealed record DamageReport(string Object, string Extent, string Cause) : Report;

/// <summary>A mine or another device found.</summary>
/// <param name="Device">mine, unexploded_ordnance, booby_trap or other.</param>
/// <param name="Marked">Whether the place is marked.</param>
public sealed record MineReport(string Device, int Number, bool Marked, string Model) : Report;

/// <summary>One line of an inventory.</summary>
public sealed record InventoryItem(string Weapon, int Expected, int Present, int Missing);

/// <summary>A storage site visited: what should have been there, and what was.</summary>
public sealed record InventoryReport(string Site, ImmutableArray<InventoryItem> Items) : Report;
