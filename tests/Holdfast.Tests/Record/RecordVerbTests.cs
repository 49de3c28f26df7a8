using System.CommandLine;
using System.Text;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.Cli;
using Holdfast.Cli.Record;
using Holdfast.Core.Record;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class RecordVerbTests : IDisposable
{
    private const string First =
        """{"author":"a","body":{"z":1,"a":[1.50]},"kind":"note/1","label":"public","message_id":"m1","mode":"test","producer":"p","standing":"illustrative"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-verb-");

    private string File => Path.Combine(_folder.FullName, "r.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Appended_lines_are_answered_and_listed_as_lines_that_can_be_appended_again()
    {
        var conflicting = First.Replace("1.50", "2", StringComparison.Ordinal);
        (await Append($"{First}\n\n{First}\n{conflicting}")).ShouldBe("0 appended m1\n0 duplicate m1\n0 conflict m1\n");

        var (code, listed, _) = await Run("record", "list", "--record", File, "--kind", "note/1", "--format", "json");
        code.ShouldBe(0);
        listed.ShouldStartWith("""{"author":"a","body":{"a":[1.5],"z":1},"index":0,"kind":"note/1","label":"public","leaf_hash":""");
        CanonicalJson.FaultOf(Encoding.UTF8.GetBytes(listed.Trim())).ShouldBeNull();
        (await Append(listed)).ShouldBe("0 duplicate m1\n");
    }

    [Fact]
    public async Task A_bad_line_is_named_and_what_came_before_it_stays()
    {
        var error = await Should.ThrowAsync<FormatException>(() => Append($"{First}\n{{\"bdy\":1}}\n"));
        error.Message.ShouldContain("line 2");
        error.Message.ShouldContain("Did you mean 'body'?");
        (
            await Should.ThrowAsync<FormatException>(() => Append(First.Replace("note/1", "fact/1", StringComparison.Ordinal)))
        ).Message.ShouldContain("one door");
        await using var record = await SqliteRecord.OpenReadOnlyAsync(File, TestContext.Current.CancellationToken);
        (await record.HeadAsync(TestContext.Current.CancellationToken)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"label\":1}", "'label' is not a string")]
    [InlineData("{}", "needs 'label'")]
    [InlineData("[]", "JSON object")]
    [InlineData("{\"a\":", "line 1")]
    [InlineData("""{"label":"secret","producer":"p","message_id":"m","author":"a","standing":"recorded"}""", "'secret' is not a label")]
    [InlineData("""{"label":"public","producer":"p","message_id":"m","author":"a","standing":"sure"}""", "'sure' is not a standing")]
    public void A_line_that_is_no_entry_says_why(string line, string why) =>
        Should.Throw<FormatException>(() => EntryLine.Parse(Encoding.UTF8.GetBytes(line))).Message.ShouldContain(why);

    [Fact]
    public async Task Info_counts_by_kind_and_finds_a_changed_body()
    {
        await Append(First);
        (await Run("record", "info", "--record", File)).Output.ShouldContain("Every entry matches its leaf hash.");
        using (var connection = SqliteRecord.Connect(File, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
        {
            SqliteSchema.Execute(connection, """UPDATE entries SET body = '{"a":[1.5],"z":2}'""");
        }
        var (code, output, _) = await Run("record", "info", "--record", File, "--format", "json");
        code.ShouldBe(1);
        using var info = JsonDocument.Parse(output);
        info.RootElement.GetProperty("entries").GetInt64().ShouldBe(1);
        info.RootElement.GetProperty("wrong_hashes")[0].GetInt64().ShouldBe(0);
        info.RootElement.GetProperty("kinds")[0].GetProperty("kind").GetString().ShouldBe("note/1");
    }

    [Fact]
    public async Task Show_prints_one_entry_and_says_when_there_is_none()
    {
        await Append(First);
        var (code, output, _) = await Run("record", "show", "0", "--record", File);
        code.ShouldBe(0);
        output.ShouldContain("(matches)");
        var none = await Run("record", "show", "7", "--record", File);
        none.Code.ShouldBe(1);
        none.Error.ShouldContain("has 1 entries");
    }

    [Theory]
    [InlineData("list", "--known", "yesterday", "neither an instant")]
    [InlineData("list", "--mode", "war", "is not a mode")]
    [InlineData("append", "--batch", "0", "--batch is a number")]
    public async Task Wrong_options_are_said_plainly(string verb, string option, string value, string message)
    {
        var (code, _, error) = await Run("record", verb, "--record", File, option, value);
        code.ShouldNotBe(0);
        error.ShouldContain(message);
    }

    private async Task<string> Append(string lines)
    {
        await using var record = await SqliteRecord.OpenAsync(File, cancellation: TestContext.Current.CancellationToken);
        await using var output = new StringWriter();
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        await RecordAppendVerb.AppendAsync(record, 1, input, output, TestContext.Current.CancellationToken);
        return output.ToString();
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse(args)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
