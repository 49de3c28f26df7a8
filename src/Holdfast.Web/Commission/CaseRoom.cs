using Holdfast.App.Commission;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Commission;

/// <summary>The commission as one request meets it: whose eyes, which desk, which files.</summary>
public sealed class CaseRoom
{
    private CaseRoom(Visit visit, CommissionRules rules, CaseDesk desk, CaseFiles? files, IntakeDesk intake, string seat, Instant now) =>
        (Visit, Rules, Desk, Files, Intake, Seat, Now) = (visit, rules, desk, files, intake, seat, now);

    internal Visit Visit { get; }
    public CommissionRules Rules { get; }
    public CaseDesk Desk { get; }

    /// <summary>Null where the record is no file: then there is nowhere for evidence to lie.</summary>
    public CaseFiles? Files { get; }

    /// <summary>Where allegations come in that are nobody's case yet.</summary>
    public IntakeDesk Intake { get; }

    /// <summary>Who reads and acts: a person of the rules, or <see cref="CommissionRules.Public"/>.</summary>
    public string Seat { get; }
    public Instant Now { get; }
    public Mission Mission => Visit.Mission;

    /// <summary>Null where the mission has no commission.</summary>
    internal static CaseRoom? Of(Visit visit)
    {
        if (visit.Mission.Commission is not { } rules)
        {
            return null;
        }
        var time = visit.Context.RequestServices.GetRequiredService<TimeProvider>();
        var (mission, record) = (visit.Mission, visit.Workspace.Record);
        var keys = KeysOf(visit, mission, record);
        var room =
            record is SqliteRecord { Path: var path } && Path.GetDirectoryName(path) is { } folder
                ? CommissionRoom.Of(mission, record, folder, mission.Mode, time, keys)
                : null;
        var desk = room?.Desk ?? new CaseDesk(record, rules, mission.Clauses, mission.Mode, time, keys);
        return new CaseRoom(
            visit,
            rules,
            desk,
            room?.Files,
            room?.Intake ?? new IntakeDesk(record, desk, null, null),
            Commission.Seat.Of(visit, rules),
            Instant.FromDateTimeOffset(time.GetUtcNow())
        );
    }

    /// <summary>Tells the auditor of something refused before the desk could judge it: by the seat, or by the account where there is none.</summary>
    /// <param name="of">The case, where the seat may see it.</param>
    /// <param name="word">The act's word, or null where the law knows none such.</param>
    /// <param name="code">A fixed word for the reason.</param>
    internal ValueTask NoteAsync(Core.Commission.Case? of, string? word, string code) =>
        Seat == CommissionRules.Public ? NoSeatAsync(Visit) : Desk.NoteAsync(Seat, of?.Id, word, code, Visit.Cancellation);

    /// <summary>Tells the auditor that somebody without a seat meant to act in the commission.</summary>
    internal static ValueTask NoSeatAsync(Visit visit) =>
        visit
            .Context.RequestServices.GetRequiredService<RefusalNotes>()
            .NoteAsync(visit.Context, RefusalKind.NoSeat, "no seat of this commission that may do it");

    // A session or a token carries its account's key; nobody else's sign-in does.
    private static SeatKeys KeysOf(Visit visit, Mission mission, IRecord record)
    {
        var local = SeatKeys.Of(record, mission.Mode);
        var caller = Caller.Of(visit.Context);
        return visit.Context.RequestServices.GetRequiredService<HoldfastWebOptions>().Accounts is { } accounts
            ? new AccountSeatKeys(
                accounts,
                mission.Name,
                caller.Kind is CallerKind.Session or CallerKind.Token ? caller.Secret : null,
                local
            )
            : local;
    }

    public string Root => $"/m/{Visit.Mission.Name}/commission";

    /// <summary>What an address needs so that the next page is drawn for the same seat; empty for the public, and for accounts, which have one seat.</summary>
    public string Query => Seat == CommissionRules.Public || !Visit.Principal.Local ? "" : $"?as={Uri.EscapeDataString(Seat)}";

    public string PageOf(string id) => $"{Root}/cases/{Uri.EscapeDataString(id)}{Query}";

    /// <summary>The party that the seat represents, or null.</summary>
    public string? Party => Rules.Officer(Seat) is { Office: Office.PartyRepresentative, Party: { } party } ? party : null;

    /// <summary>Whether the seat serves the commission: a member, the secretary or an investigator.</summary>
    public bool Serves => Rules.Member(Seat) is not null || Rules.Officer(Seat)?.Office is Office.Secretary or Office.Investigator;
}
