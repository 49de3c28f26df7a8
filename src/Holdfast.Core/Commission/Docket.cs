using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;

namespace Holdfast.Core.Commission;

/// <summary>An entry of the record that no lawful act could have made: kept, shown to the auditor, and without effect.</summary>
public sealed record Irregularity(long Index, string Case, string By, string Message);

/// <summary>
/// All cases of one mode, folded from the record. A pure function of the entries in their order and the rules of procedure; an entry that is unlawful where it
/// stands changes nothing and is listed.
/// </summary>
public sealed record Docket(ImmutableSortedDictionary<string, Case> Cases, ImmutableArray<Irregularity> Irregularities)
{
    public static readonly Docket Empty = new(ImmutableSortedDictionary.Create<string, Case>(StringComparer.Ordinal), []);

    /// <param name="entries">Entries of kinds <c>case.*</c> of one mode, in the order of the record.</param>
    public static Docket Fold(IEnumerable<Entry> entries, CommissionRules rules) => entries.Aggregate(Empty, (d, e) => d.With(e, rules));

    /// <summary>The docket after one more entry.</summary>
    public Docket With(Entry entry, CommissionRules rules)
    {
        try
        {
            var (id, number, act) = CaseCodec.Read(entry.Kind, entry.Body.Span);
            var before = Cases.GetValueOrDefault(id);
            var step = CaseStep.Take(
                before,
                id,
                act,
                entry.Author,
                entry.RecordedAt,
                entry.Label,
                entry.Index,
                rules,
                blind: before is not null && SealState.IsSealed(before)
            );
            var expected = before?.Deeds.Length ?? 0;
            return number != expected ? Irregular(entry, id, $"It is numbered {number}; {expected} would follow.")
                : entry.Label != Seal.LabelOf(before, id, act)
                    ? Irregular(entry, id, $"Its label is '{entry.Label}', not '{Seal.LabelOf(before, id, act)}'.")
                : Plain(before, act) ? Irregular(entry, id, "The case has a seal: what belongs under it is no plain entry.")
                : act is SealAdmitted { Wraps.IsEmpty: true } ? Irregular(entry, id, "It admits to the seal and gives no key.")
                : step.Case is { } after ? this with { Cases = Cases.SetItem(id, after) }
                : Irregular(entry, id, step.Refusal?.Message ?? "");
        }
        catch (FormatException e)
        {
            return Irregular(entry, "", e.Message);
        }
    }

    // Whoever can write the file could otherwise vote in a member's name without any key.
    private static bool Plain(Case? before, CaseAct act) => before is not null && Seal.Covers(act) && SealState.IsSealed(before);

    private Docket Irregular(Entry entry, string id, string message) =>
        this with
        {
            Irregularities = Irregularities.Add(new Irregularity(entry.Index, id, entry.Author, message)),
        };
}
