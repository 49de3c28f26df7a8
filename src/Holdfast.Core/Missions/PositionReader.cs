using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads the positions of a nation's file, and resolves what their conditions name once the clauses are compiled.</summary>
internal sealed partial class PositionReader(Complaints complaints, Citations citations)
{
    public static readonly string[] Keys =
    [
        "id",
        "date",
        "question",
        "stance",
        "says",
        "speaker",
        "office",
        "kind",
        "standing",
        "cites",
        "domain",
        "place",
        "size",
        "poll",
        "conditions",
    ];

    public static readonly string[] PollKeys = ["for", "against", "undecided", "unit", "asked", "pollster", "fielded"];

    private readonly ConditionNames names = new(complaints);

    public ImmutableArray<Position> Read(Section nation, string id)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. nation
                .Sections("positions", "a position", Keys)
                .Select(s => Position(s, id, ids))
                .OrderBy(p => p.Date)
                .ThenBy(p => p.Id, StringComparer.Ordinal),
        ];
    }

    public Position Resolve(Position position, ClauseSet? clauses) => position with { Conditions = names.Resolve(position, clauses) };

    private Position Position(Section s, string nation, Dictionary<string, int> ids)
    {
        var question = s.Choice("question", null, [.. NationWords.Questions.Select(q => (NationWords.Of(q), q))]);
        var stance = s.Choice("stance", null, [.. NationWords.Stances.Select(x => (NationWords.Of(x), x))]);
        var standing = s.Standing();
        var kind = s.Choice("kind", null, [.. NationWords.Kinds.Select(k => (NationWords.Of(k), k))]);
        var position = new Position(
            nation,
            Id(s, ids),
            s.PartialDate("date"),
            question,
            stance,
            s.Text("says"),
            kind,
            standing,
            citations.Located(s, standing)
        )
        {
            Speaker = s.TextOrNull("speaker")?.Trim() ?? "",
            Office = s.TextOrNull("office")?.Trim() ?? "",
            Domains = Domains(s),
            Place = s.TextOrNull("place")?.Trim() ?? "",
            Size = s.TextOrNull("size")?.Trim() ?? "",
            Poll = Poll(s),
        };
        names.Note(position, s);
        Fits(s, position);
        return position;
    }

    private string Id(Section s, Dictionary<string, int> ids)
    {
        var id = s.Text("id");
        if (s.Find("id") is { } at)
        {
            if (!PositionId().IsMatch(id))
            {
                var near = NotInIds().Replace(id.ToLowerInvariant(), "-").Trim('-');
                complaints.Error(at, "bad-id", $"the id of a position is lower case with digits and hyphens; found '{id}'", near);
            }
            else if (!ids.TryAdd(id, at.Line))
            {
                complaints.Error(at, "duplicate-id", $"'{id}' is declared twice; first in line {ids[id]}");
            }
        }
        return id;
    }

    private void Fits(Section s, Position p)
    {
        if (
            s.Find("stance") is { } at
            && s.TextOrNull("stance") == NationWords.Of(p.Stance)
            && s.TextOrNull("question") == NationWords.Of(p.Question)
            && !NationWords.Fits(p.Question, p.Stance)
        )
        {
            var fitting = NationWords.Fitting(p.Question);
            complaints.Error(
                at,
                "stance-does-not-fit",
                $"'{NationWords.Of(p.Stance)}' does not answer the question '{NationWords.Of(p.Question)}' (that takes "
                    + $"{string.Join(", ", fitting.Select(NationWords.Of))})",
                Instead(p.Stance) is { } instead && fitting.Contains(instead) ? NationWords.Of(instead) : null
            );
        }
        if (p.Poll is not null && p.Question != Question.Opinion && s.TextOrNull("question") == NationWords.Of(p.Question))
        {
            complaints.Error(s.At("poll"), "poll-without-opinion", "a poll answers the question 'opinion'", "question: opinion");
        }
        if (p.Kind == PositionKind.Own && s.TextOrNull("kind") == "own" && p.Speaker.Length == 0 && p.Office.Length == 0)
        {
            complaints.Error(
                s.At("kind"),
                "missing-key",
                "an official's own statement needs 'speaker' or 'office'; what somebody else reports is 'reported', what an expert concludes 'inference'"
            );
        }
    }

    private static Stance? Instead(Stance stance) =>
        stance switch
        {
            Stance.Yes => Stance.Offered,
            Stance.No => Stance.Refused,
            Stance.Offered => Stance.Yes,
            Stance.Refused => Stance.No,
            Stance.Silent => Stance.Unknown,
            _ => null,
        };

    private ImmutableArray<Domain> Domains(Section s)
    {
        var words = NationWords.Domains.Select(NationWords.Of).ToArray();
        var result = new SortedSet<Domain>();
        foreach (var (text, at) in s.Texts("domain"))
        {
            if (Array.IndexOf(words, text) is var index && index < 0)
            {
                complaints.Error(
                    at,
                    "unknown-word",
                    $"'domain' of a position is one of {string.Join(", ", words)}; found '{text}'",
                    NearestWord.To(text, words)
                );
            }
            else if (!result.Add(NationWords.Domains[index]))
            {
                complaints.Error(at, "duplicate-id", $"the domain '{text}' is named twice");
            }
        }
        return [.. result];
    }

    private Poll? Poll(Section position)
    {
        if (position.Child("poll", "a poll", PollKeys) is not { } s)
        {
            return null;
        }
        s.Choice<int>("unit", 0, ("percent", 0));
        var poll = new Poll(
            Share(s, "for"),
            Share(s, "against"),
            Share(s, "undecided"),
            s.TextOrNull("asked")?.Trim() ?? "",
            s.Text("pollster"),
            s.PartialDateOrNull("fielded")
        );
        double?[] given = [poll.For, poll.Against, poll.Undecided];
        if (poll.For is null && poll.Against is null)
        {
            complaints.Error(s.Node, "missing-key", "a poll needs 'for' or 'against'");
        }
        // Whole shares are rounded when published: three of them can add up to 101, never more.
        var sum = given.Sum(x => x ?? 0);
        var most = given.All(x => x is { } share && share == Math.Floor(share)) ? 101 : 100;
        if (sum > most + 1e-9)
        {
            complaints.Error(
                s.Node,
                "poll-over-100",
                string.Create(CultureInfo.InvariantCulture, $"the shares of a poll add up to at most 100 percent; these to {sum:0.##}")
            );
        }
        return poll;
    }

    private static double? Share(Section s, string key) => s.Find(key) is null ? null : s.Number(key, 0, 0, 100);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex PositionId();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInIds();
}
