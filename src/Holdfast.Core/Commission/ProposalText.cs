using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;

namespace Holdfast.Core.Commission;

/// <summary>Whether two proposals, or publications, say the same: records with lists in them do not compare by value, their canonical text does.</summary>
internal static class ProposalText
{
    public static bool AreSame(Proposal a, Proposal b) => Text(a) == Text(b);

    public static bool AreSame(DecisionPublished a, DecisionPublished b) => Text(a) == Text(b);

    public static bool AreSame(ImmutableArray<SummaryPoint> a, ImmutableArray<SummaryPoint> b) => Text(a) == Text(b);

    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, CaseJson.Options);
}
