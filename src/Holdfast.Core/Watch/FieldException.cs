namespace Holdfast.Core.Watch;

/// <summary>A member of a body or a line that cannot be what it says; the message tells what was found and what was expected.</summary>
/// <param name="field">The member's name, as the line has it.</param>
public sealed class FieldException(string field, string message) : FormatException(message)
{
    public string Field { get; } = field;
}
