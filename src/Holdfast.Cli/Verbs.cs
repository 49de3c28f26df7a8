using System.CommandLine;
using Holdfast.Cli.Access;
using Holdfast.Cli.Briefing;
using Holdfast.Cli.Cell;
using Holdfast.Cli.Clauses;
using Holdfast.Cli.Commission;
using Holdfast.Cli.Forces;
using Holdfast.Cli.Guarantees;
using Holdfast.Cli.Missions;
using Holdfast.Cli.Nations;
using Holdfast.Cli.Record;
using Holdfast.Cli.Support;
using Holdfast.Cli.Watch;
using Holdfast.Cli.Watch.Sensors;

namespace Holdfast.Cli;

/// <summary>Every verb of the program, in the order of <c>--help</c>. Each lives in the folder of its room.</summary>
internal static class Verbs
{
    // One verb a line, so that two changes rarely meet.
    public static IEnumerable<Command> All()
    {
        yield return ServeVerb.Create();
        yield return ReplayVerb.Create();
        yield return ImportVerb.Create();
        yield return SendVerb.Create();
        yield return ReportVerb.Create();
        yield return CheckVerb.Create();
        yield return TrendVerb.Create();
        yield return QuestionsVerb.Create();
        yield return NewVerb.Create();
        yield return ClausesVerb.Create();
        yield return FactVerb.Create();
        yield return GuaranteesVerb.Create();
        yield return ExplainVerb.Create();
        yield return WhatIfVerb.Create();
        yield return UnlockVerb.Create(undo: false);
        yield return UnlockVerb.Create(undo: true);
        yield return TimeToEffectVerb.Create();
        yield return DiffVerb.Create();
        yield return ForcesVerb.Create();
        yield return SupportVerb.Create();
        yield return DepotsVerb.Create();
        yield return FeedsVerb.Create();
        yield return QuarantineVerb.Create();
        yield return OperatorVerb.Create();
        yield return NationsVerb.Create();
        yield return TimelineVerb.Create();
        yield return CaseVerb.Create();
        yield return CellVerb.Create();
        yield return AccountVerb.Create();
        yield return RecordVerb.Create();
        yield return MergeVerb.Create();
        yield return AssociateVerb.Create();
        yield return SensorVerb.Create();
        yield return SimulateVerb.Create();
        yield return ScoreVerb.Create();
        yield return SolveMixedVerb.Create();
    }
}
