using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Holdfast.App.Guarantees;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Guarantees;

/// <summary>The words in which pages show promises.</summary>
internal static class GuaranteeText
{
    /// <summary>States in the order of the board: what binds now first, what is over last.</summary>
    public static readonly ImmutableArray<UndertakingState> Board =
    [
        UndertakingState.Violated,
        UndertakingState.Triggered,
        UndertakingState.InEffect,
        UndertakingState.Suspended,
        UndertakingState.Undetermined,
        UndertakingState.Created,
        UndertakingState.Fulfilled,
        UndertakingState.Discharged,
        UndertakingState.Withdrawn,
        UndertakingState.Terminated,
        UndertakingState.Expired,
    ];

    /// <summary>A state as addresses and the API name it: <c>in_effect</c>.</summary>
    public static string Slug(UndertakingState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>A shape and a tone for each state; the word always stands beside them.</summary>
    public static (string Symbol, string Tone, string Meaning) Of(UndertakingState state) =>
        state switch
        {
            UndertakingState.Created => ("○", "open", "It was given and has not come into force."),
            UndertakingState.Undetermined => ("◐", "if", "Whether it is in force hangs on what is not known."),
            UndertakingState.InEffect => ("●", "for", "Its conditions are met; what triggers it has not happened, or nothing does."),
            UndertakingState.Suspended => ("‖", "if", "It was suspended, or a condition of its being in force no longer holds."),
            UndertakingState.Triggered => ("▲", "urgent", "In force, and what it was given for has happened."),
            UndertakingState.Violated => ("×", "urgent", "What was promised was not done when it was due."),
            UndertakingState.Fulfilled => ("✓", "for", "What was promised was done."),
            UndertakingState.Discharged => ("↩", "open", "Its beneficiary released the grantor."),
            UndertakingState.Withdrawn => ("−", "against", "Its grantor took it back."),
            UndertakingState.Terminated => ("■", "open", "Grantor and beneficiary ended it."),
            UndertakingState.Expired => ("◌", "open", "It has ended by its own terms."),
        };

    public static (string Word, string Symbol, string Tone) Of(TierStatus status) =>
        status switch
        {
            TierStatus.NotBound => ("nobody is bound", "○", "open"),
            TierStatus.NoClock => ("clock not started", "◐", "if"),
            TierStatus.Running => ("running", "▶", "for"),
            TierStatus.Overdue => ("overdue", "!", "urgent"),
            TierStatus.Disputed => ("due by one reading only", "≠", "if"),
            TierStatus.Lifted => ("lifted", "✓", "open"),
        };

    public static string Of(PromiseStage stage) => stage.ToString().ToLowerInvariant();

    public static string Of(ClockOrigin origin) => origin.ToString().ToLowerInvariant();

    /// <summary>What a fact is now, in a word or two: "not so", "unknown: nobody has stated it".</summary>
    public static string Is(Truth value) =>
        value.Value switch
        {
            Bool3.True => "so",
            Bool3.False => "not so",
            _ => Reasons(value.Reasons) is { Length: > 0 } reasons ? "unknown: " + reasons : "unknown",
        };

    public static string Reasons(UnknownReason reasons) => string.Join(", ", StateTexts.Reasons(reasons));

    /// <summary>A fact that is missing in a few words, as the board's reasons list it.</summary>
    public static string Short(MissingFact missing) => (missing.Wanted ? "" : "not ") + missing.Text;

    /// <summary>Who controls a fact, as a sentence without its stop.</summary>
    public static string Whose(MissingFact missing) => Whose(missing.Fact.By?.ToString());

    public static string Whose(string? authority) => authority is null ? "Anybody's statement counts" : "It takes " + authority;

    public static string Name(Mission mission, string actor) =>
        mission.Nation(actor)?.Name ?? mission.Parties.FirstOrDefault(p => p.Id == actor)?.Name ?? actor;

    public static bool IsEver(Instant at) => at == Instant.MinValue || at == Instant.MaxValue;

    /// <summary>How long until or since, in days and hours.</summary>
    public static string Left(Instant due, Instant at)
    {
        var left = due - at;
        return left >= Duration.Zero ? Clock.Length(left) + " left" : Clock.Length(-left) + " overdue";
    }

    public static string Days(double? days) =>
        days is { } d ? d.ToString(d < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + (d == 1 ? " day" : " days") : "never";

    public static string Count(BigInteger count) =>
        count < 1_000_000_000_000 ? Figures.Whole((long)count) : "about 10^" + (count.ToString(CultureInfo.InvariantCulture).Length - 1);

    /// <summary>An assumption that makes a fact as it is wanted, or null where none can be written.</summary>
    public static string? Assumption(string fact, string wanted) =>
        wanted switch
        {
            "true" => fact,
            "false" => "not " + fact,
            _ => null,
        };

    public static string? Assumption(MissingFact missing) =>
        missing.Fact.Determination || missing.Fact.Declaration.Type != FactType.Bool
            ? null
            : Assumption(missing.Fact.Key, missing.Wanted ? "true" : "false");

    public static string Undertaking(string root, string name) => $"{root}/guarantees/{Uri.EscapeDataString(name)}";
}
