using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission.Sealing;

/// <summary>Opens cases for those who hold keys to their seals, and makes new keys and wraps. Keys are in memory while a request lasts, and nowhere else in the clear.</summary>
internal sealed class SealDesk(SeatKeys keys, CommissionRules rules, Mode mode)
{
    /// <summary>The case as a person may open it; closed where it has no seal, or the person no key to it.</summary>
    public async ValueTask<SealHand> OpenAsync(Case closed, string by, CancellationToken cancellation)
    {
        if (!SealState.IsSealed(closed) || !IsEligible(closed, by))
        {
            return SealHand.Unopened(closed, "");
        }
        var (own, why) = await keys.OwnAsync(by, cancellation);
        using (own)
        {
            if (own is null)
            {
                return SealHand.Unopened(closed, why);
            }
            var held = ImmutableDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
            var wrong = ImmutableArray.CreateBuilder<Irregularity>();
            foreach (var (deed, from, wraps) in Wraps(closed))
            {
                foreach (var wrap in wraps.Where(w => w.To == own.Public && !held.ContainsKey(w.Key)))
                {
                    var (key, fault) = await keys.IsOfAsync(deed.By, from, cancellation)
                        ? SealCipher.Unwrap(wrap, own, from, mode, closed.Id, deed.By)
                        : (null, SealFault.UnknownSender);
                    if (key is not null)
                    {
                        held.Add(wrap.Key, key);
                    }
                    else
                    {
                        wrong.Add(new Irregularity(deed.Index, closed.Id, deed.By, Said(fault)));
                    }
                }
            }
            var all = held.ToImmutable();
            var opened = OpenedCase.Of(closed, (deed, act) => Open(closed.Id, deed, act, all), rules);
            opened = opened with { Irregularities = [.. wrong, .. opened.Irregularities] };
            var current = SealState.Of(closed) is { } seal && all.ContainsKey(seal.Key) && seal.Stands(closed, rules) ? seal.Key : null;
            return new SealHand(closed, opened, all, current, "");
        }
    }

    /// <summary>
    /// Why a member has no part in a deliberation that others can read, or null. Where they hold a key that stands, they admit whoever has none to it: one deliberation is not
    /// split in two.
    /// </summary>
    public async ValueTask<CaseRefusal?> LockedOutAsync(Case closed, string by, CancellationToken cancellation)
    {
        var (own, why) = await keys.OwnAsync(by, cancellation);
        using (own)
        {
            if (own is null)
            {
                return NoKey(why);
            }
            var all = await PublicAsync(closed, cancellation);
            // One that was wrapped to this very key pair and does not open was made by nobody who may.
            return
                SealState.Of(closed) is { } seal
                && seal.Stands(closed, rules)
                && seal.Wraps.All(w => w.To != own.Public)
                && seal.Wraps.Any(w => all.Contains((w.Person, w.To)))
                && await IsGenuineAsync(closed, seal, cancellation)
                ? NotAdmitted(by)
                : null;
        }
    }

    /// <summary>A new key for a case that has none, or none that stands; or why this caller does not make one.</summary>
    public async ValueTask<(SealOpened? Act, CaseRefusal? Refusal)> NewAsync(Case closed, string by, CancellationToken cancellation)
    {
        if (await LockedOutAsync(closed, by, cancellation) is { } refusal)
        {
            return (null, refusal);
        }
        var (own, why) = await keys.OwnAsync(by, cancellation);
        using (own)
        {
            if (own is null)
            {
                return (null, NoKey(why));
            }
            var all = await PublicAsync(closed, cancellation);
            var key = RandomNumberGenerator.GetBytes(SealCipher.KeyBytes);
            var wraps = all.Select(a => SealCipher.Wrap(key, a.Person, a.Key, own, mode, closed.Id, by)).OfType<SealWrap>();
            var act = new SealOpened(SealCipher.IdOf(key), own.Public, [.. wraps]);
            CryptographicOperations.ZeroMemory(key);
            return act.Wraps.Any(w => w.To == own.Public)
                ? (act, null)
                : (null, NoKey("Your seat is not known by the key pair that this sign-in carries."));
        }
    }

    /// <summary>The keys that the caller holds, wrapped to the key pair that somebody else has now.</summary>
    public async ValueTask<(SealAdmitted? Act, CaseRefusal? Refusal)> AdmitAsync(
        SealHand hand,
        string by,
        string person,
        CancellationToken cancellation
    )
    {
        var (own, why) = await keys.OwnAsync(by, cancellation);
        using (own)
        {
            if (!SealState.IsSealed(hand.Case))
            {
                return (null, new CaseRefusal("no-seal", "The case has no seal yet: the first act of its deliberation opens one.", []));
            }
            if (own is null || !hand.Holds)
            {
                return (null, own is null ? NoKey(why) : NotAdmitted(by));
            }
            var of = hand.Case;
            var given = Wraps(of).SelectMany(w => w.Wraps).Select(w => (w.Key, w.To)).ToHashSet();
            var pairs = await keys.PublicOfAsync(person, cancellation);
            var wraps = pairs.SelectMany(to =>
                hand.Keys.OrderBy(k => k.Key, StringComparer.Ordinal)
                    .Where(k => !given.Contains((k.Key, to)))
                    .Select(k => SealCipher.Wrap(k.Value, person, to, own, mode, of.Id, by))
            );
            ImmutableArray<SealWrap> made = [.. wraps.OfType<SealWrap>()];
            return made.IsEmpty
                ? (null, new CaseRefusal("nothing-to-give", $"'{person}' has no key pair that the seal does not know already.", []))
                : (new SealAdmitted(person, own.Public, made), null);
        }
    }

