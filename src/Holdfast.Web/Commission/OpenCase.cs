using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Web.Commission.Forms;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Web.Commission;

/// <summary>The page that opens a case, empty or from an incident of the watch.</summary>
internal static class OpenCase
{
    public static async Task<IResult> PageAsync(Visit visit, IAntiforgery forgery)
    {
        if (CaseRoom.Of(visit) is not { } room)
        {
            return Html.Page<NoCommissionPage>(new { Frame = PageFrame.Of(visit.Context, "Commission", "commission") });
        }
        var incident = QueryText.Single(visit.Query, "incident") is { Length: <= 64 } id
            ? await visit.Workspace.Watch.IncidentAsync(visit.Reader, id, visit.Cancellation)
            : null;
        var asked = QueryText.Single(visit.Query, "term");
        var term = incident
            ?.Assessments.Where(a => asked is null ? a.Verdict.Outcome == Core.Clauses.Outcome.ApparentBreach : a.Term == asked)
            .OrderByDescending(a => a.Verdict.Severity)
            .FirstOrDefault()
            ?.Term;
        return Page(room, forgery, [.. Fields(room).Select(f => Filled(f, incident, term))], null, null);
    }

    public static async Task<IResult> FromFormAsync(Visit visit, IAntiforgery forgery)
    {
        if (CaseRoom.Of(visit) is not { } room || room.Seat == CommissionRules.Public)
        {
            await CaseRoom.NoSeatAsync(visit);
            return Refusal.NotFound("There is nothing that you may open from this seat.").ToResult(visit.Context);
        }
        var sent = await visit.Context.Request.FormAsync(visit.Cancellation);
        var fields = sent.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        var form = new FormReader(fields, visit.Mission.Zone);
        var allegation = AllegationForms.Read(room.Rules, visit.Mission, room.Seat, form, "A1");
        var answer = await room.Desk.OpenAsync(room.Seat, form.Text("title"), allegation, visit.Cancellation);
        if (answer.Refusal is { } refusal)
        {
            return Page(room, forgery, Fields(room), refusal, fields);
        }
        visit.Context.Response.Headers.Location = answer.Case is null ? room.Root + room.Query : room.PageOf(answer.Id);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Page(
        CaseRoom room,
        IAntiforgery forgery,
        ImmutableArray<FormField> fields,
        CaseRefusal? refusal,
        IReadOnlyDictionary<string, StringValues>? kept
    ) =>
        Html.Page<OpenPage>(
            new
            {
                Room = room,
                Fields = fields,
                Kept = kept,
                Refusal = refusal,
                Forgery = room.Visit.SignedIn ? forgery.GetAndStoreTokens(room.Visit.Context).RequestToken : null,
                Seats = Seat.Open(room.Visit, room.Rules),
                Frame = PageFrame.Of(room.Visit.Context, "Open a case", "commission"),
            },
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict
        );

    private static ImmutableArray<FormField> Fields(CaseRoom room) =>
        room.Seat == CommissionRules.Public
            ? []
            : [new FormField("title", "What the case is called"), .. AllegationForms.Fields(room.Rules, room.Visit.Mission, room.Seat)];

    private static FormField Filled(FormField field, App.Watch.IncidentDetail? from, string? term)
    {
        if (from is null)
        {
            return field;
        }
        var incident = from.Row.Incident;
        return field.Name switch
        {
            "title" => field with { Value = $"{Words.Kind(incident.BestKind)} at {Gazetteer.Short(incident.Where)}" },
            "text" => field with { Value = incident.Description },
            "incident" => field with { Value = incident.Id.Value },
            "observations" => field with { Value = string.Join('\n', incident.Observations.Select(o => o.ToString())) },
            "term" when term is not null => field with { Value = term },
            _ => field,
        };
    }
}
