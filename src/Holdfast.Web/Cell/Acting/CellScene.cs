using System.Collections.Immutable;
using Holdfast.App.Cell;
using Holdfast.Core.Access;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Cell.Acting;

/// <summary>A form that was sent and refused, with what was written in it.</summary>
public sealed record SentAct(string Word, string Subject, ImmutableSortedDictionary<string, string> Fields);

/// <summary>What a page about the cell shows: states at an instant as known then, and the forms that its reader may send.</summary>
/// <param name="Known">As known then; null for now, and then only are there forms.</param>
/// <param name="Forgery">Null where the reader may not act here.</param>
/// <param name="Told">What became of a form that was sent; null where none was.</param>
public sealed record CellScene(
    Mission Mission,
    Mode Mode,
    Instant At,
    Instant? Known,
    CellBook Book,
    CellView View,
    ImmutableArray<(DecisionState State, ImmutableArray<NationEffect> Effects)> Decisions,
    Reader Reader,
    string? Forgery,
    SentAct? Kept,
    CellAnswer? Told,
    long? Done
)
{
    /// <summary>Words of acts that may be offered about a subject, or, without one, that open something.</summary>
    public IEnumerable<CellForm> Forms(CellSubject? subject, params ReadOnlySpan<string> words)
    {
        var offered = new List<CellForm>();
        foreach (var word in Forgery is null ? [] : words)
        {
            var probe = CellProbe.Of(word, subject, Reader, At);
            var refused = CellDesk.Right(Reader, probe) ?? (subject is null ? null : CellLaw.Against(subject, probe, At));
            if (refused is null || refused.Code is "already" or "not-joined" or "joined-otherwise" or "not-your-nation")
            {
                offered.Add(CellForms.Of(word, Mission));
            }
        }
        return offered;
    }

    /// <summary>What a field shows at first: what was sent and refused, else what is likely.</summary>
    public string First(CellForm form, CellSubject? subject, CellField field) =>
        Kept is { } kept && kept.Word == form.Word && kept.Subject == (subject?.Id ?? "") ? kept.Fields.GetValueOrDefault(field.Name, "")
        : field.Name is "nation" or "by" && !Rights.Allows(Reader, Right.ActInCell) && Reader.Nationality is { } own ? own
        : field.Name == "among" ? string.Join(", ", Mission.Nations.Where(n => n.Groups.Contains("coalition")).Select(n => n.Id))
        : "";

    public bool IsKept(CellForm form, CellSubject? subject) =>
        Kept is { } kept && kept.Word == form.Word && kept.Subject == (subject?.Id ?? "");

    /// <summary>The query that keeps to the mode; empty for the mission's own.</summary>
    public string Query => Mode == Mission.Mode ? "" : $"?mode={Words.Of(Mode)}";
}
