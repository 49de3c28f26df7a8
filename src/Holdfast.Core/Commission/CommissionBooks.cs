using System.Collections.Immutable;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;

namespace Holdfast.Core.Commission;

/// <summary>The docket and the intake of one mode, folded together from the record in its order.</summary>
public sealed record CommissionBooks(Docket Docket, IntakeQueue Intake)
{
    public static readonly CommissionBooks Empty = new(Docket.Empty, IntakeQueue.Empty);

    /// <summary>Kinds that they are folded from, sorted.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [.. CaseCodec.FoldedKinds.Concat(IntakeCodec.Kinds).Order(StringComparer.Ordinal)];

    /// <summary>The books after one more entry.</summary>
    public CommissionBooks With(Entry entry, CommissionRules rules)
    {
        if (IntakeCodec.Kinds.Contains(entry.Kind))
        {
            return this with { Intake = Intake.With(entry, rules) };
        }
        var docket = Docket.With(entry, rules);
        if (docket.Irregularities.Length > Docket.Irregularities.Length)
        {
            return this with { Docket = docket };
        }
        var (id, _, _) = CaseCodec.Read(entry.Kind, entry.Body.Span);
        return new CommissionBooks(docket, Intake.With(id, docket.Cases[id].Deeds[^1]));
    }
}
