using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Support;

/// <summary>
/// Deeds as facts, through the one fact door: a package that is delivered whole states that its undertaking is fulfilled; where a restated ledger no longer says so, the statement is taken back. Called
/// after every import and when a mission is opened; a call that finds everything stated writes nothing.
/// </summary>
internal sealed class LedgerFacts(Mission mission, IRecord record, TimeProvider time)
{
    private static readonly Reader Author = new("support ledger", [Role.LegalOfficer], Classification.Public, [], null);

    /// <summary>How many statements and retractions were new.</summary>
    public async Task<int> StateAsync(Mode mode, CancellationToken cancellation)
    {
        if (mission.Ledger.Packages.All(p => p.Undertaking.Length == 0))
        {
            return 0;
        }
        // Public items alone: a fact that everybody may read must not rest on what not everybody may.
        var book = await new SupportDesk(mission, record).BookAsync(Reader.Anyone, mode, cancellation);
        var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(mission.Zone).Date;
        var facts = FulfilledPackages.Of(
            mission.Ledger,
            [.. book.AsKnown(null).Items.Where(i => i.Package.Length > 0)],
            today,
            mission.Zone
        );
        var door = new FactDoor(record, mission.Clauses);
        var said = (await door.ReadFactsAsync(Reader.Anyone, null, mode, cancellation))
            .Where(f => f.Source.StartsWith(FulfilledPackages.SourcePrefix, StringComparison.Ordinal))
            .GroupBy(f => f.Source)
            .Select(g => g.Last())
            .Where(f => f.Value is not null)
            .ToArray();
        var before = (await record.HeadAsync(cancellation)).Count;
        foreach (var old in said.Where(s => !facts.Any(f => IsSame(f, s))))
        {
            await door.RetractAsync(Author, old, Label.Public, mode, cancellation);
        }
        foreach (var fact in facts.Where(f => !said.Any(s => IsSame(f, s))))
        {
            await door.AssertAsync(Author, fact, Label.Public, mode, cancellation);
        }
        return (int)((await record.HeadAsync(cancellation)).Count - before);
    }

    private static bool IsSame(FactStatement a, FactStatement b) =>
        a.Name == b.Name
        && a.Source == b.Source
        && a.Arguments.SequenceEqual(b.Arguments)
        && a.ValidFrom == b.ValidFrom
        && a.Authority == b.Authority
        && a.Standing == b.Standing;
}
