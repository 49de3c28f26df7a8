using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>The commission of one mission at work: its desk and its files, beside the mission's record.</summary>
public sealed record CommissionRoom(CaseDesk Desk, CaseFiles Files)
{
    /// <summary>Compares the record with the files beside it.</summary>
    public required EvidenceAudit Audit { get; init; }

    /// <summary>Where allegations come in that are nobody's case yet.</summary>
    public required IntakeDesk Intake { get; init; }

    /// <param name="folder">Where evidence and keys lie: the record's folder. Keys are in a folder of their own, to be kept out of backups.</param>
    /// <param name="keys">Whose keys open seals; null for those of <see cref="SeatKeys.Of"/>.</param>
    /// <exception cref="InvalidDataException">The mission has no <c>commission.yaml</c>.</exception>
    public static CommissionRoom Of(Mission mission, IRecord record, string folder, Mode mode, TimeProvider time, SeatKeys? keys = null)
    {
        var rules =
            mission.Commission
            ?? throw new InvalidDataException($"The mission '{mission.Name}' has no commission: its folder holds no commission.yaml.");
        var desk = new CaseDesk(record, rules, mission.Clauses, mode, time, keys);
        var (store, vault) = (new EvidenceStore(Path.Combine(folder, "evidence")), new PersonVault(Path.Combine(folder, "keys")));
        return new CommissionRoom(desk, new CaseFiles(desk, store, vault))
        {
            Audit = new EvidenceAudit(record, store, vault, time),
            Intake = new IntakeDesk(record, desk, store, vault),
        };
    }
}
