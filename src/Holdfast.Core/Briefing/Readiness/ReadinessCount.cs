using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Guarantees;

namespace Holdfast.Core.Briefing.Readiness;

/// <summary>An undertaking at the brief's instant.</summary>
internal sealed record ReadinessLine(UndertakingLife Life, LifeSpan Span, ImmutableArray<MissingFact> Missing)
{
    public string Name => Life.Undertaking.Name;

    public bool IsInForce => Span.InForce.IsTrue;

    /// <summary>It ended and will not come back by itself.</summary>
    public bool IsOver =>
        Span.State
            is UndertakingState.Discharged
                or UndertakingState.Fulfilled
                or UndertakingState.Withdrawn
                or UndertakingState.Terminated
                or UndertakingState.Expired;
}

/// <summary>The undertakings and their tiers, looked at once for all sections.</summary>
internal sealed class ReadinessCount
{
    public ReadinessCount(ReadinessInput input)
    {
        Input = input;
        var at = input.Head.To;
        Lines =
        [
            .. input
                .Network.Lives.OrderBy(l => l.Undertaking.Name, StringComparer.Ordinal)
                .Select(l =>
                {
                    var span = l.At(at);
                    return new ReadinessLine(l, span, span.InForce.IsTrue ? [] : input.Network.Missing(l.Undertaking.Name, at));
                }),
        ];
        Tiers = TierBoard.At(input.Network, at);
    }

    public ReadinessInput Input { get; }
    public ReportHead Head => Input.Head;
    public ImmutableArray<ReadinessLine> Lines { get; }
    public ImmutableArray<TierClock> Tiers { get; }
}
