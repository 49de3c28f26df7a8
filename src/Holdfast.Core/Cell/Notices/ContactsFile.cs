using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Cell.Notices;

/// <summary>Reads <c>contacts.yaml</c>. Every complaint names file, line and column; with an error nobody is written to. docs/guide/notices.md describes the file.</summary>
public static class ContactsFile
{
    private const int MostOffices = 1_000;
    private const int MostEmails = 20;
    private static readonly string[] RootKeys = ["mail", "offices"];
    private static readonly string[] MailKeys = ["host", "port", "security", "from", "user", "password_in"];
    private static readonly string[] OfficeKeys = ["email", "webhook", "secret_in", "clearance", "categories", "nation"];
    private static readonly (string Word, MailSecurity Security)[] Securities =
    [
        ("none", MailSecurity.None),
        ("starttls", MailSecurity.StartTls),
        ("tls", MailSecurity.Tls),
    ];

    /// <param name="offices">The offices of the mission's cell: another name is complained about with the nearest of them.</param>
    public static (Contacts Contacts, ImmutableArray<Diagnostic> Diagnostics) Read(
        string file,
        string text,
        IReadOnlyCollection<string> offices
    )
    {
        var complaints = new Complaints();
        var contacts = Contacts.None;
        if (YamlText.Read(file, text, complaints) is { } root)
        {
            Unknown(root, RootKeys, "the file", complaints);
            var mail = root.Find("mail")?.Value is { } node && Mapping(node, "mail", complaints) is { } map ? Mail(map, complaints) : null;
            contacts = new Contacts(mail, Offices(root, offices, mail is not null, complaints));
        }
        return (complaints.HasErrors ? Contacts.None : contacts, complaints.Sorted());
    }

    private static MailServer? Mail(YamlMapping map, Complaints complaints)
    {
        Unknown(map, MailKeys, "'mail'", complaints);
        var (host, from) = (Text(map, "host"), Text(map, "from"));
        if (host is null)
        {
            complaints.Error(map, "missing-key", "'mail' needs 'host', the server that takes mail");
        }
        if (from is null || !IsEmail(from))
        {
            complaints.Error(At(map, "from"), "bad-address", $"'from' is an address such as cell@example.org; found '{from}'");
        }
        var (port, word) = (Text(map, "port") ?? "25", Text(map, "security") ?? "starttls");
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
        {
            complaints.Error(At(map, "port"), "out-of-range", $"'port' lies between 1 and 65535; found '{port}'");
        }
        var security = Securities.Where(s => s.Word == word).Select(s => (MailSecurity?)s.Security).FirstOrDefault();
        if (security is null)
        {
            var words = Securities.Select(s => s.Word).ToArray();
            complaints.Error(
                At(map, "security"),
                "unknown-word",
                $"'security' is one of {string.Join(", ", words)}; found '{word}'",
                NearestWord.To(word, words)
            );
        }
        return new MailServer(
            host ?? "",
            number,
            security ?? MailSecurity.StartTls,
            from ?? "",
            Text(map, "user"),
            Text(map, "password_in")
        );
    }

    private static ImmutableSortedDictionary<string, Contact> Offices(
        YamlMapping root,
        IReadOnlyCollection<string> known,
        bool hasMail,
        Complaints complaints
    )
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, Contact>(StringComparer.Ordinal);
        if (root.Find("offices")?.Value is not { } node || Mapping(node, "offices", complaints) is not { Pairs.Length: <= MostOffices } map)
        {
            return all.ToImmutable();
        }
        foreach (var pair in map.Pairs)
        {
            if (!known.Contains(pair.Key.Text))
            {
                complaints.Error(
                    pair.Key,
                    "unknown-office",
                    $"the mission's cell has no office '{pair.Key.Text}'",
                    NearestWord.To(pair.Key.Text, known)
                );
            }
            if (Mapping(pair.Value, $"the office '{pair.Key.Text}'", complaints) is { } office)
            {
                all[pair.Key.Text] = Office(pair.Key.Text, office, hasMail, complaints);
            }
        }
        return all.ToImmutable();
    }

    private static Contact Office(string name, YamlMapping map, bool hasMail, Complaints complaints)
    {
        Unknown(map, OfficeKeys, $"the office '{name}'", complaints);
        var emails = Texts(map, "email");
        foreach (var wrong in emails.Where(e => !IsEmail(e)))
        {
            complaints.Error(At(map, "email"), "bad-address", $"'{wrong}' is no address such as duty@example.org");
        }
        if (emails.Length > MostEmails)
        {
            complaints.Error(At(map, "email"), "too-many", $"{emails.Length} addresses; at most {MostEmails} are taken");
        }
        if (!emails.IsEmpty && !hasMail)
        {
            complaints.Error(
                At(map, "email"),
                "no-mail",
                "an office has an address and the file has no 'mail', the server that would take it"
            );
        }
        Uri? webhook = null;
        if (Text(map, "webhook") is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out webhook) || !IsWebAddress(webhook)))
        {
            complaints.Error(
                At(map, "webhook"),
                "bad-address",
                $"a webhook is an https address, or http on this machine, without a name and password in it; found '{url}'"
            );
            webhook = null;
        }
        var word = Text(map, "clearance") ?? "public";
        if (!Label.TryParse(word, out var label) || label != new Label(label.Classification, [], []))
        {
            var words = Enum.GetValues<Classification>().Select(c => new Label(c, [], []).ToString()).ToArray();
            complaints.Error(
                At(map, "clearance"),
                "unknown-word",
                $"'clearance' is one of {string.Join(", ", words)}; found '{word}'",
                NearestWord.To(word, words)
            );
        }
        var reader = new Reader(
            "office " + name,
            [Role.NationalLiaison],
            label.Classification,
            [.. Texts(map, "categories")],
            Text(map, "nation")
        );
        return new Contact(emails, webhook, Text(map, "secret_in"), reader);
    }

    private static bool IsWebAddress(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.UserInfo.Length == 0;

    // What is certainly no address; whether somebody reads there only the other side knows.
    private static bool IsEmail(string text) =>
        text.Length <= 254
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at == text.LastIndexOf('@')
        && at < text.Length - 1
        && text.All(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('<' or '>' or ',' or ';' or '"'));

    private static YamlMapping? Mapping(YamlNode node, string what, Complaints complaints)
    {
        if (node is YamlMapping map)
        {
            return map;
        }
        complaints.Error(node, "wrong-type", $"{what}: expected a mapping, found {node.Kind}");
        return null;
    }

    private static string? Text(YamlMapping map, string key) =>
        map.Find(key)?.Value is YamlScalar { IsNull: false, Text: var text } && text.Trim().Length > 0 ? text.Trim() : null;

    private static ImmutableArray<string> Texts(YamlMapping map, string key) =>
        map.Find(key)?.Value switch
        {
            YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(i => i.Text.Trim())],
            YamlScalar { IsNull: false, Text: var text } => [text.Trim()],
            _ => [],
        };

    private static YamlNode At(YamlMapping map, string key) => map.Find(key)?.Value ?? map;

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
}
