using System.Collections.Immutable;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>cell.yaml</c>: offices, formats, what was agreed where so far, lines to the parties, and who is told of what.</summary>
/// <param name="parties">Parties of the ceasefire.</param>
/// <param name="actors">Parties, nations, organisations and groups of nations.</param>
internal sealed class CellFile(
    Complaints complaints,
    Citations citations,
    ImmutableArray<Party> parties,
    ImmutableSortedSet<string> actors,
    ClauseSet? clauses
)
{
    public const string Name = "cell.yaml";
    public static readonly string[] Keys = ["title", "offices", "formats", "meetings", "decisions", "liaison", "notify"];
    public static readonly string[] OfficeKeys = ["id", "name", "of", "roles", "nation", "standing", "cites"];
    public static readonly string[] FormatKeys = ["id", "name", "members", "standing", "cites"];
    public static readonly string[] LiaisonKeys = ["id", "party", "office", "channel", "reply_within", "standing", "cites"];
    public static readonly string[] NotifyKeys = ["on", "undertaking", "to", "by", "acknowledge", "then", "standing", "cites"];

    public static readonly (string Word, Role Value)[] Roles = Words<Role>();
    public static readonly (string Word, SignalKind Value)[] Signals = Words<SignalKind>();
    public static readonly (string Word, NoticeChannel Value)[] Channels = Words<NoticeChannel>();

    private static readonly (string, double)[] Units =
    [
        ("min", 60),
        ("minutes", 60),
        ("h", 3600),
        ("hours", 3600),
        ("hour", 3600),
        ("days", 86_400),
        ("day", 86_400),
    ];

    // Such as "tier due soon": the words of the type, small and apart.
    internal static (string Word, T Value)[] Words<T>()
        where T : struct, Enum =>
        [
            .. Enum.GetValues<T>()
                .Select(v =>
                    (
                        string.Concat(
                            v.ToString()
                                .Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")
                        ),
                        v
                    )
                ),
        ];

    /// <summary>Empty where the mission has no such file, or it is no mapping.</summary>
    public CellModel Read(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return CellModel.Empty;
        }
        var s = new Section(root, complaints, "the file of the cell", Keys);
        var offices = Unique(s.Sections("offices", "an office", OfficeKeys).Select(o => (o, Office(o))), o => o.Id);
        var formats = Unique(s.Sections("formats", "a format of meetings", FormatKeys).Select(f => (f, Format(f))), f => f.Id);
        var past = new CellPastReader(complaints, citations, actors, formats, clauses);
        var meetings = past.Meetings(s);
        return new CellModel
        {
            Title = s.Text("title"),
            Offices = offices,
            Formats = formats,
            Meetings = meetings,
            Decisions = past.Decisions(s, meetings),
            Liaison = Unique(s.Sections("liaison", "a line to a party", LiaisonKeys).Select(l => (l, Line(l, offices))), l => l.Id),
            Notify = [.. s.Sections("notify", "a rule of notices", NotifyKeys).Select(n => Rule(n, offices))],
        };
    }

    private CellOffice Office(Section s)
    {
        var of = s.Text("of");
        if (of != CellModel.Cell)
        {
            Known(s, "of", [of], actors.Add(CellModel.Cell), "neither the cell nor a nation or party of the mission");
        }
        var nation = s.TextOrNull("nation")?.Trim();
        if (nation is not null)
        {
            Known(s, "nation", [nation], actors, "no nation of the mission");
        }
        return new CellOffice(s.Text("id"), s.Text("name"), of, Each(s, "roles", Roles, "role"), nation, Stated(s));
    }

    private CellFormat Format(Section s)
    {
        var members = s.TextOrTexts("members");
        Known(s, "members", members, actors, "no nation, party or group of the mission");
        return new CellFormat(s.Text("id"), s.Text("name"), members, Stated(s));
    }

    private LiaisonLine Line(Section s, ImmutableArray<CellOffice> offices)
    {
        var (party, office) = (s.Text("party"), s.Text("office"));
        Known(s, "party", [party], parties.Select(p => p.Id).ToImmutableSortedSet(StringComparer.Ordinal), "no party of the mission");
        Known(s, "office", [office], Ids(offices), "no office of the cell");
        s.Need("reply_within");
        return new LiaisonLine(s.Text("id"), party, office, s.Text("channel"), Length(s, "reply_within") ?? Duration.Zero, Stated(s));
    }

    private NoticeRule Rule(Section s, ImmutableArray<CellOffice> offices)
    {
        var (to, then) = (s.TextOrTexts("to"), s.TextOrTexts("then"));
        s.Need("to");
        s.Need("by");
        Known(s, "to", to, Ids(offices), "no office of the cell");
        Known(s, "then", then, Ids(offices), "no office of the cell");
        var undertaking = s.TextOrNull("undertaking")?.Trim();
        if (undertaking is not null && clauses is not null)
        {
            var all = clauses.Undertakings.Select(u => u.Name).ToImmutableSortedSet(StringComparer.Ordinal);
            Known(s, "undertaking", [undertaking], all, "no undertaking of the mission");
        }
        var acknowledge = Length(s, "acknowledge");
        if (then.Length > 0 && acknowledge is null)
        {
            complaints.Error(
                s.At("then"),
                "missing-key",
                "a notice that goes on to other offices says how long the first have (acknowledge)"
            );
        }
        var on = s.Choice("on", null, Signals);
        var stated = Stated(s);
        return new NoticeRule(on, undertaking, to, Each(s, "by", Channels, "channel"), acknowledge, then, stated.Standing, stated.Cites);
    }

    private Duration? Length(Section s, string key)
    {
        if (s.Find(key) is not { } node)
        {
            return null;
        }
        var seconds = s.Quantity(key, 60, Units);
        if (seconds is < 1 or > 366 * 86_400.0)
        {
            complaints.Error(node, "out-of-range", $"'{key}' lies between a second and a year");
        }
        return Duration.FromSeconds(Math.Clamp(seconds, 1, 366 * 86_400.0));
    }

    private ImmutableArray<T> Each<T>(Section s, string key, (string Word, T Value)[] words, string what)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        foreach (var text in s.TextOrTexts(key))
        {
            var at = Array.FindIndex(words, w => w.Word == text);
            if (at < 0)
            {
                var right = words.Select(w => w.Word).ToArray();
                complaints.Error(
                    s.At(key),
                    "unknown-word",
                    $"'{text}' is no {what}; it is one of {string.Join(", ", right)}",
                    NearestWord.To(text, right)
                );
            }
            else if (!all.Contains(words[at].Value))
            {
                all.Add(words[at].Value);
            }
        }
        return all.ToImmutable();
    }

    private Stated Stated(Section s)
    {
        var standing = s.Standing();
        return new Stated(standing, citations.Located(s, standing));
    }

    private void Known(Section s, string key, IEnumerable<string> names, ImmutableSortedSet<string> right, string isNot)
    {
        foreach (var name in names.Where(n => n.Length > 0 && !right.Contains(n)))
        {
            complaints.Error(s.At(key), "unknown-name", $"'{name}' is {isNot}", NearestWord.To(name, right));
        }
    }

    private static ImmutableSortedSet<string> Ids(ImmutableArray<CellOffice> offices) =>
        offices.Select(o => o.Id).ToImmutableSortedSet(StringComparer.Ordinal);

    private ImmutableArray<T> Unique<T>(IEnumerable<(Section Section, T Item)> items, Func<T, string> id)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        foreach (var (section, item) in items)
        {
            if (all.Any(i => id(i) == id(item)))
            {
                complaints.Error(section.At("id"), "twice", $"'{id(item)}' is there already");
                continue;
            }
            all.Add(item);
        }
        return all.ToImmutable();
    }
}
