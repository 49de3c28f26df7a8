using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions.Questions;

/// <summary>Reads <c>questions.yaml</c>: plain questions, each with the selectors by which it is answered. Read last, since selectors name what all other files declare.</summary>
internal sealed partial class QuestionsFile
{
    public const string Name = "questions.yaml";
    public const int MostQuestions = 200;
    public static readonly string[] Keys = ["id", "ask", "mode", "answer"];
    public static readonly string[] Languages = ["en", "uk", "fr", "de"];

    /// <summary>What an item of an answer holds beside its selector.</summary>
    public static readonly string[] PartKeys = ["lead", "claims", .. SelectorReader.Names];

    public static readonly (string Word, Mode Value)[] Modes = [("actual", Mode.Actual), ("exercise", Mode.Exercise), ("test", Mode.Test)];

    private readonly Complaints complaints;
    private readonly SelectorReader selectors;

    /// <param name="mission">With everything that the other files declare.</param>
    public QuestionsFile(Mission mission, Complaints complaints)
    {
        this.complaints = complaints;
        // Names of clauses that did not compile are not complained about a second time.
        selectors = new SelectorReader(mission, complaints, clausesAreRight: !complaints.HasErrors);
    }

    public ImmutableArray<PlainQuestion> Read(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return [];
        }
        var section = new Section(root, complaints, "the questions", "questions");
        section.Need("questions");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var read = section
            .Sections("questions", "a question", Keys)
            .Take(MostQuestions + 1)
            .Select(s => Question(s, ids))
            .ToImmutableArray();
        if (read.Length > MostQuestions)
        {
            complaints.Error(section.At("questions"), "too-many", $"a mission has at most {MostQuestions} questions");
        }
        return read;
    }

    private PlainQuestion Question(Section s, Dictionary<string, int> ids)
    {
        s.Need("ask");
        s.Need("answer");
        var rules = s.Sections("answer", "a part of an answer", PartKeys).Select(Rule).OfType<AnswerRule>().ToImmutableArray();
        return new PlainQuestion(Id(s, ids), Local(s, "ask"), s.Choice<Mode>("mode", Mode.Actual, Modes), rules);
    }

    private AnswerRule? Rule(Section s)
    {
        var claims = s.Choice<bool>("claims", false, ("no", false), ("yes", true));
        return selectors.Read(s) is { } selector ? new AnswerRule(Local(s, "lead"), selector, claims) : null;
    }

    private LocalText Local(Section s, string key)
    {
        if (s.Child(key, "a text in several languages", Languages) is not { } child)
        {
            return LocalText.None;
        }
        child.Need("en");
        return new LocalText(
            Languages
                .Where(l => child.Find(l) is not null)
                .Select(l => KeyValuePair.Create(l, child.Text(l)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
    }

    private string Id(Section s, Dictionary<string, int> ids)
    {
        var id = s.Text("id");
        if (s.Find("id") is { } at)
        {
            if (!QuestionId().IsMatch(id))
            {
                var near = NotInIds().Replace(id.ToLowerInvariant(), "-").Trim('-');
                complaints.Error(at, "bad-id", $"the id of a question is lower case with digits and hyphens; found '{id}'", near);
            }
            else if (!ids.TryAdd(id, at.Line))
            {
                complaints.Error(at, "duplicate-id", $"'{id}' is declared twice; first in line {ids[id]}");
            }
        }
        return id;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex QuestionId();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInIds();
}
