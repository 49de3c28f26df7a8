using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions.Questions;

/// <summary>Reads the one selector of a part of an answer; every name in it has to be one that the mission declares.</summary>
internal sealed class SelectorReader(Mission mission, Complaints complaints, bool clausesAreRight)
{
    public static readonly ImmutableSortedDictionary<string, string[]> Keys = new Dictionary<string, string[]>
    {
        ["positions"] = ["nation", "group", "question", "stance", "kind", "speaker", "domain", "id"],
        ["chronology"] = ["kind", "format", "who", "words", "from", "until"],
        ["calendar"] = ["nation"],
        ["fact"] = ["name", "args"],
        ["undertakings"] = ["name", "by"],
        ["offers"] = ["nation", "capability"],
        ["incidents"] = ["from", "until", "term"],
        ["support"] = ["donor", "stage"],
        ["references"] = ["id"],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static readonly string[] Names = [.. Keys.Keys];

    private readonly ImmutableArray<string> nations = [.. mission.Nations.Select(n => n.Id)];

    public AnswerSelector? Read(Section part)
    {
        var given = Names.Where(w => part.Find(w) is not null).ToArray();
        if (given is not [var word])
        {
            var found = given.Length == 0 ? "none" : string.Join(" and ", given);
            complaints.Error(
                part.Node,
                given.Length == 0 ? "missing-key" : "one-selector",
                $"a part of an answer needs exactly one of {string.Join(", ", Names)}; found {found}"
            );
            return null;
        }
        return part.Child(word, $"the selector '{word}'", Keys[word]) is { } s ? Read(word, s) : null;
    }

    private AnswerSelector Read(string word, Section s) =>
        word switch
        {
            "positions" => Positions(s),
            "chronology" => Events(s),
            "calendar" => new AnswerSelector.Calendar(Known(s, "nation", nations, "a nation of the mission")),
            "fact" => Fact(s),
            "undertakings" => Undertakings(s),
            "offers" => Offers(s),
            "incidents" => Incidents(s),
            "support" => Support(s),
            _ => new AnswerSelector.Documents(Known(s, "id", [.. mission.References.Select(r => r.Id)], "a reference of the mission")),
        };

    private AnswerSelector.Positions Positions(Section s)
    {
        var positions = mission.Nations.SelectMany(n => n.Positions).ToImmutableArray();
        var ids = positions.Select(p => $"{p.Nation}/{p.Id}").ToImmutableArray();
        var groups = mission.Nations.SelectMany(n => n.Groups).Distinct().ToImmutableArray();
        var speakers = positions.Select(p => p.Speaker).Where(n => n.Length > 0).Distinct().ToImmutableArray();
        return new(
            Known(s, "nation", nations, "a nation of the mission"),
            Known(s, "group", groups, "a group of nations"),
            Words(s, "question", NationWords.Questions, NationWords.Of),
            Words(s, "stance", NationWords.Stances, NationWords.Of),
            Words(s, "kind", NationWords.Kinds, NationWords.Of),
            Known(s, "speaker", speakers, "a speaker of some position"),
            Words(s, "domain", NationWords.Domains, NationWords.Of),
            Known(s, "id", ids, "a position (NATION/id)")
        );
    }

    private AnswerSelector.Events Events(Section s)
    {
        var who = mission.Chronology.SelectMany(c => c.Who).Distinct().ToImmutableArray();
        var (from, until) = Days(s);
        return new(
            Words(s, "kind", [.. ChronologyFile.Kinds.Select(k => k.Value)], v => Array.Find(ChronologyFile.Kinds, k => k.Value == v).Word),
            Words(
                s,
                "format",
                [.. ChronologyFile.Formats.Select(k => k.Value)],
                v => Array.Find(ChronologyFile.Formats, k => k.Value == v).Word
            ),
            Known(s, "who", who, "named by an event of the chronology"),
            s.TextOrTexts("words"),
            from,
            until
        );
    }

    private AnswerSelector.Fact Fact(Section s)
    {
        var name = s.Text("name");
        var arguments = s.TextOrTexts("args");
        if (clausesAreRight && s.Find("name") is { } at)
        {
            if (mission.Clauses.Fact(name) is not { } declared)
            {
                var near = NearestWord.To(name, mission.Clauses.Facts.Select(f => f.Name));
                complaints.Error(at, "unknown-fact", $"no clause declares the fact '{name}'", near);
            }
            else if (declared.Parameters.Length != arguments.Length)
            {
                complaints.Error(
                    s.At("args"),
                    "wrong-arguments",
                    $"the fact '{name}' takes {declared.Parameters.Length} arguments ({string.Join(", ", declared.Parameters)}); found {arguments.Length}"
                );
            }
        }
        return new(name, arguments);
    }

    private AnswerSelector.Undertakings Undertakings(Section s)
    {
        var all = mission.Clauses.Undertakings;
        var names = clausesAreRight
            ? Known(s, "name", [.. all.Select(u => u.Name)], "an undertaking of the clauses")
            : s.TextOrTexts("name");
        var by = clausesAreRight
            ? Known(s, "by", [.. all.SelectMany(u => u.By).Distinct()], "a grantor of some undertaking")
            : s.TextOrTexts("by");
        return new(names, by);
    }

    private AnswerSelector.Offers Offers(Section s)
    {
        ImmutableArray<string> capabilities = [.. mission.Forces?.Capabilities.Select(c => c.Id) ?? []];
        ImmutableArray<string> offering = [.. mission.Forces?.Offers.Select(o => o.Nation).Distinct() ?? []];
        return new(
            Known(s, "nation", [.. nations.Union(offering)], "a nation of the mission"),
            Known(s, "capability", capabilities, "a capability of the force")
        );
    }

    private AnswerSelector.Incidents Incidents(Section s)
    {
        var (from, until) = Days(s);
        var term = clausesAreRight
            ? Known(s, "term", [.. mission.Clauses.Terms.Select(t => t.Name)], "a term of the clauses")
            : s.TextOrTexts("term");
        return new(from, until, term.FirstOrDefault() ?? "");
    }

    private AnswerSelector.Support Support(Section s)
    {
        var donors = mission.Ledger.Items.Select(i => i.Donor).Union(nations).ToImmutableArray();
        return new(
            Known(s, "donor", donors, "a nation or donor of the mission"),
            Words(s, "stage", [.. Enum.GetValues<SupportStage>()], Core.Support.Ledger.SupportWords.Of)
        );
    }

    private (LocalDate? From, LocalDate? Until) Days(Section s)
    {
        var (from, until) = (s.DateOrNull("from"), s.DateOrNull("until"));
        if (from > until)
        {
            complaints.Error(s.At("until"), "bad-date", "'until' lies before 'from'");
        }
        return (from, until);
    }

    /// <summary>The names under a key, each of which has to be among those that are known.</summary>
    private ImmutableArray<string> Known(Section s, string key, ImmutableArray<string> known, string what)
    {
        var names = Texts(s, key);
        foreach (var (text, at) in names.Where(n => !known.Contains(n.Text, StringComparer.Ordinal)))
        {
            var near = NearestWord.To(text, known) ?? (NationCodes.Nearest(text) is { } code && known.Contains(code) ? code : null);
            complaints.Error(at, "unknown-name", $"'{text}' is not {what}", near);
        }
        return [.. names.Select(n => n.Text)];
    }

    private ImmutableArray<T> Words<T>(Section s, string key, ImmutableArray<T> values, Func<T, string> of)
        where T : struct
    {
        var words = values.Select(of).ToImmutableArray();
        var names = Known(s, key, words, $"one of {string.Join(", ", words)}");
        return [.. names.Select(n => words.IndexOf(n)).Where(i => i >= 0).Select(i => values[i])];
    }

    private static ImmutableArray<(string Text, YamlNode At)> Texts(Section s, string key) =>
        s.Find(key) is YamlScalar one ? [(one.Text.Trim(), one)] : [.. s.Texts(key).Select(t => (t.Text.Trim(), t.At))];
}
