using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;

namespace Holdfast.Core.Commission.Reception;

/// <summary>
/// Everything handed in, in the order of the record, and what became of it: a pure function of the entries. Something is accepted by the act in a case that cites its reference, and by
/// nothing else.
/// </summary>
public sealed record IntakeQueue(ImmutableArray<string> Order, ImmutableDictionary<string, IntakeItem> ByReference)
{
    public static readonly IntakeQueue Empty = new([], ImmutableDictionary.Create<string, IntakeItem>(StringComparer.Ordinal));

    public IEnumerable<IntakeItem> Items => Order.Select(r => ByReference[r]);

    public int WaitingCount { get; private init; }

    public IntakeItem? Find(string reference) => ByReference.GetValueOrDefault(reference);

    /// <summary>The queue after an entry of one of <see cref="IntakeCodec.Kinds"/>; what is not as it should be, or not by whom it may be, changes nothing.</summary>
    public IntakeQueue With(Entry entry, CommissionRules rules)
    {
        try
        {
            return entry.Kind == IntakeCodec.ReceivedKind ? Received(entry, IntakeCodec.Read(entry.Body.Span))
                : entry.Kind == IntakeCodec.SetAsideKind && IntakeLaw.MayDecide(entry.Author, rules) ? Aside(entry)
                : this;
        }
        catch (FormatException)
        {
            return this;
        }
    }

    /// <summary>The queue after a deed of a case that stands.</summary>
    public IntakeQueue With(string caseId, Deed deed) =>
        IntakeLaw.AllegationOf(deed.Act) is { Reference: { } reference } allegation && ByReference.TryGetValue(reference, out var item)
            ? Decided(item, new IntakeFate.Accepted(caseId, allegation.Id, deed.By, deed.At))
            : this;

    private IntakeQueue Received(Entry entry, AllegationReceived what)
    {
        var reference = IntakeReference.Of(entry.LeafHash.Span);
        if (IntakeLaw.FaultOf(what) is not null || ByReference.ContainsKey(reference))
        {
            return this;
        }
        var hash = Convert.ToHexStringLower(entry.LeafHash.Span);
        var item = new IntakeItem(
            reference,
            entry.Index,
            entry.MessageId,
            entry.RecordedAt,
            entry.Author,
            hash,
            what,
            new IntakeFate.Waiting()
        );
        return new IntakeQueue(Order.Add(reference), ByReference.Add(reference, item)) { WaitingCount = WaitingCount + 1 };
    }

    private IntakeQueue Aside(Entry entry)
    {
        var (reference, reason) = IntakeCodec.ReadSetAside(entry.Body.Span);
        return Find(reference) is { Fate: IntakeFate.Waiting } item
            ? Decided(item, new IntakeFate.SetAside(reason, entry.Author, entry.RecordedAt))
            : this;
    }

    private IntakeQueue Decided(IntakeItem item, IntakeFate fate) =>
        item.Fate is IntakeFate.Accepted
            ? this
            : this with
            {
                ByReference = ByReference.SetItem(item.Reference, item with { Fate = fate }),
                WaitingCount = WaitingCount - (item.Fate is IntakeFate.Waiting ? 1 : 0),
            };
}
