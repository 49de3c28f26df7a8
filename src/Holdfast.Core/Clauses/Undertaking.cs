using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>Where one line of an undertaking stands and where it comes from: its standing and, unless it is illustrative, its references with locators.</summary>
public sealed record LineSource(string Part, string Text, string Location, Standing Standing, string Cites);

/// <summary>A length of time as written: elapsed or on the calendar, exactly one of the two.</summary>
public sealed record TimeAmount(Duration? Elapsed, Period? Calendar, string Text)
{
    /// <summary>The instant so much later; calendar periods count in <paramref name="zone"/>.</summary>
    public Instant After(Instant start, DateTimeZone zone) =>
        Elapsed is { } elapsed
            ? start + elapsed
            : zone.AtLeniently(start.InZone(zone).LocalDateTime.Plus(Calendar ?? Period.Zero)).ToInstant();

    /// <summary>As a number of days; a month counts 365.2425 / 12 days. For comparisons, not for dates.</summary>
    public double Days =>
        Elapsed is { } elapsed ? elapsed.TotalDays
        : Calendar is { } c ? (((c.Years * 12) + c.Months) * 365.2425 / 12) + (c.Weeks * 7) + c.Days
        : 0;
}

/// <summary>How long a procedure takes: least, usual (null where nobody says) and most.</summary>
public sealed record LeadTime(TimeAmount Least, TimeAmount? Usual, TimeAmount Most);

/// <summary>A line that holds one condition.</summary>
public sealed record UndertakingCondition(ConditionRole Role, Condition Condition, LineSource Source);

/// <summary>A national procedure: the fact that it yields, before or after which milestone, and its lead time where one is stated.</summary>
public sealed record Procedure(Condition Done, bool After, string Milestone, LeadTime? Takes, LineSource Source)
{
    private static readonly ImmutableArray<string> Triggers = ["trigger", "breach", "attack", "notification", "determination"];

    /// <summary>It comes after what triggers the undertaking, so that a tier waits for it; after another milestone none does.</summary>
    public bool FollowsTrigger => After && Triggers.Contains(Milestone);

    /// <summary>The fact that the procedure yields.</summary>
    public FactUse Fact => Done.Facts[0];
}

/// <summary>One step of a response: what is done within which time of which clock.</summary>
public sealed record Tier(int Number, TimeAmount Within, ClockOrigin From, string Action, Condition? Unless, LineSource Source);

/// <summary>What the grantor has to do (<paramref name="Duty"/>) or is free to do once the undertaking binds.</summary>
public sealed record Deed(bool Duty, string Code, string Text, Condition? When, LineSource Source);

/// <summary>When a promise has come how far.</summary>
public sealed record StageCondition(PromiseStage Stage, Condition When, LineSource Source);

/// <summary>When it ends: so long after it came into force, or at an instant that may hang on facts.</summary>
public sealed record Expiry(TimeAmount? After, LineSource Source)
{
    internal InstantExpression? Fixed { get; init; }

    /// <summary>The instant at which it ends for an undertaking that came into force at <paramref name="entry"/>; null where that is unknown.</summary>
    public InstantReading? At(FactBase facts, Instant? entry, DateTimeZone zone) =>
        Fixed is { } at ? at.Value(facts.Compiled)
        : After is { } after && entry is { } since ? InstantReading.At(after.After(since, zone))
        : null;
}

/// <summary>A promise, bound and checked: every name in it is known and every unit fits.</summary>
public sealed class Undertaking
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required ImmutableArray<string> By { get; init; }
    public required ImmutableArray<string> To { get; init; }
    public required ImmutableArray<string> Kinds { get; init; }
    public required string Cites { get; init; }
    public required Standing Standing { get; init; }

    /// <summary>File, line and column, and the text as written.</summary>
    public required string Location { get; init; }
    public required string SourceText { get; init; }

    /// <summary>The lines as parsed, in order.</summary>
    public required ImmutableArray<LineSyntax> Lines { get; init; }

    public required ImmutableArray<UndertakingCondition> Conditions { get; init; }
    public required ImmutableArray<Procedure> Procedures { get; init; }

    /// <summary>By number.</summary>
    public required ImmutableArray<Tier> Tiers { get; init; }
    public required ImmutableArray<Deed> Deeds { get; init; }
    public required ImmutableArray<StageCondition> Stages { get; init; }
    public required Expiry? Expires { get; init; }

    /// <summary>
    /// What brings it into force: all of <c>in force when</c> and <c>requires</c>, every procedure that comes before its milestone, and that it was neither withdrawn,
    /// terminated, discharged nor fulfilled. Not yet whether it is suspended or has expired.
    /// </summary>
    public required Condition Entry { get; init; }

    /// <summary>What suspends it: any <c>suspended when</c>, or that its grantor suspended it (<c>suspended(NAME)</c>).</summary>
    public required Condition Suspension { get; init; }

    /// <summary>In force but for expiry: <see cref="Entry"/> and not <see cref="Suspension"/>; the condition of unlock and lock.</summary>
    public required Condition InForce { get; init; }

    /// <summary>What triggers it; null where nothing does.</summary>
    public required Condition? Trigger { get; init; }

    /// <summary>Other undertakings that its conditions name, sorted.</summary>
    public required ImmutableArray<string> HangsOn { get; init; }

    public IEnumerable<UndertakingCondition> Of(ConditionRole role) => Conditions.Where(c => c.Role == role);

    public override string ToString() => Name;
}
