using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class FactDoorTests : IAsyncLifetime
{
    private static readonly Instant Start = Instant.FromUtc(2025, 4, 19, 15, 0);

    private static readonly ClauseSet Clauses = new()
    {
        Facts =
        [
            new FactDeclaration("ceasefire.in_effect", "a ceasefire is in effect", [], "terms.clauses:1:1"),
            new FactDeclaration("backstop", "this part of the backstop is confirmed", ["capability"], "terms.clauses:2:1"),
        ],
    };

    private static readonly FactStatement Statement = new(
        "ceasefire.in_effect",
        [],
        "true",
        Start,
        Start + Duration.FromHours(30),
        "UA",
        "speech of 19 April 2025 — “30 hours” 😀",
        Standing.Recorded,
        default
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-facts-");
    private SqliteRecord? _record;

    private SqliteRecord Record => _record ?? throw new InvalidOperationException("The record is not open.");
    private FactDoor Door => new(Record, Clauses);

    public async ValueTask InitializeAsync() => _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"));

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_body_comes_back_as_the_statement_and_is_canonical_when_drafted()
    {
        foreach (var s in new[] { Statement, Statement with { Value = null, ValidFrom = null, ValidTo = null, Arguments = ["a\n\"b\""] } })
        {
            var draft = FactEntries.Draft(s, "p", "m", "a", Label.Public, Mode.Actual);
            CanonicalJson.FaultOf(draft.Body.Span).ShouldBeNull();
            var back = FactBody.Read(draft.Body, s.Standing, s.KnownAt);
            back.Arguments.ShouldBe(s.Arguments);
            (back with { Arguments = s.Arguments }).ShouldBe(s);
        }
    }

    [Fact]
    public void A_body_has_the_documented_shape() =>
        Encoding
            .UTF8.GetString(FactEntries.Draft(Statement with { Source = "s" }, "p", "m", "a", Label.Public, Mode.Actual).Body.Span)
            .ShouldBe(
                """{"args":[],"authority":"UA","name":"ceasefire.in_effect","source":"s","valid_from":"2025-04-19T15:00:00.000000000Z","valid_to":"2025-04-20T21:00:00.000000000Z","value":"true"}"""
            );

    [Theory]
    [InlineData("{}", "no 'name'")]
    [InlineData("{\"args\":[],\"authority\":\"a\",\"name\":1,\"source\":\"s\",\"value\":null}", "fact/1")]
    [InlineData("{\"args\":[null],\"authority\":\"a\",\"name\":\"n\",\"source\":\"s\",\"value\":null}", "argument")]
    [InlineData("{\"args\":[],\"authority\":\"a\",\"name\":\"n\",\"source\":\"s\",\"valid_from\":\"now\",\"value\":null}", "valid_from")]
    [InlineData("not json", "fact/1")]
    public void A_body_that_is_none_says_why(string body, string why) =>
        Should
            .Throw<FormatException>(() => FactBody.Read(Encoding.UTF8.GetBytes(body), Standing.Recorded, default))
            .Message.ShouldContain(why);

    [Fact]
    public async Task A_fact_is_read_as_it_was_asserted_with_the_time_it_became_known()
    {
        var receipt = (await Assert(Statement)).Receipt.ShouldNotBeNull();
        var facts = await Door.ReadFactsAsync(Reader.Anyone, null, Mode.Actual, Cancel);
        facts
            .ShouldHaveSingleItem()
            .ShouldBe(Statement with { Arguments = facts[0].Arguments, KnownAt = receipt.RecordedAt, Entry = receipt.Index });
        (await Door.ReadFactsAsync(Reader.Anyone, receipt.RecordedAt - Duration.Epsilon, Mode.Actual, Cancel)).ShouldBeEmpty();
        (await Door.ReadFactsAsync(Reader.Anyone, null, Mode.Exercise, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stating_the_same_again_is_a_no_op_but_not_after_a_retraction()
    {
        var first = (await Assert(Statement)).Receipt.ShouldNotBeNull();
        var again = (await Assert(Statement)).Receipt.ShouldNotBeNull();
        (again.Kind, again.Index).ShouldBe((ReceiptKind.Duplicate, first.Index));
        var retracted = await Door.RetractAsync(
            Reader.LocalOperator,
            Statement with
            {
                Source = "another",
            },
            Label.Public,
            Mode.Actual,
            Cancel
        );
        retracted.Receipt.ShouldNotBeNull().Kind.ShouldBe(ReceiptKind.Appended);
        (await Assert(Statement)).Receipt.ShouldNotBeNull().Kind.ShouldBe(ReceiptKind.Appended);
        var values = (await Door.ReadFactsAsync(Reader.Anyone, null, Mode.Actual, Cancel)).Select(f => f.Value);
        values.ShouldBe(["true", null, "true"]);
    }

    [Fact]
    public async Task An_entrys_valid_time_is_the_statements()
    {
        await Assert(Statement);
        await Assert(Statement with { ValidFrom = null, ValidTo = null, Value = "false" });
        (await Valid(Start)).ShouldBe([0, 1]);
        (await Valid(Start + Duration.FromHours(30))).ShouldBe([1]); // The end is exclusive.
        (await Valid(Start - Duration.FromDays(9000))).ShouldBe([1]);
    }

    [Fact]
    public async Task What_the_clauses_do_not_declare_is_refused_with_the_nearest_word()
    {
        var unknown = await Assert(Statement with { Name = "ceasefire.in_efect" });
        unknown.Receipt.ShouldBeNull();
        var diagnostic = unknown.Diagnostics.ShouldHaveSingleItem();
        (diagnostic.Code, diagnostic.Suggestion).ShouldBe(("unknown-name", "ceasefire.in_effect"));
        (await Codes(Statement with { Name = "backstop" })).ShouldBe(["arguments"]);
        (await Codes(Statement with { Arguments = ["x"] })).ShouldBe(["arguments"]);
        (await Codes(Statement with { ValidTo = Start })).ShouldBe(["never"]);
        (await Codes(Statement with { Value = "perhaps" })).ShouldBe(["type"]);
        (await Codes(Statement with { ValidFrom = Instant.MinValue })).ShouldBe(["out-of-range"]);
        (await Codes(Statement with { Authority = " ", Source = "" })).ShouldBe(["no-authority", "no-source"]);
        (await Record.HeadAsync(Cancel)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_public_may_not_state_facts()
    {
        var answer = await Door.AssertAsync(Reader.Anyone, Statement, Label.Public, Mode.Actual, Cancel);
        answer.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("not-permitted");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ValueTask<FactAnswer> Assert(FactStatement statement) =>
        Door.AssertAsync(Reader.LocalOperator, statement, Label.Public, Mode.Actual, Cancel);

    private async Task<ImmutableArray<string>> Codes(FactStatement statement) =>
        [.. (await Assert(statement)).Diagnostics.Select(d => d.Code)];

    private async Task<List<long>> Valid(Instant at)
    {
        var entries = Record.ReadAsync(Reader.Anyone, new RecordQuery(Valid: TimeRange.At(at)), Cancel);
        return await entries.Select(e => e.Index).ToListAsync(Cancel);
    }
}
