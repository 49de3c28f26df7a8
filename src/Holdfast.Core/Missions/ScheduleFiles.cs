using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary><c>schedules/*.csv</c>: tables of times and places at which something holds; the file's name without its ending names the schedule.</summary>
/// <param name="missing">Zones that were declared and could not be read: they have been complained about.</param>
internal sealed partial class ScheduleFiles(
    Complaints complaints,
    Citations citations,
    Atlas atlas,
    IReadOnlySet<string> missing,
    DateTimeZone zone
)
{
    public const string Folder = "schedules/";

    private static readonly string[] Keys = ["name", "title", "areas", "reach", "from", "until", "standing", "cites", "links", "note"];

    public ImmutableSortedDictionary<string, Schedule> Read(IEnumerable<MissionFile> files)
    {
        var schedules = ImmutableSortedDictionary.CreateBuilder<string, Schedule>(StringComparer.Ordinal);
        foreach (var file in files.Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal)))
        {
            if (!file.Path.EndsWith(".csv", StringComparison.Ordinal))
            {
                continue; // MissionFolders complains.
            }
            var name = file.Path[Folder.Length..^4];
            if (!NameShape().IsMatch(name))
            {
                complaints.Add(
                    Diagnostic.Error(
                        file.Path,
                        1,
                        1,
                        "bad-name",
                        "a schedule is named by its file: lower-case letters, digits and underscores"
                    )
                );
            }
            schedules[name] = new Schedule(name, Windows(file));
        }
        return schedules.ToImmutable();
    }

    private ImmutableArray<ScheduleWindow> Windows(MissionFile file)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = CsvTable.Read(file, complaints, "a window", Keys, ["areas", "links"]);
        return
        [
            .. rows.Select(r => Window(new Section(r, complaints, "a window", Keys), names))
                .OfType<ScheduleWindow>()
                .OrderBy(w => w.From.Earliest)
                .ThenBy(w => w.Name, StringComparer.Ordinal),
        ];
    }

    private ScheduleWindow? Window(Section s, Dictionary<string, int> names)
    {
        var name = Name(s, names);
        var areas = s.Texts("areas").Select(a => Area(a.Text, a.At)).ToList();
        var reach = s.TextOrNull("reach") is { } text ? Area(text, s.At("reach")) : null;
        if (areas.Count == 0 && s.Find("reach") is null)
        {
            complaints.Error(s.Node, "missing-key", "a window needs 'areas' (where it surely holds) or 'reach' (where it may hold)");
        }
        s.Need("from");
        s.Need("until");
        var (from, until) = (End(s, "from"), End(s, "until"));
        if (from is { } f && until is { } u && f.Earliest >= u.Latest)
        {
            complaints.Error(s.At("until"), "bad-period", "'until' must lie after 'from'");
        }
        var standing = s.Standing();
        var cites = citations.Of(s, standing);
        ImmutableArray<string> links = [.. s.Texts("links").Select(l => Link(l.Text, l.At))];
        return from is null || until is null
            ? null
            : new ScheduleWindow(
                name,
                s.Text("title"),
                [.. areas.OfType<NamedShape>()],
                reach,
                from.Value,
                until.Value,
                standing,
                cites,
                links,
                s.TextOrNull("note")?.Trim() ?? ""
            )
            {
                Location = $"{s.Node.File}:{s.Node.Line}:{s.Node.Column}",
            };
    }

    private string Name(Section s, Dictionary<string, int> names)
    {
        var name = s.Text("name");
        if (name.Length > 0 && !NameShape().IsMatch(name))
        {
            complaints.Error(
                s.At("name"),
                "bad-name",
                $"a window's name is lower-case letters, digits and underscores; found '{name}'",
                NotName().Replace(name.ToLowerInvariant(), "_")
            );
        }
        if (name.Length > 0 && !names.TryAdd(name, s.Node.Line))
        {
            complaints.Error(s.At("name"), "duplicate-id", $"there are two windows '{name}'; the first is in line {names[name]}");
        }
        return name;
    }

    private NamedShape? Area(string name, YamlNode at)
    {
        if (missing.Contains(name))
        {
            return null;
        }
        if (atlas.Find(name) is not { } shape)
        {
            complaints.Error(at, "unknown-zone", $"there is no zone '{name}'", NearestWord.To(name, atlas.Shapes.Keys));
            return null;
        }
        if (shape.Kind == ShapeKind.Area)
        {
            return shape;
        }
        var areas = atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area).Select(s => s.Name);
        complaints.Error(
            at,
            "area-needed",
            $"'{name}' is a {shape.Kind.ToString().ToLowerInvariant()}; a window needs an area, such as a line with 'buffer_metres'",
            NearestWord.To(name, areas)
        );
        return null;
    }

    /// <summary>An instant or a date; two of them with a slash for an end that lies somewhere between.</summary>
    private TimeRange? End(Section s, string key)
    {
        if (s.TextOrNull(key) is not { } text)
        {
            return null;
        }
        var parts = text.Split('/');
        if (parts.Length > 2)
        {
            complaints.Error(s.At(key), "bad-date", $"'{key}' of a window is an instant, or two with a slash between; found '{text}'");
            return null;
        }
        var (first, last) = (Instant(s, key, parts[0]), Instant(s, key, parts[^1]));
        if (first is null || last is null)
        {
            return null;
        }
        if (last < first)
        {
            complaints.Error(s.At(key), "bad-period", $"'{key}' of a window: the range ends before it starts", $"{parts[^1]}/{parts[0]}");
            return null;
        }
        return new TimeRange(first.Value, last.Value);
    }

    private Instant? Instant(Section s, string key, string text)
    {
        var instant = YamlDates.Instant(text.Trim(), zone, out var problem, out var suggestion);
        if (instant is null)
        {
            complaints.Error(s.At(key), "bad-date", $"'{key}' of a window: {problem}", suggestion);
        }
        return instant;
    }

    private string Link(string text, YamlNode at)
    {
        if (!text.StartsWith("https://", StringComparison.Ordinal) && !text.StartsWith("http://", StringComparison.Ordinal))
        {
            complaints.Error(at, "bad-url", $"expected an address that starts with https://, found '{text}'");
        }
        return text;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex NameShape();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotName();
}
