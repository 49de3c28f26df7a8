using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.Core.Missions.Questions;

/// <summary>
/// Which data of the mission or its record answer a part of a question; an empty list means all. What a selector does not find is not known, and is said so.
/// </summary>
public abstract record AnswerSelector
{
    private AnswerSelector() { }

    /// <summary>What nations said (<c>positions:</c>).</summary>
    /// <param name="Ids">As <c>GB/no-peacekeepers</c>.</param>
    public sealed record Positions(
        ImmutableArray<string> Nations,
        ImmutableArray<string> Groups,
        ImmutableArray<Question> Questions,
        ImmutableArray<Stance> Stances,
        ImmutableArray<PositionKind> Kinds,
        ImmutableArray<string> Speakers,
        ImmutableArray<Domain> Domains,
        ImmutableArray<string> Ids
    ) : AnswerSelector;

    /// <summary>Events of the chronology (<c>chronology:</c>).</summary>
    /// <param name="Words">One of them must occur in the event's title or text, case ignored.</param>
    /// <param name="From">First and last day, inclusive; null for no bound.</param>
    public sealed record Events(
        ImmutableArray<ChronologyKind> Kinds,
        ImmutableArray<MeetingFormat> Formats,
        ImmutableArray<string> Who,
        ImmutableArray<string> Words,
        LocalDate? From,
        LocalDate? Until
    ) : AnswerSelector;

    /// <summary>Dates of nations' calendars that lie ahead of the instant asked about (<c>calendar:</c>).</summary>
    public sealed record Calendar(ImmutableArray<string> Nations) : AnswerSelector;

    /// <summary>A fact as it stands: its value with everybody who stated it (<c>fact:</c>).</summary>
    public sealed record Fact(string Name, ImmutableArray<string> Arguments) : AnswerSelector;

    /// <summary>Undertakings and their state (<c>undertakings:</c>).</summary>
    /// <param name="By">Grantors.</param>
    public sealed record Undertakings(ImmutableArray<string> Names, ImmutableArray<string> By) : AnswerSelector;

    /// <summary>What nations offer to the force (<c>offers:</c>).</summary>
    public sealed record Offers(ImmutableArray<string> Nations, ImmutableArray<string> Capabilities) : AnswerSelector;

    /// <summary>How many incidents and apparent breaches, with what was covered (<c>incidents:</c>).</summary>
    /// <param name="From">First and last day in the mission's zone, inclusive; null for the mission's period.</param>
    /// <param name="Term">Apparent breaches of this term alone; empty for all.</param>
    public sealed record Incidents(LocalDate? From, LocalDate? Until, string Term) : AnswerSelector;

    /// <summary>Sums of the ledger of support by donor, stage and currency (<c>support:</c>).</summary>
    public sealed record Support(ImmutableArray<string> Donors, ImmutableArray<SupportStage> Stages) : AnswerSelector;

    /// <summary>Documents that answer by themselves (<c>references:</c>).</summary>
    public sealed record Documents(ImmutableArray<string> Ids) : AnswerSelector;
}
