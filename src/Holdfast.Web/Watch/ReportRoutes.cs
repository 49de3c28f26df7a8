using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.ReportForm;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>What one report did: where it stands in the record, and what was wrong when it was refused.</summary>
public sealed record ReportAnswer(Receipt? Receipt, IReadOnlyList<FieldError> Errors);

/// <summary>
/// The report form and its receiving end. A report carries an id made on the device: sent twice, it is one report. The island keeps reports offline
/// and sends them as JSON; without scripts a plain form sends an observation.
/// </summary>
internal static class ReportRoutes
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/m/{mission}/report", (Visit visit, IAntiforgery forgery) => Page(visit, forgery, null))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        routes
            .MapPost("/m/{mission}/report", FromFormAsync)
            .WithMetadata(RoutePolicy.Changes(Right.WriteObservations))
            .ExcludeFromDescription();
        routes
            .MapPost("/api/v1/missions/{mission}/reports", FromJsonAsync)
            .WithMetadata(RoutePolicy.Changes(Right.WriteObservations))
            .WithName("postReport")
            .WithTags("reports")
            .WithSummary("Hands in a report; the same id again is the same report.")
            .Accepts<JsonObject>("application/json")
            .Produces<ReportReceipt>(StatusCodes.Status201Created)
            .Produces<ReportReceipt>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Page(Visit visit, IAntiforgery forgery, ReportAnswer? answer) =>
        Html.Page<ReportPage>(
            new
            {
                Answer = answer,
                Forgery = visit.May(Right.WriteObservations) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Report", "report"),
            },
            answer is { Errors.Count: > 0 } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );

    private static async Task<IResult> FromJsonAsync(Visit visit, TimeProvider clock)
    {
        var body = new MemoryStream();
        await Bounded.CopyAsync(visit.Context.Request.Body, body, ReportParser.MostBytes, visit.Cancellation);
        var answer = await TakeAsync(visit, clock, body.ToArray());
        if (answer.Receipt is not { } receipt)
        {
            return Results.Problem(
                string.Join(' ', answer.Errors.Select(e => e.Message)),
                statusCode: StatusCodes.Status400BadRequest,
                title: "The report could not be taken",
                extensions: new Dictionary<string, object?> { ["errors"] = answer.Errors }
            );
        }
        var said = new ReportReceipt(receipt.Index, receipt.Kind.ToString().ToLowerInvariant(), Iso.Format(receipt.RecordedAt));
        return Results.Json(
            said,
            JsonText.Options,
            statusCode: receipt.Kind == ReceiptKind.Appended ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    private static async Task<IResult> FromFormAsync(Visit visit, TimeProvider clock, IAntiforgery forgery)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var report = PlainReport.ToJson(form, visit.Mission.Zone, Instant.FromDateTimeOffset(clock.GetUtcNow()));
        return Page(visit, forgery, await TakeAsync(visit, clock, System.Text.Encoding.UTF8.GetBytes(report.ToJsonString())));
    }

    private static async Task<ReportAnswer> TakeAsync(Visit visit, TimeProvider clock, byte[] json)
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var parsed = ReportParser.Parse(json, now);
        if (parsed.Report is not { } report)
        {
            return new ReportAnswer(null, parsed.Errors);
        }
        var source = SourceOf(visit.Mission);
        var context = new ReportContext(source, visit.Reader.Name, now, visit.Mission.Mode, Standing.Recorded, Label.Public);
        var receipts = await visit.Workspace.Record.AppendAsync(ReportDrafts.Of(report, context), visit.Cancellation);
        return receipts[0].Kind == ReceiptKind.Conflict
            ? new ReportAnswer(
                null,
                [new FieldError("id", "conflict", "Another report was handed in under this id; both are kept, and the first one stands.")]
            )
            : new ReportAnswer(receipts[0], []);
    }

    /// <summary>The mission's own source, in whose name its people report; "report-form" where it declares none.</summary>
    private static string SourceOf(Mission mission) =>
        mission.Sources.FirstOrDefault(s => s.Affiliation == Affiliation.Mission)?.Id ?? "report-form";
}

/// <param name="Index">The entry's index in the record.</param>
/// <param name="Kind">appended, or duplicate when the same report had been handed in before.</param>
public sealed record ReportReceipt(long Index, string Kind, string RecordedAt);

/// <summary>Turns the plain form into the JSON that the report parser reads; what is wrong with it the parser says.</summary>
internal static class PlainReport
{
    private static readonly string[] Texts = ["id", "kind", "means", "notes", "weapon", "direction"];

    public static JsonObject ToJson(IFormCollection form, DateTimeZone zone, Instant now)
    {
        var report = new JsonObject { ["type"] = "observation", ["capturedAt"] = Iso.Format(now) };
        foreach (var name in Texts.Where(n => form[n].ToString().Trim().Length > 0))
        {
            report[name] = form[name].ToString().Trim();
        }
        foreach (var name in new[] { "from", "to" })
        {
            if (form[name].ToString() is { Length: > 0 } text)
            {
                report[name] = Instant(text, zone);
            }
        }
        report["place"] = new JsonObject
        {
            ["latitude"] = Number(form["latitude"]),
            ["longitude"] = Number(form["longitude"]),
            ["accuracyMetres"] = Number(form["accuracy"]),
        };
        if (Number(form["count"]) is { } count)
        {
            report["count"] = count;
        }
        return report;
    }

    // What the browser's date and time field sends has no zone: it is the mission's.
    private static string Instant(string text, DateTimeZone zone)
    {
        var local = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text);
        return local.Success ? Iso.Format(zone.AtLeniently(local.Value).ToInstant()) : text;
    }

    private static JsonNode? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : string.IsNullOrWhiteSpace(text) ? null
        : text;
}
