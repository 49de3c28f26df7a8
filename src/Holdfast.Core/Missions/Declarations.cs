using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>The lists of a mission: parties, references, sources, feeds. Ids are unique within each list.</summary>
internal sealed class Declarations(IReadOnlyList<Section> documents, Complaints complaints)
{
    /// <summary>The feeds that exist; a mission naming another is an error.</summary>
    public static readonly ImmutableArray<string> FeedKinds =
    [
        "acled",
        "air-alerts",
        "cap",
        "claims",
        "csv",
        "exif",
        "firms",
        "geojson",
        "jsonl",
        "osce",
        "picks",
        "sensorthings",
        "ucdp-ged",
        "viina",
    ];

    public ImmutableArray<Party> Parties()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. All("parties", "a party", "id", "name", "note")
                .Select(s => new Party(Id(s, ids), s.Text("name"), s.TextOrNull("note")?.Trim() ?? "")),
        ];
    }

    public ImmutableArray<Reference> References()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. All("references", "a reference", "id", "title", "publisher", "date", "url", "note").Select(s => Reference(s, ids))];
    }

    private Reference Reference(Section s, HashSet<string> ids)
    {
        var url = s.TextOrNull("url");
        if (
            url is not null
            && !url.StartsWith("https://", StringComparison.Ordinal)
            && !url.StartsWith("http://", StringComparison.Ordinal)
        )
        {
            complaints.Error(s.At("url"), "bad-url", $"expected an address that starts with https://, found '{url}'");
        }
        return new Reference(Id(s, ids), s.Text("title"), s.Text("publisher"), s.DateOrNull("date"), url);
    }

    public ImmutableArray<Source> Sources(ImmutableArray<Party> parties)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. All("sources", "a source", "id", "title", "group", "affiliation", "owner", "reliability", "note")
                .Select(s => Source(s, ids, parties)),
        ];
    }

    private Source Source(Section s, HashSet<string> ids, ImmutableArray<Party> parties)
    {
        var affiliation = s.Choice<Affiliation>(
            "affiliation",
            null,
            ("mission", Affiliation.Mission),
            ("party", Affiliation.Party),
            ("member", Affiliation.Member),
            ("public", Affiliation.Public)
        );
        var owner = s.TextOrNull("owner") ?? "";
        if (affiliation == Affiliation.Party && s.Find("affiliation") is not null)
        {
            var known = parties.Select(p => p.Id).ToArray();
            if (s.Find("owner") is null)
            {
                complaints.Error(s.Node, "missing-key", "a source of a party needs 'owner': whose it is");
            }
            else if (!known.Contains(owner))
            {
                complaints.Error(s.At("owner"), "unknown-party", $"'{owner}' is not among the parties", NearestWord.To(owner, known));
            }
        }
        var reliability = s.Choice<Reliability>("reliability", null, [.. Enum.GetValues<Reliability>().Select(r => (r.ToString(), r))]);
        return new Source(Id(s, ids), s.Text("title"), s.Text("group"), affiliation, owner, reliability);
    }

    public ImmutableArray<MissionFeed> Feeds(ImmutableArray<Source> sources, Mode mode, IReadOnlyDictionary<string, MissionFile> files) =>
        [.. All("feeds", "a feed", "feed", "file", "source", "mode", "standing", "note").Select(s => Feed(s, sources, mode, files))];

    private MissionFeed Feed(Section s, ImmutableArray<Source> sources, Mode mode, IReadOnlyDictionary<string, MissionFile> files)
    {
        var feed = s.Text("feed");
        if (s.Find("feed") is { } feedAt && !FeedKinds.Contains(feed))
        {
            complaints.Error(
                feedAt,
                "unknown-feed",
                $"there is no feed '{feed}' (there are {string.Join(", ", FeedKinds)})",
                NearestWord.To(feed, FeedKinds)
            );
        }
        var path = s.Text("file");
        if (s.Find("file") is { } fileAt && !files.ContainsKey(path))
        {
            complaints.Error(
                fileAt,
                "no-such-file",
                $"there is no file '{path}' in the mission's folder",
                NearestWord.To(path, files.Keys)
            );
        }
        var source = s.Text("source");
        var known = sources.Select(x => x.Id).ToArray();
        if (s.Find("source") is { } sourceAt && !known.Contains(source))
        {
            complaints.Error(sourceAt, "unknown-source", $"'{source}' is not among the sources", NearestWord.To(source, known));
        }
        return new MissionFeed(feed, path, source, Modes(s, mode), s.Standing());
    }

    public static Mode Modes(Section s, Mode? fallback) =>
        s.Choice("mode", fallback, ("actual", Mode.Actual), ("exercise", Mode.Exercise), ("test", Mode.Test));

    private IEnumerable<Section> All(string key, string itemIs, params string[] keys) =>
        documents.SelectMany(d => d.Sections(key, itemIs, keys));

    private string Id(Section s, HashSet<string> ids)
    {
        var id = s.Text("id");
        if (id.Length > 0 && id.Any(c => char.IsWhiteSpace(c) || c is '/' or '\\' or '"'))
        {
            complaints.Error(
                s.At("id"),
                "bad-id",
                $"an id is one word without spaces, slashes or quotes; found '{id}'",
                id.Replace(' ', '-')
            );
        }
        if (id.Length > 0 && !ids.Add(id))
        {
            complaints.Error(s.At("id"), "duplicate-id", $"'{id}' is declared twice");
        }
        return id;
    }
}
