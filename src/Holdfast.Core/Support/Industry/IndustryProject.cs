using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Industry;

/// <summary>Something that projects need and that is not endless: propellant, explosives, machine tools.</summary>
/// <param name="Steps">Supplied each month, in <paramref name="Unit"/>.</param>
public sealed record IndustryInput(string Id, string Name, string Unit, ImmutableArray<CapacityStep> Steps, Stated Stated);

/// <summary>How much of an input one unit of the product takes. Above 0.</summary>
public sealed record InputUse(string Input, decimal PerUnit, Stated Figures);

/// <summary>A project of production.</summary>
/// <param name="Nations">Where and by whom, as nations.</param>
/// <param name="Product">What comes out; a stock class of the mission or a name.</param>
/// <param name="When">All of these must hold.</param>
/// <param name="Steps">What its own lines can make each month.</param>
public sealed record IndustryProject(
    string Id,
    string Title,
    ImmutableArray<string> Nations,
    string Product,
    string Unit,
    ImmutableArray<SupportClause> When,
    ImmutableArray<CapacityStep> Steps,
    ImmutableArray<InputUse> Inputs,
    string Note,
    Stated Stated
);
