using System.Security.Cryptography;

namespace Holdfast.App.Record;

/// <summary>What a record needs from outside; the defaults serve everything but tests.</summary>
public sealed record SqliteRecordOptions
{
    /// <summary>Dates entries. A clock that goes back does not: recorded times never decrease.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gives the salts.</summary>
    public RandomNumberGenerator Salts { get; init; } = RandomNumberGenerator.Create();

    /// <summary>How long to wait for another process that is writing.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most pages of 4 KiB that the file may grow to, or null for as many as the disk holds: how a test fills a disk.</summary>
    public long? MaxPages { get; init; }
}
