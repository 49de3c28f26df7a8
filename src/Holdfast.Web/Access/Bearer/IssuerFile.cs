using System.Collections.Immutable;
using Holdfast.Core.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Holdfast.Web.Access.Bearer;

/// <summary>Reads <c>issuers.yaml</c>. Whatever is wrong with it is an error with its place: a server that misreads whom to trust must not start.</summary>
internal static class IssuerFile
{
    public const string FileName = "issuers.yaml";

    private const long MostBytes = 64 * 1024;
    private static readonly string[] Words = ["issuer", "audience", "keys", "claim", "accounts", "scopes"];

    /// <summary>The issuers of the file in this folder; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message names line, column and what was expected.</exception>
    public static ImmutableArray<Issuer> Read(string directory, IReadOnlyCollection<string> scopes)
    {
        var path = Path.Combine(directory, FileName);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return [];
        }
        if (file.Length > MostBytes)
        {
            throw new InvalidDataException($"{FileName} is larger than {MostBytes / 1024} KiB.");
        }
        try
        {
            var yaml = new YamlStream();
            using var text = file.OpenText();
            yaml.Load(text);
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }] || Child(root, "issuers") is not YamlSequenceNode list)
            {
                throw new InvalidDataException($"{FileName}:1:1: expected 'issuers:' and a list under it.");
            }
            return [.. list.Select(node => One(node, directory, scopes))];
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{FileName}:{e.Start.Line}:{e.Start.Column}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private static Issuer One(YamlNode node, string directory, IReadOnlyCollection<string> known)
    {
        if (node is not YamlMappingNode map)
        {
            throw Fault(node, "expected a mapping with 'issuer' and 'audience'");
        }
        foreach (var key in map.Children.Keys.Where(k => !Words.Contains(Text(k), StringComparer.Ordinal)))
        {
            var nearest = NearestWord.To(Text(key), Words);
            throw Fault(key, $"'{Text(key)}' is not known here" + (nearest is null ? "" : $"; did you mean '{nearest}'?"));
        }
        var name = Required(map, "issuer");
        var safe = Uri.TryCreate(name, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);
        if (!safe)
        {
            throw Fault(map, $"'issuer' is '{name}'; expected an address that begins with https://");
        }
        var scopes = Child(map, "scopes") is YamlSequenceNode given ? given.Select(Text).ToArray() : ["read"];
        foreach (var scope in scopes.Where(s => !known.Contains(s, StringComparer.Ordinal)))
        {
            throw Fault(map, $"'{scope}' is no scope; expected one of {string.Join(", ", known)}");
        }
        return new Issuer(
            name,
            Required(map, "audience"),
            Child(map, "keys") is { } keys ? KeysFile(keys, directory) : null,
            Child(map, "claim") is { } claim ? Text(claim) : "sub",
            Accounts(map),
            [.. scopes]
        );
    }

    private static string KeysFile(YamlNode node, string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, Text(node)));
        return File.Exists(path) ? path : throw Fault(node, $"there is no file '{Text(node)}' beside {FileName}");
    }

    private static ImmutableSortedDictionary<string, string> Accounts(YamlMappingNode map) =>
        Child(map, "accounts") switch
        {
            null => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            YamlMappingNode accounts => accounts.Children.ToImmutableSortedDictionary(
                pair => Text(pair.Key),
                pair => Text(pair.Value),
                StringComparer.Ordinal
            ),
            var other => throw Fault(other, "expected a mapping from the claim's values to names of accounts"),
        };

    private static YamlNode? Child(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    private static string Required(YamlMappingNode map, string key) =>
        Child(map, key) is YamlScalarNode { Value.Length: > 0 } found ? found.Value : throw Fault(map, $"'{key}' is missing");

    private static string Text(YamlNode node) => node is YamlScalarNode { Value: { } text } ? text : throw Fault(node, "expected a word");

    private static InvalidDataException Fault(YamlNode at, string what) => new($"{FileName}:{at.Start.Line}:{at.Start.Column}: {what}.");
}
