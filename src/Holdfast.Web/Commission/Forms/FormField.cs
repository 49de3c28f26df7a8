using System.Collections.Immutable;
using Holdfast.Core.Commission;

namespace Holdfast.Web.Commission.Forms;

public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Line,

    /// <summary>Text of several lines.</summary>
    Text,
    Choice,

    /// <summary>Any number of the options.</summary>
    Checks,

    /// <summary>One box to be ticked.</summary>
    Flag,

    /// <summary>A date and time in the mission's zone.</summary>
    Moment,

    /// <summary>A whole number from 0.</summary>
    Count,

    /// <summary>A positive number.</summary>
    Ratio,
    File,
    Hidden,
}

/// <summary>One field of a form.</summary>
/// <param name="Name">Unique in its form.</param>
public sealed record FormField(string Name, string Label, FieldKind Kind = FieldKind.Line)
{
    /// <summary>What stands in it before anybody writes; options chosen, parted by spaces, for <see cref="FieldKind.Checks"/>.</summary>
    public string Value { get; init; } = "";
    public ImmutableArray<(string Value, string Text)> Options { get; init; } = [];
    public bool Required { get; init; } = true;
    public string Hint { get; init; } = "";

    /// <summary>Fields of one group that follow each other are drawn together under this name.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether the group is folded away until somebody opens it.</summary>
    public bool Folded { get; init; }

    public static FormField Hidden(string name, string value) => new(name, "", FieldKind.Hidden) { Value = value };

    public static FormField Id(string label, string value) =>
        new("id", label) { Value = value, Hint = "Letters, digits, '.', '-' and '_'." };

    /// <summary>A choice of one of the words of an enumeration.</summary>
    public static FormField Word<T>(string name, string label, T value)
        where T : struct, Enum =>
        new(name, label, FieldKind.Choice)
        {
            Value = CaseWords.Of(value),
            Options = [.. Enum.GetValues<T>().Select(v => (CaseWords.Of(v), CaseWords.Plain(v)))],
        };

    public static FormField OneOf(string name, string label, IEnumerable<(string, string)> options, string value = "") =>
        new(name, label, FieldKind.Choice) { Options = [.. options], Value = value };

    public static FormField AnyOf(string name, string label, IEnumerable<(string, string)> options) =>
        new(name, label, FieldKind.Checks) { Options = [.. options], Required = false };
}
