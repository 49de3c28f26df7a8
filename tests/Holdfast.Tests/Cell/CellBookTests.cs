using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;
using static Holdfast.Tests.Cell.CellWorld;

namespace Holdfast.Tests.Cell;

/// <summary>The fold: order of different subjects, bad entries, labels; and bodies there and back.</summary>
public sealed class CellBookTests
{
    private static readonly CellAct[] OneOfEach =
    [
        Call(),
        new CallReplied(Min(1), "duty officer", "Yes"),
        new CallEffectSeen(Min(2), CallEffect.DidNotStop, ""),
        new CallEnded(Min(3), ""),
        new WindowProposed(WindowKind.Quiet, "", "the bridge", Min(0), Min(9), ["RU", "UA"], ""),
        new WindowAnswered("UA", true, Min(1), ""),
        new WindowJudged(WindowOutcome.Kept, Min(9), [], ""),
        new WindowCalledOff(Min(1), "rain"),
        new MeetingCalled("cell", "Morning", Min(0), Min(5), "Paris", ["Overnight"], ["FR"]),
        new MeetingMoved(Min(1), Min(2), "", "fog"),
        new MeetingCancelled("fog"),
        new MeetingHeld(["FR"], [], [new Agreed("x", ["FR"], [])], [], ""),
        Proposal(DecisionProcedure.Silence),
        Says("FR", Stance.Joins, "by day", "true"),
        new NationWithdrew("FR", "x"),
        new SilenceBroken("FR", "x"),
        new DecisionEnded("x"),
        Task(60, 30, "head", "legal"),
        new TaskGiven("head", null, "x"),
        new TaskDone("x"),
        new TaskCancelled("x"),
        new NoteWritten("watch", "x", null),
        new WatchHandedOver("watch", "head", "", ["one"]),
    ];

    [Fact]
    public void Every_act_comes_back_from_its_body_and_every_kind_is_tried()
    {
        OneOfEach.Select(CellCodec.KindOf).Order(StringComparer.Ordinal).ShouldBe(CellCodec.Kinds);
        foreach (var act in OneOfEach)
        {
            var body = CellCodec.Write("x-1", 3, act);
            var (subject, number, read) = CellCodec.Read(CellCodec.KindOf(act), body);
            (subject, number).ShouldBe(("x-1", 3));
            CellCodec.Write("x-1", 3, read).ShouldBe(body, CellCodec.WordOf(act));
            CanonicalJson.Canonicalize(body).ShouldBe(body);
        }
    }

    [Theory]
    [InlineData("""{"answer":"x","extra":1}""", "there is no member 'extra'")]
    [InlineData("""{"answr":"x"}""", "Did you mean 'answer'")]
    [InlineData("{}", "answer is missing")]
    [InlineData("""{"answer":""}""", "1 to 20000 characters")]
    [InlineData("[]", "expected an object")]
    [InlineData("nothing", "not JSON")]
    public void A_bad_body_says_what_is_wrong(string json, string said) =>
        Should.Throw<FormatException>(() => CellCodec.ReadAct("cell.task_done/1", json)).Message.ShouldContain(said);

    [Fact]
    public void The_order_of_different_subjects_does_not_matter()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var streams = Enumerable.Range(0, 5).Select(s => Stream(random, s)).ToArray();
                    var (one, other) = (Book(Interleaved(new Random(seed + 1), streams)), Book(Interleaved(new Random(seed + 2), streams)));
                    var at = Min(random.Next(0, 300));
                    return Text(one, at) == Text(other, at) && one.Irregular.SequenceEqual(other.Irregular);
                }
            )
        );
    }

    [Fact]
    public void An_entry_that_is_no_good_act_changes_nothing_and_is_listed()
    {
        var good = Entry(0, 0, "decision-1", 0, Proposal());
        var book = Book([
            good,
            good with
            {
                Index = 1,
            },
            Entry(2, 1, "decision-2", 0, Says("FR", Stance.Joins)),
            Entry(3, 1, "task-1", 0, Proposal()),
            Entry(4, 1, "decision-1", 1, Says("FR", Stance.Joins), Label.Restricted),
            good with
            {
                Index = 5,
                Body = Encoding.UTF8.GetBytes("{}"),
            },
            good with
            {
                Index = 6,
                Kind = "fact/1",
            },
        ]);
        Codes(book).ShouldBe(["twice", "not-opened", "bad-id", "label-of-subject", "not-a-body"]);
        book.At(Min(2)).Decisions.Single().Nations.ShouldAllBe(n => n.Position == NationPosition.Waiting);
    }

    [Fact]
    public void Where_an_act_is_missing_the_subject_says_that_it_is_not_whole()
    {
        var book = Book([Entry(0, 0, "decision-1", 0, Proposal()), Entry(2, 1, "decision-1", 2, Says("FR", Stance.Joins))]);
        book.At(Min(2)).Decisions.Single().Whole.ShouldBeFalse();
        Book("decision-1", (0, Proposal())).At(Min(2)).Decisions.Single().Whole.ShouldBeTrue();
    }

    // Acts of one subject in their order, good and bad, at rising minutes.
    private static List<Entry> Stream(Random random, int number)
    {
        CellAct[] openings = [Call(), Proposal(DecisionProcedure.Silence), Proposal(), Task(60, 30, "head", "legal")];
        var opening = openings[random.Next(openings.Length)];
        var id = CellId.Of(CellCodec.SubjectOf(opening), $"{number}");
        var later = OneOfEach
            .Where(a => !CellCodec.Opens(a) && (CellCodec.SubjectOf(a) == CellCodec.SubjectOf(opening) || random.Next(10) == 0))
            .ToArray();
        var acts = Enumerable.Range(0, random.Next(1, 8)).Select(_ => later[random.Next(later.Length)]).Prepend(opening).ToArray();
        return [.. acts.Select((a, i) => Entry((number * 100) + i, i * random.Next(1, 30), id, i, a))];
    }

    private static IEnumerable<Entry> Interleaved(Random random, List<Entry>[] streams)
    {
        var rest = streams.Select(s => new Queue<Entry>(s)).ToList();
        while (rest.RemoveAll(q => q.Count == 0) >= 0 && rest.Count > 0)
        {
            yield return rest[random.Next(rest.Count)].Dequeue();
        }
    }

    private static string Text(CellBook book, NodaTime.Instant at)
    {
        var view = book.At(at);
        return string.Join(
            '\n',
            view.Calls.Select(c => $"{c.Id} {c.Status} {string.Join(",", c.Failed.Select(f => $"{f.From}{f.Until}"))}")
                .Concat(
                    view.Decisions.Select(d =>
                        $"{d.Id} {d.Status} {string.Join(",", d.Nations.Select(n => $"{n.Nation}{n.Position}{n.Since}"))}"
                    )
                )
                .Concat(view.Tasks.Select(t => $"{t.Id} {t.Status} {t.With}"))
                .Concat(view.Open.Select(o => $"{o}"))
        );
    }
}
