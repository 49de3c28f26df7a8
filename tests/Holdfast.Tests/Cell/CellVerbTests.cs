using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Cell;
using Holdfast.Cli;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell;

/// <summary>The cell from the command line, and how texts become acts.</summary>
public sealed class CellVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-cell-verb-");

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int Code, string Output, string Error)> Run(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] all =
        [
            "cell",
            .. words,
            "--mission",
            Path.Combine(Repository.Root, "missions", "ukraine"),
            "--record",
            Path.Combine(_folder.FullName, "r.db"),
            "--mode",
            "exercise",
        ];
        var code = await Program
            .Root()
            .Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task A_decision_is_proposed_answered_and_printed()
    {
        var made = await Run(
            "decision",
            "--title",
            "Patrols",
            "--text",
            "Two boats",
            "--by",
            "FR",
            "--among",
            "FR, DE",
            "--procedure",
            "explicit",
            "--format",
            "json"
        );
        made.Code.ShouldBe(0, made.Error);
        using var answer = JsonDocument.Parse(made.Output);
        var id = answer.RootElement.GetProperty("subject").GetString() ?? "";
        (
            await Run("decision-word", id, "--nation", "DE", "--stance", "joins", "--when", "vote(DE.Bundestag)", "--speaker", "ambassador")
        ).Code.ShouldBe(0);
        var refused = await Run("decision-word", id, "--nation", "DE", "--stance", "declines", "--speaker", "ambassador");
        (refused.Code, refused.Output).ShouldBe((1, ""));
        refused.Error.ShouldStartWith("refused (joined-otherwise): ");
        (await Run("decision-word", id, "--nation", "FR", "--stance", "jions", "--speaker", "x")).Error.ShouldContain(
            "Did you mean 'joins'?"
        );
        var printed = await Run("decisions");
        printed.Output.ShouldStartWith("EXERCISE: 1 decision at ");
        printed.Output.ShouldContain(
            "DE: joined, no effect. DE joined; its approval 'vote(DE.Bundestag)' does not hold. Missing: vote(DE.Bundestag)."
        );
        printed.Output.ShouldNotContain("Paris Declaration");
        (await Run("decisions", "--known", "2020-01-01")).Output.ShouldStartWith("EXERCISE: 0 decisions at 2020-01-01");
        (await Run("open")).Output.ShouldContain("Patrols (FR)");
        (await Run("calendar")).Output.ShouldContain("BEGIN:VCALENDAR");
    }

    [Fact]
    public void Every_act_has_a_form_whose_fields_read_into_it()
    {
        CellForms.Words.Order(StringComparer.Ordinal).ShouldBe(CellCodec.AllWords.Order(StringComparer.Ordinal));
        foreach (var word in CellForms.Words)
        {
            var form = CellForms.Of(word);
            string Text(string name) =>
                form.Fields.Single(f => f.Name == name) is { Kind: CellFieldKind.Choice, Choices: [var first, ..] } ? first
                : name is "from" or "reply_by" ? "1 h"
                : name is "until" ? "2 h"
                : name is "at" or "deadline" or "effect_from" or "due" or "then_after" or "then" or "when" or "object" ? ""
                : name == "agreements" ? "Patrols | FR, GB | GB: by day"
                : name == "attended" ? "FR, GB"
                : "x";
            var act = new CellReading(
                n =>
                    n is "from" && word is "task" or "handover" ? "x"
                    : n == "absent" ? ""
                    : Text(n),
                DateTimeZone.Utc,
                CellWorld.Zero
            ).Act(word);
            CellCodec.WordOf(act).ShouldBe(word);
            CellCodec.Opens(act).ShouldBe(form.Opens, word);
            Should.NotThrow(() => CellCodec.Write("x-1", 0, act), word);
        }
    }

    [Theory]
    [InlineData("agreements", "Patrols", "what | by whom")]
    [InlineData("agreements", "Patrols | FR | by day", "who: reservation")]
    public void A_line_of_what_was_agreed_that_cannot_be_read_says_how_it_is_written(string field, string text, string said) =>
        Should
            .Throw<FormatException>(() =>
                new CellReading(f => f == field ? text : "", DateTimeZone.Utc, CellWorld.Zero).Act("meeting_held")
            )
            .Message.ShouldContain(said);

    [Fact]
    public void Agreements_keep_who_reserves_what()
    {
        var held = new CellReading(
            f => f == "agreements" ? "Patrols | FR, GB | GB: by day; FR: two boats" : "",
            DateTimeZone.Utc,
            CellWorld.Zero
        )
            .Act("meeting_held")
            .ShouldBeOfType<MeetingHeld>();
        held.Agreements.Single().By.ShouldBe(["FR", "GB"]);
        held.Agreements.Single().Reservations.ShouldBe([new Reserved("GB", "by day"), new Reserved("FR", "two boats")]);
    }
}
