using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads <c>nations/*.yaml</c>: one nation per file, named after it. Read before the clauses, since nations and their bodies are actors there; what the
/// positions' conditions name is resolved afterwards by <see cref="Resolve"/>.
/// </summary>
internal sealed partial class NationFiles(Complaints complaints, Citations citations)
{
    public const string Folder = "nations/";
    public static readonly string[] Keys = ["nation", "name", "groups", "bodies", "positions", "calendar"];

    private readonly PositionReader positions = new(complaints, citations);

    public ImmutableArray<Nation> Read(IEnumerable<MissionFile> files) =>
        [
            .. files
                .Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal) && f.Path.EndsWith(".yaml", StringComparison.Ordinal))
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(Read)
                .OfType<Nation>()
                .OrderBy(n => n.Id, StringComparer.Ordinal),
        ];

    /// <summary>The actors that the clauses may name: nations and their declared bodies.</summary>
    public static ImmutableSortedSet<string> Actors(ImmutableArray<Nation> nations) =>
        nations
            .SelectMany(n => n.Bodies.Select(b => b.Id).Prepend(n.Id))
            .Where(id => id.Length > 0)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>The nations with the conditions of their positions resolved; complains of names that the clauses do not declare.</summary>
    /// <param name="clauses">Null when the clauses did not compile; then names are not checked.</param>
    public ImmutableArray<Nation> Resolve(ImmutableArray<Nation> nations, ClauseSet? clauses) =>
        [.. nations.Select(n => n with { Positions = [.. n.Positions.Select(p => positions.Resolve(p, clauses))] })];

    private Nation? Read(MissionFile file)
    {
        if (YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return null;
        }
        var section = new Section(root, complaints, "a nation", Keys);
        var id = Id(section, file.Path);
        return new Nation(
            id,
            section.Text("name"),
            Groups(section),
            Bodies(section, id),
            positions.Read(section, id),
            [
                .. section
                    .Sections("calendar", "a date of the calendar", "date", "title", "standing", "cites")
                    .Select(Calendar)
                    .OrderBy(c => c.Date)
                    .ThenBy(c => c.Title, StringComparer.Ordinal),
            ]
        );
    }

    private string Id(Section section, string path)
    {
        var id = section.Text("nation");
        if (section.Find("nation") is not { } at)
        {
            return id;
        }
        var named = path[Folder.Length..^".yaml".Length];
        if (!NationCodes.IsKnown(id))
        {
            complaints.Error(
                at,
                "unknown-nation",
                $"a nation is named by its ISO 3166 code of two capitals, or EU, NATO, UN or OSCE; found '{id}'",
                NationCodes.Nearest(id)
            );
            // What the file very likely means, so that every use of it elsewhere is not complained about as well.
            return NationCodes.Nearest(id) ?? id;
        }
        else if (named != id)
        {
            complaints.Error(at, "bad-name", $"the file of '{id}' is named {Folder}{id}.yaml; this one is {path}", $"{Folder}{id}.yaml");
        }
        return id;
    }

    private ImmutableArray<string> Groups(Section section)
    {
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (text, at) in section.Texts("groups"))
        {
            if (text.Length == 0 || text.Any(char.IsWhiteSpace))
            {
                complaints.Error(at, "bad-id", $"a group is one word without spaces; found '{text}'", text.Trim().Replace(' ', '-'));
            }
            else if (!groups.Add(text))
            {
                complaints.Error(at, "duplicate-id", $"the group '{text}' is named twice");
            }
        }
        return [.. groups];
    }

    private ImmutableArray<NationBody> Bodies(Section section, string nation)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. section
                .Sections("bodies", "a body", "id", "name")
                .Select(s => Body(s, nation, ids))
                .OrderBy(b => b.Id, StringComparer.Ordinal),
        ];
    }

    private NationBody Body(Section s, string nation, HashSet<string> ids)
    {
        var id = s.Text("id");
        if (s.Find("id") is { } at)
        {
            if (!BodyName().IsMatch(id) || !id.StartsWith(nation + ".", StringComparison.Ordinal))
            {
                var bare = id[(id.LastIndexOf('.') + 1)..];
                complaints.Error(
                    at,
                    "bad-id",
                    $"a body of '{nation}' is named {nation}.NAME, such as {nation}.Parliament; found '{id}'",
                    BodyName().IsMatch($"{nation}.{bare}") ? $"{nation}.{bare}" : null
                );
            }
            else if (!ids.Add(id))
            {
                complaints.Error(at, "duplicate-id", $"'{id}' is declared twice");
            }
        }
        return new NationBody(id, s.Text("name"));
    }

    private CalendarItem Calendar(Section s)
    {
        var standing = s.Standing();
        return new CalendarItem(s.PartialDate("date"), s.Text("title"), standing, citations.Located(s, standing));
    }

    [GeneratedRegex(@"^[A-Z]+(\.[A-Za-z][A-Za-z0-9_]*)+$", RegexOptions.CultureInvariant)]
    private static partial Regex BodyName();
}
