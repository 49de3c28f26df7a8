namespace Holdfast.Core.Watch.Simulation;

/// <summary>What is said beside the picks.</summary>
public sealed record ReportOptions
{
    /// <summary>Picks carry an amplitude and what a classifier makes of them.</summary>
    public bool Classes { get; init; }

    /// <summary>Posts that report what they hear in words, public reports with the day alone, and both parties' claims.</summary>
    public bool Reports { get; init; }
}
