using System.Collections.Immutable;

namespace Holdfast.App.Cell;

/// <summary>How a field of an act is filled in.</summary>
public enum CellFieldKind
{
    Line,
    Text,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A time as <see cref="Core.Cell.Deadline"/> reads it.</summary>
    Time,

    /// <summary>Names with commas between them, or one a line.</summary>
    Names,

    /// <summary>One item a line.</summary>
    Lines,
}

/// <summary>A field of an act, for a form and for a command line alike.</summary>
/// <param name="Name">As the form and the option call it; an option has hyphens for underscores.</param>
/// <param name="Choices">The words, for a choice; suggestions for the rest.</param>
/// <param name="Hint">How to write it; may be empty.</param>
public sealed record CellField(string Name, string Title, CellFieldKind Kind, bool Required, ImmutableArray<string> Choices, string Hint);

/// <summary>A form for one act.</summary>
/// <param name="Word">The act's word, <see cref="Core.Cell.Codec.CellCodec.WordOf"/>.</param>
/// <param name="Title">What doing it means, as a person would say it.</param>
/// <param name="Opens">Whether it opens something, under a label of its own.</param>
public sealed record CellForm(string Word, string Title, string Button, bool Opens, ImmutableArray<CellField> Fields);
