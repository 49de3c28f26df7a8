using System.Text.Json;

namespace Holdfast.Core.Commission;

/// <summary>The words of this room's enumerations, as the record writes them.</summary>
public static class CaseWords
{
    /// <summary>Such as <c>party_response</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Such as <c>party response</c>.</summary>
    public static string Plain<T>(T value)
        where T : struct, Enum => Of(value).Replace('_', ' ');

    /// <summary>Throws <see cref="FormatException"/> naming the words and the nearest right one.</summary>
    public static T Parse<T>(string word)
        where T : struct, Enum
    {
        var all = Enum.GetValues<T>();
        foreach (var value in all)
        {
            if (Of(value) == word.Trim().Replace('-', '_').Replace(' ', '_'))
            {
                return value;
            }
        }
        var words = all.Select(Of).ToList();
        var near = Values.NearestWord.To(word, words);
        throw new FormatException($"'{word}' is none of {string.Join(", ", words)}." + (near is null ? "" : $" Did you mean '{near}'?"));
    }
}
