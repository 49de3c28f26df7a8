using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Web.Commission.Forms;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Web.Commission;

/// <summary>A form that was handed in for an act of a case.</summary>
/// <param name="Of">The case as the seat saw it when the form came.</param>
internal sealed record FormAct(CaseRoom Room, Case Of, ActKind Kind, IReadOnlyDictionary<string, StringValues> Fields)
{
    // A hash that is none: an act that carries it can be refused, and never taken.
    private static readonly StoredFile Unstored = new("", 0, null);

    /// <summary>The file that came with it, stored; null where none did.</summary>
    public StoredFile? File { get; init; }
    public string MediaType { get; init; } = "application/octet-stream";

    private FormScene Scene => CaseView.SceneOf(Room, Of);
    private FormReader Reader => new(Fields, Room.Visit.Mission.Zone);

    /// <summary>The form it came from, as the seat would be offered it now; another of the act, or null, where there is none.</summary>
    public ActForm? Form
    {
        get
        {
            var candidates = Kind.Forms(Scene).ToList();
            return candidates.FirstOrDefault(f => f.Key == Reader.Text("form"));
        }
    }

    public CaseSection Section => Form?.Section ?? CaseSection.Head;

    /// <summary>Whether it cannot be taken back and nobody said that it is meant.</summary>
    public bool Unconfirmed => Kind.Forms(Scene).Any(f => f.Grave) && !Reader.Flag(ActForm.Confirmation.Name);

    /// <summary>Why it would be refused if it brought a file; null where it would be taken. A fault of a field is a <see cref="FormatException"/>.</summary>
    public CaseRefusal? Refusal() =>
        ActForms.RefusalOf(Scene, EvidenceForms.With(Kind.Read(Scene, Reader), new StoredFile(new string('0', 64), 1, null), MediaType));

    /// <summary>Does it. A fault of a field is a <see cref="FormatException"/>; what the law refuses is in the answer, and recorded.</summary>
    public async ValueTask<CaseAnswer> DoAsync()
    {
        var (id, seat, stop) = (Of.Id, Room.Seat, Room.Visit.Cancellation);
        var act = Kind.Read(Scene, Reader);
        switch (act)
        {
            case StatementTaken taken when Room.Files is { } files:
                var input = StatementForms.InputOf(taken, Reader);
                // Nothing is encrypted, and no key is made, for a statement that would be refused.
                return ActForms.RefusalOf(Scene, taken) is null
                    ? await files.TakeStatementAsync(id, seat, input, stop)
                    : await Room.Desk.ActAsync(id, seat, taken with { TextSha256 = "" }, stop);
            case KeyDestroyed destroyed when Room.Files is { } files:
                return await files.DestroyKeyAsync(id, seat, destroyed.Statement, stop);
            case StatementTaken or KeyDestroyed:
                throw new FormatException("This record is no file: there is nowhere for people's keys to lie.");
            default:
                return await Room.Desk.ActAsync(id, seat, File is { } file ? EvidenceForms.With(act, file, MediaType) : act, stop);
        }
    }

    /// <summary>Has the refusal recorded of an act whose file was not taken.</summary>
    public ValueTask<CaseAnswer> RefuseAsync() =>
        Room.Desk.ActAsync(Of.Id, Room.Seat, EvidenceForms.With(Kind.Read(Scene, Reader), Unstored, MediaType), Room.Visit.Cancellation);
}
