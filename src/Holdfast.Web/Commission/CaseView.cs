using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;
using Holdfast.Web.Commission.Forms;
using Holdfast.Web.Frame;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Holdfast.Web.Commission;

/// <summary>A form that came back: why, and with which fields.</summary>
/// <param name="Form">Null where the seat has no such form now.</param>
public sealed record RefusedForm(ActForm? Form, CaseRefusal Refusal, IReadOnlyDictionary<string, StringValues> Fields);

/// <summary>What a person said, opened for reading; or why it cannot be.</summary>
public sealed record OpenedWords(string Statement, string? Text, string Reason);

/// <summary>One case as one seat sees it, with the forms that the law of the docket offers it now.</summary>
/// <param name="Forgery">The anti-forgery token of forms; null for visitors who may not write.</param>
public sealed record CaseView(CaseRoom Room, Case Of, PageFrame Frame, string? Forgery)
{
    private readonly Lazy<ImmutableArray<ActForm>> _offered = new(() =>
        Forgery is null || Room.Seat == CommissionRules.Public ? [] : ActForms.Offered(SceneOf(Room, Of))
    );

    public RefusedForm? Refused { get; init; }
    public OpenedWords? Words { get; init; }

    /// <summary>Why this sign-in does not open acts under the seal that its seat may read; null where it does.</summary>
    public string? ClosedBecause { get; init; }

    /// <summary>The act that has just been recorded, by its entry's index; -1 for none.</summary>
    public long Done { get; init; } = -1;

    /// <summary>Where on the page the last act was done.</summary>
    public CaseSection DoneIn { get; init; } = CaseSection.Head;

    public CommissionRules Rules => Room.Rules;
    public string Seat => Room.Seat;
    public Instant Now => Room.Now;
    public Mission Mission => Room.Mission;
    public DateTimeZone Zone => Mission.Zone;
    public bool IsPublic => Seat == CommissionRules.Public;

    /// <summary>Whether the seat may read the deliberation: it may vote in this case.</summary>
    public bool UnderSeal => Rules.Eligible(Of.Recused, Of.Parties).Any(m => m.Id == Seat);

    public ImmutableArray<ActForm> Offered => _offered.Value;

    /// <summary>Forms that a section lists below itself.</summary>
    public IEnumerable<ActForm> In(CaseSection section) => Offered.Where(f => f.Section == section && !f.InPlace);

    public ActForm? Form(string word, string target) => Offered.FirstOrDefault(f => f.Word == word && f.Target == target);

    /// <summary>Where a form is sent. One with a file is read as it comes in: its token stands in the address.</summary>
    public string ActionOf(ActForm form)
    {
        var address = $"{Address}/acts/{form.Word}{Room.Query}";
        var token = form.HasFile ? $"{(Room.Query.Length == 0 ? '?' : '&')}{WriteCheck.Field}={Uri.EscapeDataString(Forgery ?? "")}" : "";
        return address + token;
    }

    /// <summary>The address of the case without its seat.</summary>
    public string Address => $"{Room.Root}/cases/{Uri.EscapeDataString(Of.Id)}";

    public string NameOf(string person) => Rules.Member(person)?.Name ?? Rules.Officer(person)?.Name ?? person;

    public string PartyName(string party) => Mission.Parties.FirstOrDefault(p => p.Id == party)?.Name ?? party;

    internal static FormScene SceneOf(CaseRoom room, Case of) => new(of, room.Seat, room.Now, room.Rules, room.Mission);
}
