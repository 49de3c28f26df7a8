using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>A whole number with its origin.</summary>
public sealed record Figure(int Value, Stated Stated);
