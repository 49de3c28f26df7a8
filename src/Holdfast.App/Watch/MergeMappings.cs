using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Holdfast.App.Watch;

/// <summary>
/// Reads the small YAML that says what columns mean: the members of <see cref="ColumnMapping"/> for all files, or under <c>files:</c> one mapping per file
/// name.
/// </summary>
public static class MergeMappings
{
    private const int LargestBytes = 64 * 1024;

    /// <summary>Throws <see cref="FeedFormatException"/> when the text is not such a mapping.</summary>
    /// <param name="name">Of the mapping's file, for messages.</param>
    /// <param name="files">Names of the event files.</param>
    public static ImmutableDictionary<string, ColumnMapping> Parse(string name, string yaml, IReadOnlyCollection<string> files)
    {
        if (yaml.Length > LargestBytes)
        {
            throw FeedErrors.Refuse(name, "bad-mapping", $"A mapping has at most {LargestBytes} characters.");
        }
        try
        {
            if (new DeserializerBuilder().Build().Deserialize<object?>(yaml) is not Dictionary<object, object?> top)
            {
                throw FeedErrors.Refuse(
                    name,
                    "bad-mapping",
                    "Expected members such as 'latitude: lat', or 'files:' with one mapping per file."
                );
            }
            if (!top.TryGetValue("files", out var perFile))
            {
                var one = Mapping(name, top);
                return files.ToImmutableDictionary(f => f, _ => one, StringComparer.Ordinal);
            }
            var mappings = perFile as Dictionary<object, object?> ?? [];
            var unknown = mappings.Keys.Select(Text).FirstOrDefault(f => !files.Contains(f));
            return unknown is null
                ? mappings.ToImmutableDictionary(m => Text(m.Key), m => Mapping(name, m.Value), StringComparer.Ordinal)
                : throw FeedErrors.Refuse(
                    name,
                    "unknown-file",
                    $"The mapping speaks of '{unknown}', which is not among the files.",
                    Core.Values.NearestWord.To(unknown, files)
                );
        }
        catch (YamlException problem)
        {
            throw FeedErrors.Refuse(name, "bad-yaml", problem.Message, line: problem.Start.Line);
        }
        catch (JsonException problem)
        {
            throw FeedErrors.Refuse(name, "bad-mapping", problem.Message);
        }
    }

    private static ColumnMapping Mapping(string name, object? value) =>
        value is Dictionary<object, object?> members
            ? ColumnMapping.FromJson(new JsonObject(members.Select(Member)).ToJsonString())
            : throw FeedErrors.Refuse(name, "bad-mapping", "Expected members such as 'latitude: lat'.");

    private static KeyValuePair<string, JsonNode?> Member(KeyValuePair<object, object?> member) =>
        new(
            Text(member.Key),
            (Text(member.Key), member.Value) switch
            {
                (_, null) => null,
                (_, Dictionary<object, object?> inner) => new JsonObject(inner.Select(Member)),
                ("decimalComma", var value) when bool.TryParse(Text(value), out var flag) => JsonValue.Create(flag),
                ("defaultSigmaMetres", var value)
                    when double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(
                    number
                ),
                (_, var value) => JsonValue.Create(Text(value)),
            }
        );

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
