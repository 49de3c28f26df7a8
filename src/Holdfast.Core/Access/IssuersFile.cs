using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>Reads <c>issuers.yaml</c>. Every complaint names file, line and column; with an error nobody from outside is let in.</summary>
public static class IssuersFile
{
    private const int MostIssuers = 32;
    private const int MostAccounts = 10_000;
    private const string Discovery = "discovery";
    private static readonly string[] RootKeys = ["issuers"];
    private static readonly string[] Keys = ["issuer", "audience", "keys", "account", "accounts", "scopes"];

    public static (Issuers Issuers, ImmutableArray<Diagnostic> Diagnostics) Read(string file, string text)
    {
        var complaints = new Complaints();
        var read = ImmutableArray.CreateBuilder<Issuer>();
        if (YamlText.Read(file, text, complaints) is { } root)
        {
            Unknown(root, RootKeys, "the file", complaints);
            foreach (var item in Items(root, complaints))
            {
                if (One(item, complaints) is not { } issuer)
                {
                    continue;
                }
                if (read.Any(i => i.Url == issuer.Url))
                {
                    complaints.Error(item, "twice", $"the issuer '{issuer.Url}' stands here twice");
                }
                read.Add(issuer);
            }
        }
        return (complaints.HasErrors ? Issuers.None : new Issuers(read.ToImmutable()), complaints.Sorted());
    }

    private static ImmutableArray<YamlNode> Items(YamlMapping root, Complaints complaints)
    {
        switch (root.Find("issuers")?.Value)
        {
            case YamlSequence { Items.Length: <= MostIssuers } list:
                return list.Items;
            case YamlSequence list:
                complaints.Error(list, "too-many", $"{list.Items.Length} issuers; at most {MostIssuers} are taken");
                return [];
            case null:
                complaints.Error(root, "missing-key", "the file needs 'issuers', a list");
                return [];
            case var other:
                complaints.Error(other, "wrong-type", $"'issuers': expected a list (lines that start with '- '), found {other.Kind}");
                return [];
        }
    }

    private static Issuer? One(YamlNode item, Complaints complaints)
    {
        if (item is not YamlMapping map)
        {
            complaints.Error(item, "wrong-type", $"expected an issuer (a mapping), found {item.Kind}");
            return null;
        }
        Unknown(map, Keys, "an issuer", complaints);
        var url = Text(map, "issuer", complaints, null);
        var audience = Text(map, "audience", complaints, null);
        var claim = Text(map, "account", complaints, null);
        var keys = Text(map, "keys", complaints, Discovery);
        if (url is not null && !IsSecure(url))
        {
            complaints.Error(
                At(map, "issuer"),
                "bad-issuer",
                $"an issuer is an https address, such as https://login.example.org; found '{url}'"
            );
        }
        if (keys is not null and not Discovery && !IsPlainFile(keys))
        {
            complaints.Error(
                At(map, "keys"),
                "bad-keys",
                $"'keys' is '{Discovery}' or the name of a file beside this one, such as keys.json; found '{keys}'",
                NearestWord.To(keys, [Discovery])
            );
        }
        var scopes = map.Find("scopes") is null ? null : Text(map, "scopes", complaints, null);
        var accounts = Accounts(map, complaints);
        return url is null || audience is null || claim is null
            ? null
            : new Issuer(url, audience, keys is null or Discovery ? null : keys, claim, scopes, accounts);
    }

    private static ImmutableSortedDictionary<string, string> Accounts(YamlMapping map, Complaints complaints)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (map.Find("accounts")?.Value)
        {
            case null:
                break;
            case YamlMapping { Pairs.Length: <= MostAccounts } pairs:
                foreach (var pair in pairs.Pairs)
                {
                    if (pair.Value is not YamlScalar name)
                    {
                        complaints.Error(pair.Value, "wrong-type", $"expected the name of an account, found {pair.Value.Kind}");
                    }
                    else if (AccountName.Fault(name.Text) is { } fault)
                    {
                        complaints.Error(name, "bad-name", fault.Message, fault.Suggestion);
                    }
                    else
                    {
                        all[pair.Key.Text] = name.Text;
                    }
                }
                break;
            case var other:
                complaints.Error(
                    other,
                    "wrong-type",
                    $"'accounts': expected a mapping (claim: account) of at most {MostAccounts}, found {other.Kind}"
                );
                break;
        }
        if (map.Find("accounts") is { } found && all.Count == 0)
        {
            complaints.Error(found.Key, "empty", "'accounts' names nobody; leave it out where the claim's value is the account's name");
        }
        return all.ToImmutable();
    }

    private static string? Text(YamlMapping map, string key, Complaints complaints, string? fallback)
    {
        switch (map.Find(key)?.Value)
        {
            case YamlScalar { IsNull: false, Text: var text } when text.Trim().Length > 0:
                return text.Trim();
            case null when fallback is not null:
                return fallback;
            case null or YamlScalar:
                complaints.Error(map.Find(key)?.Key ?? (YamlNode)map, "missing-key", $"an issuer needs '{key}'");
                return null;
            case var other:
                complaints.Error(other, "wrong-type", $"'{key}' of an issuer: expected a text, found {other.Kind}");
                return null;
        }
    }

    private static void Unknown(YamlMapping map, string[] keys, string what, Complaints complaints)
    {
        foreach (var pair in map.Pairs.Where(p => !keys.Contains(p.Key.Text)))
        {
            complaints.Error(
                pair.Key,
                "unknown-key",
                $"{what} has no '{pair.Key.Text}' (it has {string.Join(", ", keys)})",
                NearestWord.To(pair.Key.Text, keys)
            );
        }
    }

    private static YamlNode At(YamlMapping map, string key) => map.Find(key)?.Value ?? map;

    // Plain http only for an issuer on the same machine.
    private static bool IsSecure(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0;

    private static bool IsPlainFile(string name) =>
        name.Length <= 128
        && name[0] != '.'
        && name.EndsWith(".json", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
