using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.App.Briefing.Questions;
using Holdfast.App.Briefing.Wording;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Views;
using Holdfast.Cli.Record;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Missions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast questions</c>: plain questions answered from the data, with citations and an "as of".</summary>
internal static class QuestionsVerb
{
    public static Command Create()
    {
        var id = new Argument<string?>("question")
        {
            Description = "The question's id in questions.yaml; without it, all of them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var mission = new Option<string>("--mission")
        {
            Description = "The mission's folder.",
            DefaultValueFactory = _ => Path.Combine("missions", "ukraine"),
        };
        var record = new Option<string?>("--record")
        {
            Description = "The record's file. Without it the mission's own files and feeds are read into a temporary one.",
        };
        var at = RecordOptions.Time("--at", "The instant that is asked about; without it, now.");
        var known = RecordOptions.Time("--known", "As known then; without it, all that is known.");
        var language = new Option<string>("--lang")
        {
            Description = $"In which language: {string.Join(", ", Language.All)}.",
            DefaultValueFactory = _ => Language.English.Tag,
        };
        language.AcceptOnlyFromAmong([.. Language.All.Select(l => l.Tag)]);
        var format = Output.Format("text", "json", "md");
        var verb = new Command(
            "questions",
            "Answers plain questions from the data, each datum with its citation; what no datum answers is not known. "
                + "Example: holdfast questions zelenskyy --mission missions/ukraine --at 2026-01-31T00:00:00Z --lang uk"
        )
        {
            id,
            mission,
            record,
            at,
            known,
            language,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var request = new AnswerRequest(
                            args.GetValue(at) ?? Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
                            args.GetValue(known),
                            Language.Find(args.GetRequiredValue(language)) ?? Language.English
                        );
                        var asked = new Asked(args.GetRequiredValue(mission), args.GetValue(record), args.GetValue(id));
                        var answers = await AnswerAsync(asked, request, cancellation);
                        Print(args.InvocationConfiguration.Output, answers, request.Language, args.GetRequiredValue(format));
                        return 0;
                    }
                )
        );
        return verb;
    }

    private sealed record Asked(string Mission, string? Record, string? Id);

    private static async Task<ImmutableArray<QuestionAnswer>> AnswerAsync(
        Asked asked,
        AnswerRequest request,
        CancellationToken cancellation
    )
    {
        var temporary = Directory.CreateTempSubdirectory("holdfast-questions-").FullName;
        try
        {
            var path = asked.Record ?? Path.Combine(temporary, "record.db");
            await using var workspace = await WorkspaceOpener.OpenAsync(asked.Mission, path, temporary, TimeProvider.System, cancellation);
            var questions = Chosen(workspace.Mission, asked.Id);
            if (asked.Record is null && questions.Any(q => q.Rules.Any(r => r.Selector is AnswerSelector.Incidents)))
            {
                await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, null, cancellation);
            }
            var desk = new QuestionDesk(workspace);
            var answers = ImmutableArray.CreateBuilder<QuestionAnswer>();
            foreach (var question in questions)
            {
                answers.Add(await desk.AnswerAsync(Reader.LocalOperator, question, request, cancellation));
            }
            return answers.ToImmutable();
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static ImmutableArray<PlainQuestion> Chosen(Mission mission, string? id)
    {
        if (mission.Questions.IsEmpty)
        {
            throw new ArgumentException($"The mission {mission.Name} has no questions: write them in questions.yaml.");
        }
        if (id is null)
        {
            return mission.Questions;
        }
        var found = mission.Questions.Where(q => q.Id == id).ToImmutableArray();
        if (!found.IsEmpty)
        {
            return found;
        }
        var ids = mission.Questions.Select(q => q.Id).ToArray();
        var near = NearestWord.To(id, ids) is { } word ? $" Did you mean '{word}'?" : "";
        throw new ArgumentException($"No question is called '{id}'; there are {string.Join(", ", ids)}.{near}");
    }

    private static void Print(TextWriter output, ImmutableArray<QuestionAnswer> answers, Language language, string format)
    {
        var phrases = PhraseBook.Of(language);
        if (format == "json")
        {
            Output.WriteJson(output, answers.Select(a => AnswerDocument.Of(a, phrases)));
            return;
        }
        output.Write(AnswerMarkdown.Write(answers, phrases, marks: format == "md"));
    }
}
