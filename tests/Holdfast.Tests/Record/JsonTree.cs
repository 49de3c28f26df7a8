using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Holdfast.Tests.Record;

/// <summary>A random JSON value that can be written in more than one way. Members and items are given, or else it is a scalar.</summary>
public sealed record JsonTree(object? Scalar, IReadOnlyList<(string Name, JsonTree Value)>? Members, IReadOnlyList<JsonTree>? Items)
{
    private static readonly string[] Texts = ["", "a", "b", "\n", "\"\\/", "\u0001", "é", "€", "😀", "\ufb33", "aa", "Ā\u0080"];

    private static readonly Gen<JsonTree> Scalars = Gen.OneOf(
            Gen.Elements<object?>(null, true, false, 0.0, -1.0, 0.1, 1e21, 123456789.5, 5e-324),
            Gen.Elements(Texts).Select(t => (object?)t)
        )
        .Select(value => new JsonTree(value, null, null));

    public static Gen<JsonTree> Any(int size) =>
        size < 2
            ? Scalars
            : Gen.OneOf(
                Scalars,
                Any(size / 3).ListOf(3).Select(items => new JsonTree(null, null, [.. items])),
                Gen.Elements(Texts).ListOf(4).SelectMany(names => Any(size / 3).ListOf(4).Select(values => Object(names.Zip(values))))
            );

    public string Write(bool reversed, bool spaced)
    {
        var space = spaced ? " \n\t" : "";
        if (Members is not null)
        {
            var members = Members.Select(m => Quote(m.Name, spaced) + space + ":" + space + m.Value.Write(reversed, spaced));
            return "{" + space + string.Join("," + space, reversed ? members.Reverse() : members) + space + "}";
        }
        if (Items is not null)
        {
            return "[" + space + string.Join("," + space, Items.Select(i => i.Write(reversed, spaced))) + "]";
        }
        return Scalar switch
        {
            null => "null",
            bool truth => truth ? "true" : "false",
            double number => number.ToString(spaced ? "E17" : "R", CultureInfo.InvariantCulture),
            _ => Quote((string)Scalar, spaced),
        };
    }

    private static JsonTree Object(IEnumerable<(string Name, JsonTree Value)> members) =>
        new(null, [.. members.DistinctBy(m => m.Name)], null);

    /// <summary>Escapes everything, or as little as the library does.</summary>
    private static string Quote(string text, bool everything) =>
        everything
            ? '"' + string.Concat(text.Select(c => $"\\u{(int)c:X4}")) + '"'
            : JsonSerializer.Serialize(
                text,
                new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            );
}
