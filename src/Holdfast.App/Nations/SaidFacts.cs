using System.Collections.Immutable;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.App.Nations;

/// <summary>Facts of a record as questions about the past ask for them: known from when they were said publicly.</summary>
public static class SaidFacts
{
    /// <summary>Statements of one mode that the reader may read, in order of recording, read as said (<see cref="FactStatement.AsSaid"/>).</summary>
    public static async ValueTask<ImmutableArray<FactStatement>> ReadAsync(
        Workspace workspace,
        Reader reader,
        Mode mode,
        CancellationToken cancellation = default
    ) =>
        FactStatement.AsSaid(
            await new FactDoor(workspace.Record, workspace.Mission.Clauses).ReadFactsAsync(reader, null, mode, cancellation)
        );
}
