using System.Collections.Immutable;
using Holdfast.App.Cell;
using Holdfast.App.Record;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell;

/// <summary>The book that is carried on equals the book folded anew, whoever reads, whoever appended, whatever is read between.</summary>
public sealed class CellTailTests : IAsyncLifetime
{
    private static readonly Reader Officer = Reader.LocalOperator;
    private static readonly Reader France = new("liaison of France", [Role.NationalLiaison], Classification.Restricted, [], "FR");
    private static readonly Label ForFrance = Label.Restricted with { ReleasableTo = ["FR"] };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-tail-");
    private readonly SetClock _clock = new(CellWorld.Zero);
    private IRecord? _record;

    private IRecord Record => _record.ShouldNotBeNull();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), new SqliteRecordOptions { Clock = _clock }, Stop);

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_book_carried_on_equals_the_book_folded_anew_for_every_reader_and_mode()
    {
        var random = new Random(11);
        var open = new List<(string Id, int Next, Label Label, Mode Mode)>();
        for (var step = 0; step < 120; step++)
        {
            _clock.Advance(Duration.FromMinutes(1));
            if (open.Count < 4 || random.Next(4) == 0)
            {
                var subject = CellId.Of(CellSubjectKind.Decision, $"{step:x8}");
                var mode = random.Next(5) == 0 ? Mode.Test : Mode.Exercise;
                var label = random.Next(3) switch
                {
                    0 => Label.Public,
                    1 => ForFrance,
                    _ => Label.Restricted,
                };
                await Append(subject, 0, CellWorld.Proposal(deadline: 10_000), label, mode);
                open.Add((subject, 1, label, mode));
            }
            else
            {
                var at = random.Next(open.Count);
                var (id, next, label, mode) = open[at];
                await Append(id, next, CellWorld.Says("DE", (Stance)random.Next(3), $"words {step}"), label, mode);
                open[at] = (id, next + 1, label, mode);
            }
            if (random.Next(3) == 0)
            {
                await Same(random.Next(2) == 0 ? Officer : France, random.Next(4) == 0 ? Mode.Test : Mode.Exercise);
            }
        }
        foreach (var reader in new[] { Officer, France, Reader.Anyone })
        {
            await Same(reader, Mode.Exercise);
            await Same(reader, Mode.Test);
        }
        Shown(await CellTail.Of(Record, France, Mode.Exercise).NowAsync(France, Stop))
            .ShouldNotBe(Shown(await CellTail.Of(Record, Reader.Anyone, Mode.Exercise).NowAsync(Reader.Anyone, Stop)));
    }

    [Fact]
    public async Task Only_what_came_since_is_folded_and_readers_of_the_same_powers_share_it()
    {
        await Append(CellId.Of(CellSubjectKind.Decision, "aaaaaaaa"), 0, CellWorld.Proposal(), Label.Restricted, Mode.Exercise);
        var tail = CellTail.Of(Record, Officer, Mode.Exercise);
        var book = await tail.NowAsync(Officer, Stop);
        (await tail.NowAsync(Officer, Stop)).ShouldBeSameAs(book);
        tail.Read.ShouldBe(1);
        await Append(CellId.Of(CellSubjectKind.Decision, "bbbbbbbb"), 0, CellWorld.Proposal(), Label.Restricted, Mode.Exercise);
        (await tail.NowAsync(Officer, Stop)).Subjects.Count.ShouldBe(2);
        tail.Read.ShouldBe(2);
        CellTail.Of(Record, Officer with { Name = "another of the same powers" }, Mode.Exercise).ShouldBeSameAs(tail);
        CellTail.Of(Record, Officer with { Nationality = "FR" }, Mode.Exercise).ShouldNotBeSameAs(tail);
        CellTail.Of(Record, Officer, Mode.Actual).ShouldNotBeSameAs(tail);
    }

    [Fact]
    public async Task What_was_known_then_is_not_taken_from_what_is_known_now()
    {
        await Append(CellId.Of(CellSubjectKind.Decision, "aaaaaaaa"), 0, CellWorld.Proposal(), Label.Public, Mode.Exercise);
        var then = _clock.Now;
        _clock.Advance(Duration.FromHours(1));
        await Append(CellId.Of(CellSubjectKind.Decision, "bbbbbbbb"), 0, CellWorld.Proposal(), Label.Public, Mode.Exercise);
        var tail = CellTail.Of(Record, Officer, Mode.Exercise);
        (await tail.NowAsync(Officer, Stop)).Subjects.Count.ShouldBe(2);
        (await tail.KnownAsync(Officer, then, Stop)).Subjects.Count.ShouldBe(1);
        (await tail.NowAsync(Officer, Stop)).Subjects.Count.ShouldBe(2);
    }

    private async Task Same(Reader reader, Mode mode)
    {
        var anew = CellBook.Empty;
        await foreach (var entry in Record.ReadAsync(reader, new RecordQuery(Kinds: CellBook.Kinds, Mode: mode), Stop))
        {
            anew = anew.With(entry);
        }
        Shown(await CellTail.Of(Record, reader, mode).NowAsync(reader, Stop)).ShouldBe(Shown(anew));
    }

    private static string Shown(CellBook book) =>
        string.Join(
            '\n',
            book.Subjects.Values.Select(s =>
                    $"{s.Id} {s.Label} {s.Whole} {s.Next} {string.Join(' ', s.Deeds.Select(d => $"{d.Entry}:{d.Act}"))}"
                )
                .Concat(book.Irregular.Select(i => i.ToString()))
        );

    private async Task Append(string subject, int number, CellAct act, Label label, Mode mode) =>
        await Record.AppendAsync(
            [
                new EntryDraft(
                    "cell",
                    $"{subject} {number} {mode}",
                    "officer",
                    Standing.Recorded,
                    label,
                    mode,
                    CellCodec.KindOf(act),
                    null,
                    CellCodec.Write(subject, number, act)
                ),
            ],
            Stop
        );
}
