using System.Collections.Concurrent;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>The facts that decisions determine, through the one fact door.</summary>
internal sealed class DecidedFacts(IRecord record, CommissionRules rules, ClauseSet clauses, Mode mode)
{
    private readonly FactDoor _door = new(record, clauses);

    // Decisions whose facts were seen to stand, by case: nothing takes an entry out of the record again.
    private readonly ConcurrentDictionary<string, long> _stated = new(StringComparer.Ordinal);

    /// <summary>A fact that the clauses do not declare is found before the vote on it, not after.</summary>
    public CaseRefusal? Undeclared(Case? before, CaseAct act, string by, Instant at, CommissionRules rules)
    {
        if (act is not VoteOpened { Proposal: var proposal } || before is null)
        {
            return null;
        }
        var author = new Reader("commission", [Role.Commissioner], Classification.Confidential, [Seal.Commission], null);
        var wrong = Determination
            .Of(before, new Decided("", proposal, new Tally(0, 0, 0, 0)))
            .SelectMany(s => _door.Check(author, s))
            .FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        return wrong is null
            ? null
            : new CaseRefusal(
                wrong.Code,
                wrong.Message + (wrong.Suggestion is { } near ? $" Did you mean '{near}'?" : ""),
                CaseLaw.LawfulFor(before, by, at, rules)
            );
    }

    /// <summary>
    /// States the facts of each case's last decision through the one door, unless they stand already. Called before and after every act: a decision whose facts were
    /// cut off by a crash is completed by the next.
    /// </summary>
    public async ValueTask StateAsync(Docket docket, CancellationToken cancellation)
    {
        var open = new List<(string Id, Core.Commission.Deed Deed, IReadOnlyList<FactStatement> Facts)>();
        foreach (var of in docket.Cases.Values)
        {
            if (of.LastDecision is { Act: Decided decided } deed && _stated.GetValueOrDefault(of.Id, -1) < deed.Index)
            {
                open.Add((of.Id, deed, Determination.Of(of, decided)));
            }
        }
        if (open.Count == 0)
        {
            return;
        }
        var said = await SaidAsync(open.Min(o => o.Deed.Index), cancellation);
        foreach (var (id, deed, facts) in open)
        {
            var author = Seal.ReaderOf(deed.By, rules, docket.Cases.Values);
            foreach (var statement in facts.Where(f => !said.Any(s => s.Index > deed.Index && IsSame(s.Said, f))))
            {
                await _door.AssertAsync(author, statement, Label.Public, mode, cancellation);
            }
            _stated[id] = deed.Index;
        }
    }

    private async ValueTask<IReadOnlyList<(long Index, FactStatement Said)>> SaidAsync(long since, CancellationToken cancellation)
    {
        var said = new List<(long, FactStatement)>();
        var query = new RecordQuery(FromIndex: since, Kinds: [FactBody.Kind], Mode: mode);
        await foreach (var entry in record.ReadAsync(Reader.Anyone, query, cancellation))
        {
            var statement = FactEntries.Decode(entry);
            if (statement.Authority == Determination.Authority)
            {
                said.Add((entry.Index, statement));
            }
        }
        return said;
    }

    private static bool IsSame(FactStatement a, FactStatement b) =>
        a.Name == b.Name
        && a.Arguments.SequenceEqual(b.Arguments)
        && a.Authority == b.Authority
        && a.Source == b.Source
        && a.Value == b.Value
        && a.Provisional == b.Provisional;
}
