using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>An office of the cell, of a nation or of a party: who owes tasks and receives notices.</summary>
/// <param name="Of"><see cref="CellModel.Cell"/>, or the id of a nation or party.</param>
/// <param name="Roles">Whoever holds one of these roles may stand for the office; empty where nobody signs in for it.</param>
/// <param name="Nation">Only for readers of this nationality; null for any.</param>
public sealed record CellOffice(string Id, string Name, string Of, ImmutableArray<Role> Roles, string? Nation, Stated Stated);

/// <summary>A format in which the willing meet.</summary>
/// <param name="Members">Who usually sits there; may be empty.</param>
public sealed record CellFormat(string Id, string Name, ImmutableArray<string> Members, Stated Stated);

/// <summary>A meeting that the mission's sources tell of.</summary>
/// <param name="Note">What the source leaves open; may be empty.</param>
public sealed record DeclaredMeeting(
    string Id,
    string Title,
    string Format,
    PartialDate Date,
    string Place,
    ImmutableArray<string> Attended,
    ImmutableArray<Agreed> Agreements,
    string Note,
    Stated Stated
);

/// <summary>A decision of the willing that the mission's sources tell of.</summary>
/// <param name="Joined">Who joined it, so far as the source says.</param>
public sealed record DeclaredDecision(
    string Id,
    string Title,
    string Text,
    PartialDate Date,
    DecisionProcedure Procedure,
    string Meeting,
    ImmutableArray<string> Joined,
    ImmutableArray<string> Declined,
    ImmutableArray<Reserved> Reservations,
    string? Undertaking,
    Stated Stated
);

/// <summary>A line to a party, and how long it has for a reply unless a call says otherwise.</summary>
public sealed record LiaisonLine(string Id, string Party, string Office, string Channel, Duration ReplyWithin, Stated Stated);

/// <summary>What a mission declares of its coordination cell, from <c>cell.yaml</c>.</summary>
public sealed record CellModel
{
    /// <summary>The cell itself, as the owner of offices.</summary>
    public const string Cell = "CELL";

    public static readonly CellModel Empty = new();

    public string Title { get; init; } = "";
    public ImmutableArray<CellOffice> Offices { get; init; } = [];
    public ImmutableArray<CellFormat> Formats { get; init; } = [];
    public ImmutableArray<DeclaredMeeting> Meetings { get; init; } = [];
    public ImmutableArray<DeclaredDecision> Decisions { get; init; } = [];
    public ImmutableArray<LiaisonLine> Liaison { get; init; } = [];
    public ImmutableArray<NoticeRule> Notify { get; init; } = [];

    public CellOffice? Office(string id) => Offices.FirstOrDefault(o => o.Id == id);

    /// <summary>The offices that somebody may stand for.</summary>
    public ImmutableArray<CellOffice> OfficesOf(Reader reader) =>
        [.. Offices.Where(o => o.Roles.Any(reader.IsIn) && (o.Nation is null || o.Nation == reader.Nationality))];
}
