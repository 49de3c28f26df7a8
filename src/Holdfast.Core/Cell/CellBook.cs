using System.Collections.Immutable;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Record;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>
/// Everything done in the cell in one mode, folded from the record; immutable. The order in which entries of different subjects come does not matter; those of one subject come in the order
/// of their numbers. States depend on an instant: <see cref="At"/>.
/// </summary>
public sealed record CellBook
{
    /// <summary>Most irregularities that are kept; later ones are counted alone.</summary>
    public const int MaxIrregular = 1_000;

    public static readonly CellBook Empty = new();

    private CellBook() { }

    /// <summary>Kinds of entries that it is folded from, sorted.</summary>
    public static ImmutableArray<string> Kinds => CellCodec.Kinds;

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, CellSubject> Subjects { get; private init; } =
        ImmutableSortedDictionary<string, CellSubject>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Entries that are no good acts, by index; at most <see cref="MaxIrregular"/>.</summary>
    public ImmutableArray<CellIrregularity> Irregular { get; private init; } = [];

    public CellSubject? Find(string id) => Subjects.GetValueOrDefault(id);

    /// <summary>The subject of an id. Throws <see cref="KeyNotFoundException"/> naming the nearest.</summary>
    public CellSubject Get(string id) => Find(id) ?? throw new KeyNotFoundException(CellLaw.Unknown(this, id));

    /// <summary>The book after one more entry of a kind <c>cell.*/1</c>; an entry of another kind changes nothing.</summary>
    public CellBook With(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!CellCodec.Kinds.Contains(entry.Kind))
        {
            return this;
        }
        CellDeed deed;
        try
        {
            var (subject, number, act) = CellCodec.Read(entry.Kind, entry.Body.Span);
            deed = new CellDeed(subject, number, act, entry.Index, entry.RecordedAt, entry.Author, entry.Standing, entry.Label, entry.Mode);
        }
        catch (FormatException e)
        {
            return Wrong(entry, "not-a-body", e.Message);
        }
        if (Fault(deed) is { } fault)
        {
            var wrong = Wrong(entry, fault.Code, fault.Reason);
            return Find(deed.Subject) is { } about && deed.Number >= about.Next
                ? wrong with
                {
                    Subjects = Subjects.SetItem(about.Id, Read(about, deed.Number)),
                }
                : wrong;
        }
        var next = Find(deed.Subject) is { } known ? Read(known, deed.Number) with { Deeds = known.Deeds.Add(deed) } : CellSubject.Of(deed);
        return this with { Subjects = Subjects.SetItem(deed.Subject, next) };
    }

    /// <summary>How everything stands at an instant, from what was recorded by then and tells of times up to then.</summary>
    public CellView At(Instant instant) => CellView.Of(this, instant);

    private static CellSubject Read(CellSubject subject, int number) =>
        subject with
        {
            Whole = subject.Whole && number == subject.Next,
            Next = number + 1,
        };

    // Across subjects nothing is asked here, so that their order does not matter; the desk asks before an act is recorded.
    private (string Code, string Reason)? Fault(CellDeed deed)
    {
        var opens = CellCodec.Opens(deed.Act);
        if (Find(deed.Subject) is not { } known)
        {
            return !opens || deed.Number != 0 ? ("not-opened", $"'{deed.Subject}' was not opened by an act that can be read here")
                : CellId.KindOf(deed.Subject) != CellCodec.SubjectOf(deed.Act)
                    ? ("bad-id", $"'{deed.Subject}' is no id of a {CellId.Word(CellCodec.SubjectOf(deed.Act))}")
                : null;
        }
        return deed.Number < known.Next ? ("twice", $"number {deed.Number} of '{deed.Subject}' is taken")
            : deed.Label != known.Label ? ("label-of-subject", $"everything about '{deed.Subject}' has its label, {known.Label}")
            : CellLaw.Against(known, deed.Act, deed.At) is { } refusal ? (refusal.Code, refusal.Reason)
            : null;
    }

    private CellBook Wrong(Entry entry, string code, string reason)
    {
        if (Irregular.Length == MaxIrregular)
        {
            return this;
        }
        var wrong = new CellIrregularity(entry.Index, entry.Kind, code, reason);
        var at = Irregular.BinarySearch(wrong, Comparer<CellIrregularity>.Create((a, b) => a.Entry.CompareTo(b.Entry)));
        return this with { Irregular = Irregular.Insert(at < 0 ? ~at : at, wrong) };
    }
}
