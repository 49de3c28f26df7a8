using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Guarantees;

/// <summary>An undertaking at an instant, as the program and the API give it. Times are null for "always" and "for ever".</summary>
public sealed record UndertakingItem(
    string Undertaking,
    string Title,
    ImmutableArray<string> By,
    ImmutableArray<string> To,
    ImmutableArray<string> Kinds,
    string Standing,
    string Cites,
    string Location,
    string State,
    string InForce,
    ImmutableArray<string> Reasons,
    string? Since,
    string? Until,
    string? Entered,
    string? Expires
)
{
    public static UndertakingItem Of(UndertakingLife life, Instant at)
    {
        var (u, span) = (life.Undertaking, life.At(at));
        return new UndertakingItem(
            u.Name,
            u.Title,
            u.By,
            u.To,
            u.Kinds,
            Words.Of(u.Standing),
            u.Cites,
            u.Location,
            Snake(span.State),
            ItemTexts.Of(span.InForce),
            [.. StateTexts.Reasons(span.InForce.Reasons)],
            ItemTexts.Of(span.From),
            ItemTexts.Of(span.Until),
            life.Entered is { } entered ? ItemTexts.Of(entered) : null,
            life.Expiry is { } expiry ? expiry.ToString() : null
        );
    }

    internal static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>A fact that is not as an undertaking needs it, and who can change that.</summary>
public sealed record MissingItem(
    string Fact,
    string Title,
    string Is,
    ImmutableArray<string> Reasons,
    string Wanted,
    bool OneOfSeveral,
    ImmutableArray<string> Via,
    string? DeterminedBy,
    string Location
)
{
    public static MissingItem Of(MissingFact missing) =>
        new(
            missing.Text,
            missing.Fact.Declaration.Title,
            ItemTexts.Of(missing.Value),
            [.. StateTexts.Reasons(missing.Value.Reasons)],
            missing.Wanted ? "true" : "false",
            missing.Alternative,
            missing.Via,
            missing.Fact.By?.ToString(),
            missing.Location
        );
}

/// <summary>One reading of when a clock started.</summary>
public sealed record ClockItem(ImmutableArray<string> By, string? At, string? Due, bool Operative);

public sealed record LateItem(string Of, string Fact, string Earliest, string Due);

/// <summary>A statement that made a tier's trigger so.</summary>
/// <param name="Source">Such as <c>case 2026-0001</c>, a case of the commission.</param>
/// <param name="Entry">The entry of the record that holds it, if any.</param>
public sealed record SaidItem(string Fact, string By, string Source, bool Provisional, long? Entry)
{
    public static SaidItem Of(FactStatement said) =>
        new(
            said.Name + (said.Arguments.IsEmpty ? "" : $"({string.Join(", ", said.Arguments)})"),
            said.Authority,
            said.Source,
            said.Provisional,
            said.Entry
        );
}

/// <summary>A tier of a response at an instant.</summary>
public sealed record TierItem(
    string Undertaking,
    ImmutableArray<string> By,
    int Tier,
    string Within,
    string From,
    string Action,
    string Status,
    ImmutableArray<ClockItem> Clocks,
    ImmutableArray<MissingItem> Blockers,
    ImmutableArray<LateItem> TooSlow,
    ImmutableArray<SaidItem> RestsOn
)
{
    public static TierItem Of(TierClock clock) =>
        new(
            clock.Undertaking.Name,
            clock.Undertaking.By,
            clock.Tier.Number,
            clock.Tier.Within.Text,
            UndertakingItem.Snake(clock.Tier.From),
            clock.Tier.Action,
            UndertakingItem.Snake(clock.Status),
            [.. clock.Starts.Select(s => new ClockItem(s.By, ItemTexts.Of(s.At), ItemTexts.Of(s.Due), s.Operative))],
            [.. clock.Blockers.Select(MissingItem.Of)],
            [.. clock.Late.Select(l => new LateItem(l.Of, l.Procedure.Fact.Key, Iso.Format(l.Earliest), Iso.Format(l.Due)))],
            [.. clock.Said.Where(s => s.Authority != FactStatement.Assumption).Select(SaidItem.Of)]
        );
}

/// <summary>One reading of disputed facts and what the undertaking would be by it.</summary>
public sealed record ReadingItem(ImmutableArray<string> By, string State, string InForce, string? Since, ImmutableArray<string> Facts)
{
    public static ReadingItem Of(Reading reading, LifeSpan span) =>
        new(
            reading.By,
            UndertakingItem.Snake(span.State),
            ItemTexts.Of(span.InForce),
            ItemTexts.Of(span.From),
            [.. reading.Overlay.Select(ItemTexts.Of)]
        );
}

/// <summary>A change of a fact, or a set of them with its cost.</summary>
public sealed record ChangeItem(string Fact, string Title, string From, string Wanted, ImmutableArray<string> By, string? Authority)
{
    public static ChangeItem Of(FactChange change) =>
        new(change.Fact, change.Title, change.From, change.Wanted, change.By, change.Authority);
}

public sealed record ChangeSetItem(ImmutableArray<ChangeItem> Changes, decimal Cost)
{
    public static ChangeSetItem Of(ChangeSet set) => new([.. set.Changes.Select(ChangeItem.Of)], set.Cost);
}

public sealed record ShareItem(ChangeItem Change, string Sets, double Fraction);

/// <summary>The answer to an unlock or a lock. Counts are texts: they may exceed every number type.</summary>
public sealed record UnlockItem(
    string Question,
    string At,
    string Outcome,
    string Now,
    string Why,
    ImmutableArray<ChangeItem> Essential,
    int SmallestSize,
    string SmallestCount,
    ImmutableArray<ChangeSetItem> Smallest,
    decimal CheapestCost,
    ImmutableArray<ChangeSetItem> Cheapest,
    string Count,
    ImmutableArray<ShareItem> Shares,
    ImmutableArray<string> Undecided
)
{
    public static UnlockItem Of(string question, Unlocking answer) =>
        new(
            question,
            Iso.Format(answer.At),
            UndertakingItem.Snake(answer.Outcome),
            ItemTexts.Of(answer.Now),
            answer.Why,
            [.. answer.Essential.Select(ChangeItem.Of)],
            answer.SmallestSize,
            answer.SmallestCount.ToString(CultureInfo.InvariantCulture),
            [.. answer.Smallest.Select(ChangeSetItem.Of)],
            answer.CheapestCost,
            [.. answer.Cheapest.Select(ChangeSetItem.Of)],
            answer.Count.ToString(CultureInfo.InvariantCulture),
            [
                .. answer.Shares.Select(s => new ShareItem(
                    ChangeItem.Of(s.Change),
                    s.Sets.ToString(CultureInfo.InvariantCulture),
                    s.Fraction
                )),
            ],
            answer.Undecided
        );
}

/// <summary>A distribution of the time until an undertaking can be in force, in days.</summary>
public sealed record TimeToEffectItem(
    string Undertaking,
    string From,
    int Draws,
    string Seed,
    double ShareThatEnds,
    ImmutableArray<QuantileItem> Quantiles,
    double? MeanDays,
    double LongestDays,
    ImmutableArray<int> Histogram,
    ImmutableArray<CriticalItem> SetsTheTime,
    ImmutableArray<MissingItem> WithoutTime
)
{
    public static TimeToEffectItem Of(TimeToEffect time) =>
        new(
            time.Undertaking,
            Iso.Format(time.From),
            time.Draws,
            time.Seed,
            time.Finite,
            [.. time.Quantiles.Select(q => new QuantileItem(q.Probability, q.Days))],
            time.MeanDays,
            time.LongestDays,
            time.Histogram,
            [.. time.Critical.Select(c => new CriticalItem(c.Fact, c.Share, c.Lead.Least, c.Lead.Usual, c.Lead.Most, c.Lead.Of))],
            [.. time.WithoutTime.Select(MissingItem.Of)]
        );
}

public sealed record QuantileItem(double Probability, double? Days);

public sealed record CriticalItem(string Fact, double Share, double LeastDays, double? UsualDays, double MostDays, string Of);

/// <summary>Small texts of items.</summary>
public static class ItemTexts
{
    public static string Of(Truth value) =>
        value.Value switch
        {
            Bool3.True => "true",
            Bool3.False => "false",
            _ => "unknown",
        };

    public static string? Of(Instant at) => at == Instant.MinValue || at == Instant.MaxValue ? null : Iso.Format(at);

    /// <summary>A statement as a clause would write it: <c>vote(GB.Commons) = true</c>.</summary>
    public static string Of(FactStatement fact) =>
        (fact.Arguments.IsDefaultOrEmpty ? fact.Name : $"{fact.Name}({string.Join(", ", fact.Arguments)})") + " = " + fact.Value;
}
