using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Holdfast.Core.Commission.Acts;

/// <summary>
/// Something done in a case: the body of one entry of a kind <c>case.*/1</c>. A closed union; who did it, when and under which label belong to the entry
/// around it. Ids within a case (evidence, hypotheses, votes) are short names chosen by whoever acts and unique in the case.
/// </summary>
public abstract record CaseAct
{
    private protected CaseAct() { }

    /// <summary>
    /// 0 for an act in its present form. Where the entry is of an earlier version of its kind: that version, under whose rules it is judged. Such acts are read and
    /// never made.
    /// </summary>
    [JsonIgnore]
    public int EarlierVersion { get; init; }
}

/// <summary>A case begins with its first allegation.</summary>
public sealed record Opened(string Title, Allegation Allegation) : CaseAct;

/// <summary>A further allegation in the same case.</summary>
public sealed record AllegationAdded(Allegation Allegation) : CaseAct;

/// <summary>A change of state that carries nothing but its reason. States that come with a document or a vote have acts of their own.</summary>
public sealed record Moved(CaseState To, string Reason) : CaseAct;

/// <summary>Whether the case is heard: each ground with its reason.</summary>
public sealed record AdmissibilityDecided(bool Admissible, ImmutableArray<AdmissibilityGround> Grounds) : CaseAct;

/// <summary>What the inquiry sets out to learn, and how.</summary>
public sealed record PlanSet(string Plan) : CaseAct;

/// <summary>A task of the inquiry, with who answers for it and until when.</summary>
public sealed record TaskSet(string Task, string Title, string Owner, Instant Due) : CaseAct;

public sealed record TaskDone(string Task, string Result) : CaseAct;

/// <summary>A finding somebody alleges.</summary>
/// <param name="Id">Such as <c>A1</c>.</param>
/// <param name="By">The party, member or office that alleges it; the public is <c>public</c>.</param>
/// <param name="Against">Parties it is said of; empty where nobody is named.</param>
/// <param name="Observations">Ids of observations of the watch. Cases cite observations, never the membership of an incident, which later data may change.</param>
/// <param name="Incident">The incident as it stood when it was linked; null where there is none.</param>
/// <param name="Term">The term of the ceasefire that would be broken; null where none is named.</param>
/// <param name="Reference">What it was handed in as (<see cref="Reception.IntakeReference"/>); null where it came no such way.</param>
public sealed record Allegation(
    string Id,
    Intake From,
    string By,
    string Text,
    ImmutableArray<string> Against,
    ImmutableArray<string> Observations,
    string? Incident,
    string? Term,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null
);

/// <summary>One ground of admissibility, whether it is met, and why.</summary>
public sealed record AdmissibilityGround(string Ground, bool Met, string Reason);
