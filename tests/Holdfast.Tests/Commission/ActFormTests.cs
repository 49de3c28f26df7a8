using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Values;
using Holdfast.Tests.Web;
using Holdfast.Web.Commission;
using Holdfast.Web.Commission.Forms;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>Forms of acts: one for each, offered where the law of the docket takes what they make.</summary>
public sealed class ActFormTests
{
    private static FormScene Scene(CommissionWorld world, string seat) =>
        new(
            world.Case.ShouldNotBeNull(),
            seat,
            world.Now + NodaTime.Duration.FromMinutes(1),
            world.Rules,
            WebWorld.Mission(mode: Mode.Exercise)
        );

    private static string[] Offered(CommissionWorld world, string seat) =>
        [.. ActForms.Offered(Scene(world, seat)).Select(f => f.Key).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_act_of_the_law_has_a_form()
    {
        var words = ActForms.Kinds.Select(k => k.Word).ToList();
        // A case is opened on a page of its own.
        CaseCodec.Kinds.Select(CaseCodec.Word).Except(words).ShouldBe(["opened"]);
        words.ShouldBeUnique();
    }

    [Fact]
    public void No_form_is_offered_that_the_state_does_not_allow()
    {
        foreach (var state in Enum.GetValues<CaseState>())
        {
            var world = new CommissionWorld().In(state);
            foreach (var seat in world.Rules.Members.Select(m => m.Id).Concat(world.Rules.Officers.Select(o => o.Id)))
            {
                var lawful = CaseLaw
                    .LawfulFor(world.Case.ShouldNotBeNull(), seat, world.Now + NodaTime.Duration.FromMinutes(1), world.Rules)
                    .Select(w => w.Split(' ')[0]);
                ActForms.Offered(Scene(world, seat)).Select(f => f.Word).Except(lawful).ShouldBeEmpty($"{seat} in {state}");
            }
        }
    }

    [Fact]
    public void Every_act_that_a_state_allows_is_offered_to_somebody_once_there_is_something_to_do_it_to()
    {
        var offered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in Enum.GetValues<CaseState>())
        {
            var world = new CommissionWorld().In(state);
            offered.UnionWith(world.Rules.Members.SelectMany(m => Offered(world, m.Id)).Select(k => k.Split('.')[0]));
            offered.UnionWith(world.Rules.Officers.SelectMany(o => Offered(world, o.Id)).Select(k => k.Split('.')[0]));
        }
        // The rest needs a task, a statement, a request, an open vote or a clock that has run out.
        ActForms
            .Kinds.Select(k => k.Word)
            .Except(offered)
            .ShouldBeSubsetOf([
                "task_done",
                "seal_admitted",
                "consent_withdrawn",
                "key_destroyed",
                "correction_answered",
                "silence",
                "vote",
                "dissent",
                "decided",
                "vote_failed",
                "published",
                "summary",
                "summary_reviewed",
            ]);
    }

    [Fact]
    public void A_vote_is_offered_to_those_who_may_cast_it_and_closed_as_what_it_is()
    {
        var world = new CommissionWorld().Deliberation().Vote("V1", CommissionWorld.Proposal(), ("fr", VoteChoice.For));
        Offered(world, "gb").ShouldContain("vote");
        Offered(world, "fr").ShouldNotContain("vote");
        Offered(world, "ua").ShouldNotContain("vote");
        Offered(world, "gb").ShouldContain("vote_failed");
        Offered(world, "gb").ShouldNotContain("decided");
        world.Do("gb", new VoteCast("V1", "gb", VoteChoice.For)).Do("us", new VoteCast("V1", "us", VoteChoice.For));
        Offered(world, "gb").ShouldContain("decided");
        Offered(world, "gb").ShouldNotContain("vote_failed");
    }

    [Theory]
    [InlineData("open [[hidden]] open", "open hidden open", "5-11 why")]
    [InlineData("[[a||because]][[b]]", "ab", "0-1 because, 1-2 why")]
    [InlineData("no marks at all ]] ||", "no marks at all ]] ||", "")]
    public void Marked_passages_become_ranges_and_back(string marked, string text, string ranges)
    {
        var (read, redactions) = RedactedText.Read(marked, "why");
        read.ShouldBe(text);
        string.Join(", ", redactions.Select(r => $"{r.From}-{r.To} {r.Reason}")).ShouldBe(ranges);
        var again = RedactedText.Read(RedactedText.Mark(new Drafted("D1", read, redactions)), "another");
        again.Text.ShouldBe(text);
        again.Redactions.ShouldBe(redactions);
    }

    [Fact]
    public void A_mark_that_is_never_closed_is_refused_and_overlapping_ranges_show_nothing_twice()
    {
        Should.Throw<FormatException>(() => RedactedText.Read("a [[b", "why")).Message.ShouldContain("never closed");
        var parts = RedactedText.Parts(new Drafted("D1", "abcdef", [new Redaction(1, 4, "x"), new Redaction(2, 5, "y")]));
        string.Concat(parts.Select(p => p.Text)).ShouldBe("abcdef");
        parts.Where(p => p.Covered is null).Select(p => p.Text).ShouldBe(["a", "f"]);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\x\\crater.jpg", "crater.jpg")]
    [InlineData("a\u202egpj.exe", "agpj.exe")]
    [InlineData("...", "A file without a name")]
    [InlineData("x\r\nSet-Cookie: a=b", "xSet-Cookie: a=b")]
    public void A_file_s_name_is_a_title_and_nothing_more(string name, string title) => SafeName.TitleOf(name).ShouldBe(title);
}
