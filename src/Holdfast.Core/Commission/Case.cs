using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Core.Commission;

/// <summary>
/// One case: the acts done in it, in order, and what follows from them. Immutable. A reader's view of a case is a case with fewer deeds
/// (<see cref="Seal.View"/>), so nothing computed here can show more than the deeds it was computed from.
/// </summary>
public sealed class Case
{
    /// <summary>Deeds a case may have; more is a fault of whoever writes them.</summary>
    public const int MaxDeeds = 20_000;

    // Asked of every case at every act, and worked out once for each.
    private readonly Lazy<ImmutableSortedSet<string>> _parties;
    private readonly Lazy<ImmutableSortedSet<string>> _recused;
    private readonly Lazy<Deed?> _lastDecision;

    public Case(string id, ImmutableArray<Deed> deeds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(deeds.Length);
        (Id, Deeds) = (id, deeds);
        _parties = new(() =>
            Allegations
                .SelectMany(a => a.From == Intake.Party ? a.Against.Add(a.By) : a.Against)
                .ToImmutableSortedSet(StringComparer.Ordinal)
        );
        _recused = new(() => Of<MemberRecused>().Select(r => r.Member).ToImmutableSortedSet(StringComparer.Ordinal));
        _lastDecision = new(() => Deeds.LastOrDefault(d => d.Act is Decided));
    }

    public string Id { get; }
    public ImmutableArray<Deed> Deeds { get; }

    /// <summary>As the last deed left it.</summary>
    public CaseState State => Deeds[^1].After;

    /// <summary>Empty where the reader may not see how the case was opened.</summary>
    public string Title => Of<Opened>().FirstOrDefault()?.Title ?? "";

    public IEnumerable<Allegation> Allegations =>
        Deeds
            .Select(d =>
                d.Act switch
                {
                    Opened o => o.Allegation,
                    AllegationAdded a => a.Allegation,
                    _ => null,
                }
            )
            .OfType<Allegation>();

    /// <summary>Parties that an allegation is said of, and those that made one.</summary>
    public ImmutableSortedSet<string> Parties => _parties.Value;

    public IEnumerable<EvidenceItem> Evidence =>
        Deeds.SelectMany(d =>
            d.Act switch
            {
                EvidenceAdded e => [e.Item],
                CaseReopened r => r.NewEvidence,
                _ => ImmutableArray<EvidenceItem>.Empty,
            }
        );

    public IEnumerable<StatementTaken> Statements => Of<StatementTaken>();

    public bool IsWithdrawn(string statement) => Of<ConsentWithdrawn>().Any(w => w.Statement == statement);

    /// <summary>Items and statements by id: what findings, weighings and searches may cite.</summary>
    public IEnumerable<string> EvidenceIds => Evidence.Select(e => e.Id).Concat(Statements.Select(s => s.Id));

    public IEnumerable<HypothesisStated> Hypotheses => Of<HypothesisStated>();

    public ImmutableSortedSet<string> Recused => _recused.Value;

    /// <summary>The vote that is open, or null.</summary>
    public VoteOpened? OpenVote =>
        Of<VoteOpened>().LastOrDefault() is { } vote
        && !Of<Decided>().Any(d => d.Vote == vote.Vote)
        && !Of<VoteFailed>().Any(f => f.Vote == vote.Vote)
            ? vote
            : null;

    public IEnumerable<VoteCast> VotesIn(string vote) => Of<VoteCast>().Where(v => v.Vote == vote);

    /// <summary>The deed of the last decision, or null.</summary>
    public Deed? LastDecision => _lastDecision.Value;

    /// <summary>The decisions, the last in force first.</summary>
    public IEnumerable<Decided> Decisions => Of<Decided>().Reverse();

    /// <summary>Remedies of final decisions since the case was last reopened.</summary>
    public IEnumerable<Remedy> Remedies =>
        SinceReopened().Select(d => d.Act).OfType<Decided>().Where(d => !d.Proposal.Provisional).SelectMany(d => d.Proposal.Remedies);

    /// <summary>The last check of a remedy, or null.</summary>
    public RemedyChecked? LastCheck(string remedy) => Of<RemedyChecked>().LastOrDefault(c => c.Remedy == remedy);

    /// <summary>What a party was told since the case was last reopened.</summary>
    public SummarySent? SummaryTo(string party) =>
        SinceReopened().Select(d => d.Act).OfType<SummarySent>().LastOrDefault(s => s.Party == party);

    /// <summary>Letters to a party in their order, the first of which is letter 1: notices, summaries, and answers to its requests.</summary>
    public ImmutableArray<Deed> LettersTo(string party) =>
        [
            .. Deeds.Where(d =>
                d.Act switch
                {
                    PartyNotified n => n.Party == party,
                    SummarySent s => s.Party == party,
                    CorrectionAnswered a => Of<CorrectionRequested>().Any(c => c.Id == a.Id && c.Party == party),
                    _ => false,
                }
            ),
        ];

    /// <summary>When a party said that it has received a letter, or null.</summary>
    public Instant? ReceiptOf(string party, int letter) =>
        Deeds.FirstOrDefault(d => d.Act is ReceiptGiven r && r.Party == party && r.Letter == letter)?.At;

    public bool HasAnswered(string party) => SinceReopened().Any(d => d.Act is ReplyReceived r && r.Party == party);

    public bool WasSilent(string party) => SinceReopened().Any(d => d.Act is SilenceRecorded s && s.Party == party);

    public IEnumerable<T> Of<T>()
        where T : CaseAct => Deeds.Select(d => d.Act).OfType<T>();

    /// <summary>When the case entered the state it is in.</summary>
    public Instant InStateSince
    {
        get
        {
            var i = Deeds.Length - 1;
            while (i > 0 && Deeds[i - 1].After == State)
            {
                i--;
            }
            return Deeds[i].At;
        }
    }

    internal IEnumerable<Deed> SinceReopened()
    {
        var last = 0;
        for (var i = 0; i < Deeds.Length; i++)
        {
            last = Deeds[i].Act is CaseReopened ? i : last;
        }
        return Deeds.Skip(last);
    }
}
