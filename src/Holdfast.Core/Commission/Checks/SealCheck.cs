using System.Buffers.Text;
using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission.Checks;

/// <summary>What can be judged of a seal without its key: who may seal, with which key, and to whom it may be given.</summary>
internal static class SealCheck
{
    private const int NonceBytes = 12;
    private const int PointBytes = 65;
    private const int WrapBytes = 48;

    public static Fault? FaultOf(Case? before, CaseAct act, string by, CommissionRules rules) =>
        (before, act) switch
        {
            ({ }, Sealed s) => Sits(before, by, rules) ?? Act(before, s, by, rules),
            ({ }, SealOpened o) => Sits(before, by, rules) ?? Opened(before, o, by, rules),
            ({ }, SealAdmitted a) => Sits(before, by, rules) ?? Sits(before, a.Person, rules) ?? Admitted(a),
            _ => null,
        };

    /// <summary>Who may not vote in a case has no part in its deliberation.</summary>
    private static Fault? Sits(Case before, string person, CommissionRules rules) =>
        before.Recused.Contains(person) ? new Fault("recused", $"'{person}' is recused: the seal is closed to them.")
        : rules.Member(person) is null ? Fault.Unknown("member", person, rules.Members.Select(m => m.Id))
        : rules.Eligible(before.Recused, before.Parties).All(m => m.Id != person)
            ? new Fault("own-party", $"'{person}' was appointed by a party that the case is about: the seal is closed to them.")
        : null;

    private static Fault? Act(Case before, Sealed s, string by, CommissionRules rules) =>
        SealState.Of(before) is not { } seal || seal.Key != s.Key ? new Fault("other-seal", "It is not under the key of the case's seal.")
        : !seal.Stands(before, rules) ? new Fault("other-seal", "Somebody who may not vote in the case any more holds this key.")
        : !seal.Persons.Contains(by, StringComparer.Ordinal) ? new Fault("not-admitted", $"'{by}' was not admitted to the seal.")
        : LengthOf(s.Nonce) != NonceBytes || LengthOf(s.Text) < SealedForm.Least
            ? new Fault("bad-seal", "The ciphertext has not the form of one.")
        : null;

    private static Fault? Opened(Case before, SealOpened o, string by, CommissionRules rules) =>
        before.Of<SealOpened>().Any(x => x.Key == o.Key) ? new Fault("exists", "This key was used for the case before.")
        : o.Wraps.All(w => w.Person != by) ? new Fault("not-admitted", $"'{by}' opens a seal that '{by}' could not read.")
        : Wraps(o.From, o.Wraps)
            ?? (o.Wraps.All(w => w.Key == o.Key) ? null : new Fault("other-seal", "It wraps another key than its own."))
            ?? o.Wraps.Select(w => Sits(before, w.Person, rules)).FirstOrDefault(f => f is not null);

    // Without wraps it is what somebody asks for; the desk fills them in, and an entry without them is none.
    private static Fault? Admitted(SealAdmitted a) =>
        a.Wraps.All(w => w.Person == a.Person)
            ? a.Wraps.IsEmpty
                ? null
                : Wraps(a.From, a.Wraps)
            : new Fault("bad-seal", "It names one person and is wrapped to another.");

    private static Fault? Wraps(string from, ImmutableArray<SealWrap> wraps) =>
        !IsPoint(from) || wraps.IsEmpty || wraps.Any(w => !IsPoint(w.To) || !IsPoint(w.Ephemeral) || LengthOf(w.Text) != WrapBytes)
            ? new Fault("bad-seal", "A wrapped key has not the form of one.")
            : null;

    internal static bool IsPoint(string text) => LengthOf(text) == PointBytes && Base64Url.DecodeFromChars(text)[0] == 4;

    private static int LengthOf(string text) => Base64Url.IsValid(text, out var bytes) ? bytes : -1;
}
