namespace Holdfast.Core.Guarantees;

/// <summary>
/// Where an undertaking stands. The names are those of the symbolic contract languages (Created, InEffect, Suspended, Triggered, Violated, Fulfilled,
/// Discharged, Terminated, Expired), with two of our own: <see cref="Undetermined"/>, since a fact may be unknown, and <see cref="Withdrawn"/>, an end
/// that only the grantor wants.
/// </summary>
public enum UndertakingState
{
    /// <summary>It was given and has not come into force.</summary>
    Created,

    /// <summary>Whether it is in force hangs on what is not known.</summary>
    Undetermined,

    InEffect,

    /// <summary>It was suspended, or a condition of its being in force no longer holds.</summary>
    Suspended,

    /// <summary>In force, and what it was given for has happened.</summary>
    Triggered,

    Violated,
    Fulfilled,
    Discharged,
    Withdrawn,
    Terminated,
    Expired,
}
