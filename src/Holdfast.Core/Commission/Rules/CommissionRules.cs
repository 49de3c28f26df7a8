using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Commission.Rules;

/// <summary>Somebody who votes.</summary>
/// <param name="Nation">Who appointed the member: a nation or a party.</param>
public sealed record CommissionMember(string Id, string Name, string Nation);

public enum Office
{
    Secretary,
    Investigator,
    PartyRepresentative,
}

/// <summary>Somebody who serves or appears before the commission without a vote.</summary>
/// <param name="Party">Set exactly for the representative of a party.</param>
public sealed record CommissionOfficer(string Id, string Name, Office Office, string? Party);

/// <summary>Who has to act for a stage to end.</summary>
public enum StageActor
{
    Secretariat,

    /// <summary>Any one member.</summary>
    AnyMember,

    /// <summary>One named member, the chair, and nobody else.</summary>
    Chair,

    /// <summary>The parties, each for itself.</summary>
    Parties,

    /// <summary>A vote of the members.</summary>
    Vote,
}

/// <summary>What happens when a stage's time is over.</summary>
public enum WhenLate
{
    /// <summary>The case goes on without those who were to act. A vote that has not carried by then never proceeds of itself.</summary>
    Proceeds,
    Waits,
}

/// <summary>How long a stage may take, who ends it, and what happens when nobody does.</summary>
public sealed record StageRule(CaseState Stage, Duration Within, StageActor By, WhenLate Late);

/// <summary>
/// The rules of procedure: clauses of the mission like any other, read from <c>commission.yaml</c>. Everything that a vote or a clock needs stands
/// here; the program knows no rule of its own but that only votes determine.
/// </summary>
public sealed record CommissionRules
{
    /// <summary>Whoever hands in the public form; no member or officer has this id.</summary>
    public const string Public = "public";

    public required string Title { get; init; }

    /// <summary>By id; at least one.</summary>
    public required ImmutableArray<CommissionMember> Members { get; init; }
    public ImmutableArray<CommissionOfficer> Officers { get; init; } = [];

    /// <summary>The member who alone may end stages of <see cref="StageActor.Chair"/>; null where none is named.</summary>
    public string? Chair { get; init; }

    /// <summary>Members who must cast a vote (an abstention is one).</summary>
    public required int Quorum { get; init; }
    public required Majority Majority { get; init; }

    /// <summary>For provisional determinations.</summary>
    public required Majority ProvisionalMajority { get; init; }

    /// <summary>From the start of the investigation to a vote on a provisional determination.</summary>
    public required Duration ProvisionalWithin { get; init; }

    /// <summary>Whether a member appointed by a party that an allegation names may vote on it.</summary>
    public required bool OwnPartyVotes { get; init; }

    /// <summary>In the order of the states.</summary>
    public required ImmutableArray<StageRule> Stages { get; init; }

    /// <summary>Where the rules come from.</summary>
    public string Cites { get; init; } = "";

    public CommissionMember? Member(string id) => Members.FirstOrDefault(m => m.Id == id);

    public CommissionOfficer? Officer(string id) => Officers.FirstOrDefault(o => o.Id == id);

    public StageRule? Stage(CaseState state) => Stages.FirstOrDefault(s => s.Stage == state);

    public Majority MajorityFor(bool provisional) => provisional ? ProvisionalMajority : Majority;

    /// <summary>Members who may vote in a case: neither recused nor, where the rules say so, appointed by a party that it is about.</summary>
    public IEnumerable<CommissionMember> Eligible(IReadOnlySet<string> recused, IReadOnlySet<string> partiesConcerned) =>
        Members.Where(m => !recused.Contains(m.Id) && (OwnPartyVotes || !partiesConcerned.Contains(m.Nation)));
}