    public Sealed Seal(SealHand hand, CaseAct act, int number, string by)
    {
        var key = hand.Key ?? throw new InvalidOperationException("Nothing is sealed without a key.");
        return SealCipher.Seal(key, SealedForm.Write(act), SealedForm.Bound(mode, hand.Case.Id, number, by, SealCipher.IdOf(key)));
    }

    /// <summary>Whether an act is judged by, or stands among, what is under a case's seal.</summary>
    public static bool Concerns(Case closed, CaseAct act) =>
        Core.Commission.Seal.Covers(act)
        || act is SealAdmitted
        || (
            SealState.IsSealed(closed)
            && (act is Decided or DecisionPublished or MemberRecused || (act is Moved && closed.State == CaseState.Deliberation))
        );

    /// <summary>Why an act that needs the key to a seal is not taken from somebody who does not hold it; null where it is, or needs none.</summary>
    public async ValueTask<CaseRefusal?> GateAsync(SealHand hand, Case closed, CaseAct act, string by, CancellationToken cancellation)
    {
        if (!Concerns(closed, act))
        {
            return null;
        }
        if (rules.Member(by) is null || !IsEligible(closed, by))
        {
            return act is Moved or MemberRecused or DecisionPublished
                ? new CaseRefusal(
                    "sealed",
                    "Whether a vote is open, who has voted, and which opinions are to be published is under the case's seal: a member who holds its key does this.",
                    []
                )
                : NoPart(closed, by);
        }
        if (act is Decided or VoteFailed && hand.Case.OpenVote is { } vote)
        {
            var since = hand.Case.Deeds.First(d => d.Act is VoteOpened v && v.Vote == vote.Vote).Number;
            return hand.Opened.Unread.Any(n => n > since)
                ? new CaseRefusal(
                    "unread",
                    "Some acts since the vote was opened are under a key that you do not hold: another member closes it.",
                    []
                )
                : null;
        }
        return hand.Key is null && SealState.IsSealed(closed) ? await LockedOutAsync(closed, by, cancellation) : null;
    }

    // Recused, or appointed by a party: the law of seals says which. For officers the law of acts has its own words.
    private CaseRefusal? NoPart(Case closed, string by) =>
        rules.Member(by) is null
            ? null
            : CaseStep
                .Take(
                    closed,
                    closed.Id,
                    new SealAdmitted(by, "", []),
                    by,
                    closed.Deeds[^1].At,
                    Core.Commission.Seal.Deliberation(closed.Id),
                    -1,
                    rules
                )
                .Refusal;

    /// <summary>What is recorded where the reason is under the seal and nothing can be sealed just now.</summary>
    public static CaseRefusal Untold { get; } = new("sealed", "An act was refused for a reason that is under the seal.", []);

    public static CaseRefusal NoKey(string why) => new("no-key", why, []);

    private static CaseRefusal NotAdmitted(string by) =>
        new(
            "not-admitted",
            $"The case's seal does not know the key pair that '{by}' has now: another member, who holds its key, admits it (act seal_admitted).",
            []
        );

    private bool IsEligible(Case of, string person) => rules.Eligible(of.Recused, of.Parties).Any(m => m.Id == person);

    private async ValueTask<ImmutableArray<(string Person, string Key)>> PublicAsync(Case of, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var member in rules.Eligible(of.Recused, of.Parties))
        {
            all.AddRange((await keys.PublicOfAsync(member.Id, cancellation)).Select(k => (member.Id, k)));
        }
        return all.ToImmutable();
    }

    /// <summary>Whether the last key was opened by a key pair of the seat that the entry names: an entry that somebody else wrote into the file holds nothing up.</summary>
    private async ValueTask<bool> IsGenuineAsync(Case of, SealState seal, CancellationToken cancellation) =>
        of.Deeds.LastOrDefault(d => d.Act is SealOpened o && o.Key == seal.Key) is { Act: SealOpened opened } deed
        && await keys.IsOfAsync(deed.By, opened.From, cancellation);

    private Opening Open(string id, Deed deed, Sealed act, ImmutableDictionary<string, byte[]> held)
    {
        if (!held.TryGetValue(act.Key, out var key))
        {
            return new Opening(null, false);
        }
        var bound = SealedForm.Bound(mode, id, deed.Number, deed.By, act.Key);
        if (SealCipher.Decrypt(key, act.Nonce, act.Text, bound) is not { } plain)
        {
            return new Opening(null, true);
        }
        try
        {
            return new Opening(SealedForm.Read(plain), true);
        }
        catch (FormatException)
        {
            return new Opening(null, true);
        }
    }

    private static IEnumerable<(Deed Deed, string From, ImmutableArray<SealWrap> Wraps)> Wraps(Case of) =>
        of.Deeds.SelectMany<Deed, (Deed, string, ImmutableArray<SealWrap>)>(d =>
            d.Act switch
            {
                SealOpened o => [(d, o.From, o.Wraps)],
                SealAdmitted a => [(d, a.From, a.Wraps)],
                _ => [],
            }
        );

    private static string Said(SealFault fault) =>
        fault switch
        {
            SealFault.UnknownSender => "A key to the seal was wrapped by a key pair that is none of this seat's.",
            SealFault.OtherKey => "A wrapped key is not the key that it says.",
            _ => "A wrapped key was changed, or belongs to another case, seal or seat.",
        };
}
