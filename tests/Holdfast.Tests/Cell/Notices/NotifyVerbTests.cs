using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Holdfast.Cli;
using Holdfast.Core.Cell.Notices;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell.Notices;

/// <summary><c>cell notify</c> as a user calls it: over a breach in the exercise of the reference mission, with a real mail server and a real webhook.</summary>
public sealed class NotifyVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-notify-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Mission => Path.Combine(Repository.Root, "missions", "ukraine");
    private string Kept => Path.Combine(_folder.FullName, "record.db");

    private static async Task<(int Code, string Output, string Error)> Raw(params string[] all)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) =>
        Raw(["cell", "notify", .. args, "--mission", Mission, "--record", Kept]);

    private async Task<string> Done(params string[] args)
    {
        var (code, output, error) = await Run(args);
        code.ShouldBe(0, error);
        return output;
    }

    private async Task BreachAsync()
    {
        var anHourAgo = SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1);
        (string Fact, string From)[] facts =
        [
            ("ceasefire.in_effect", "2026-03-01T00:00:00Z"),
            ("ceasefire.breached RU", anHourAgo.ToString()),
        ];
        foreach (var (fact, from) in facts)
        {
            string[] rest = ["--mission", Mission, "--record", Kept, "--authority", "UA", "--source", "exercise", "--valid-from", from];
            var (code, _, error) = await Raw([
                "fact",
                "assert",
                .. fact.Split(' '),
                .. rest,
                "--mode",
                "exercise",
                "--standing",
                "illustrative",
            ]);
            code.ShouldBe(0, error);
        }
    }

    private void Contacts(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "contacts.yaml"), text);

    private void Contacts(SmallMailServer mail, SmallHook hook) =>
        Contacts(
            string.Create(
                CultureInfo.InvariantCulture,
                $"mail: {{host: 127.0.0.1, port: {mail.Port}, security: none, from: cell@example.org}}\noffices:\n  watch: {{email: [duty@example.org, gone@example.org], webhook: '{hook.Address}'}}\n  head: {{email: head@example.org}}\n"
            )
        );

    [Fact]
    public async Task What_a_round_would_do_is_told_without_doing_it_and_then_done_once_and_acknowledged()
    {
        await using var mail = new SmallMailServer(
            (to, _) => to.StartsWith("gone", StringComparison.Ordinal) ? "550 nobody here" : "250 OK"
        );
        await using var hook = await SmallHook.StartAsync();
        Contacts(mail, hook);
        await BreachAsync();

        var dry = await Done("--dry-run", "--mode", "exercise");
        dry.ShouldStartWith("EXERCISE: a round would raise");
        dry.ShouldContain("tell   watch by email: EXERCISE [ukraine] Ladder.first: the clock of tier 1 runs");
        dry.ShouldContain(
            "tell   head by webhook: EXERCISE [ukraine] Ladder.first: the clock of tier 1 runs (no address: it would bounce)"
        );
        mail.Messages.ShouldBeEmpty();
        (await Done("--mode", "exercise")).ShouldContain("0 notices");

        (await Done("send")).ShouldContain("attempts to tell somebody; next at ");
        // One of two addresses of the watch bounced: the office is told by the other, and it is said.
        mail.Messages.Where(m => m.Data.Contains("Ladder.first: the clock", StringComparison.Ordinal))
            .SelectMany(m => m.To)
            .ShouldContain("duty@example.org");
        var list = await Done("--mode", "exercise");
        list.ShouldContain("watch by email: told (250; 1 of 2 addresses refused: 550)");
        list.ShouldContain("watch by webhook: told (204)");
        list.ShouldContain("head by webhook: failed (no webhook in the contacts file)");
        list.ShouldNotContain("example.org");
        (await Done("send")).ShouldStartWith("0 raised, 0 attempts");

        using var json = JsonDocument.Parse(await Done("--mode", "exercise", "--format", "json"));
        var started = json.RootElement.EnumerateArray().Single(n => n.GetProperty("kind").GetString() == "tier started");
        (started.GetProperty("mode").GetString(), started.GetProperty("state").GetString()).ShouldBe(("exercise", "waiting"));
        var id = started.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture);
        (await Done("ack", id, "--mode", "exercise", "--note", "on it")).ShouldContain($"notice {id} is acknowledged");
        var again = await Run("ack", id, "--mode", "exercise");
        (again.Code, again.Error.Trim()).ShouldSatisfyAllConditions(
            a => a.Code.ShouldBe(1),
            a => a.Item2.ShouldStartWith("refused (acknowledged): local operator acknowledged it for 'watch'")
        );
        (await Done("--mode", "exercise")).ShouldContain("acknowledged by local operator for watch");
        (await Done("--mode", "actual")).ShouldStartWith("0 notices", Case.Sensitive, "an exercise is no part of what is actual");
    }

    [Fact]
    public async Task A_trial_says_what_the_other_side_answered_and_records_nothing()
    {
        await using var mail = new SmallMailServer((to, _) => to.StartsWith("head", StringComparison.Ordinal) ? "451 later" : "250 OK");
        await using var hook = await SmallHook.StartAsync(_ => 500);
        Contacts(mail, hook);
        var tried = await Run("test", "email");
        tried.Code.ShouldBe(1, "not everybody was reached");
        var lines = tried.Output.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        lines.ShouldContain("watch email taken 250");
        lines.ShouldContain("head email deferred 451");
        mail.Messages.ShouldHaveSingleItem().Data.ShouldContain("Subject: TEST [ukraine] does this reach your office?");
        using var json = JsonDocument.Parse((await Run("test", "webhook", "--office", "watch", "--format", "json")).Output);
        json.RootElement[0].GetProperty("detail").GetString().ShouldBe("500");
        (await Done("test", "cap")).ShouldContain("<status>Test</status>");
        (await Done("--mode", "test")).ShouldContain("0 notices");
    }

    [Theory]
    [InlineData("offices:\n  wach: {email: a@example.org}\n", "contacts.yaml:2:3: error unknown-office")]
    [InlineData("offices: [", "contacts.yaml:2:1: error yaml-syntax")]
    public async Task With_a_wrong_file_of_contacts_nobody_is_written_to_and_it_is_said_where(string text, string said)
    {
        Contacts(text);
        await BreachAsync();
        var sent = await Run("send");
        (sent.Code, sent.Output).ShouldBe((1, ""));
        sent.Error.ShouldContain(said);
        (await Done("--mode", "exercise")).ShouldContain(
            "0 notices",
            Case.Sensitive,
            "nothing was raised either: the next round tells it all"
        );
    }

    [Theory]
    [InlineData("Did you mean 'watch'?", "test", "email", "--office", "wach")]
    [InlineData("nobody can be tried", "test", "webhook")]
    [InlineData("takes no --at", "--dry-run", "--at", "2026-03-02")]
    [InlineData("There is no notice 7", "ack", "7")]
    public async Task What_cannot_be_done_is_said(string said, params string[] args)
    {
        var (code, _, error) = await Run(args);
        code.ShouldBe(1);
        error.ShouldContain(said);
    }

    [Fact]
    public void No_verb_has_two_options_of_one_name()
    {
        var all = new Stack<Command>([Program.Root()]);
        while (all.TryPop(out var verb))
        {
            verb.Options.SelectMany(o => o.Aliases.Append(o.Name)).ShouldBeUnique($"of {verb.Name}");
            foreach (var below in verb.Subcommands)
            {
                all.Push(below);
            }
        }
    }
}
