using System.Text.Json;
using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>The words of this room's enumerations (roles, rights, classifications), as the record, the verbs and the pages write them.</summary>
public static class AccessWords
{
    /// <summary>Such as <c>watch-officer</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Such as <c>watch officer</c>.</summary>
    public static string Plain<T>(T value)
        where T : struct, Enum => Of(value).Replace('-', ' ');

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    /// <summary>Throws <see cref="FormatException"/> naming the words and the nearest right one. An underscore or a space may stand for the hyphen.</summary>
    public static T Parse<T>(string word)
        where T : struct, Enum
    {
        var plain = word.Trim().Replace('_', '-').Replace(' ', '-');
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == plain)
            {
                return value;
            }
        }
        var near = NearestWord.To(plain, All<T>());
        throw new FormatException($"'{word}' is none of {string.Join(", ", All<T>())}." + (near is null ? "" : $" Did you mean '{near}'?"));
    }
}
