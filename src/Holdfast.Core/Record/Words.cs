using Holdfast.Core.Values;

namespace Holdfast.Core.Record;

/// <summary>The words by which the record writes standing and mode.</summary>
public static class Words
{
    public static string Of(Standing standing) =>
        standing switch
        {
            Standing.Recorded => "recorded",
            Standing.Attributed => "attributed",
            Standing.Illustrative => "illustrative",
        };

    public static string Of(Mode mode) =>
        mode switch
        {
            Mode.Actual => "actual",
            Mode.Exercise => "exercise",
            Mode.Test => "test",
        };

    /// <summary>Throws <see cref="FormatException"/> for a word that is none.</summary>
    public static Standing ToStanding(string word) =>
        word switch
        {
            "recorded" => Standing.Recorded,
            "attributed" => Standing.Attributed,
            "illustrative" => Standing.Illustrative,
            _ => throw new FormatException($"'{word}' is not a standing (recorded, attributed, illustrative)."),
        };

    /// <summary>Throws <see cref="FormatException"/> for a word that is none.</summary>
    public static Mode ToMode(string word) =>
        word switch
        {
            "actual" => Mode.Actual,
            "exercise" => Mode.Exercise,
            "test" => Mode.Test,
            _ => throw new FormatException($"'{word}' is not a mode (actual, exercise, test)."),
        };
}
