using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;

namespace Holdfast.Web.Record;

/// <summary>What somebody wants to state or take back, as a form or JSON hands it in.</summary>
/// <param name="Value">true, false, an instant or a quantity; absent retracts.</param>
/// <param name="Mode">actual, exercise or test; absent for the mission's own.</param>
/// <param name="ValidFrom">A date in the mission's zone or an instant; absent for "always".</param>
public sealed record FactInput(
    string Name,
    ImmutableArray<string> Arguments,
    string? Value,
    string? ValidFrom,
    string? ValidTo,
    string Authority,
    string Source,
    string? Standing,
    string? Mode = null,
    bool Provisional = false
);

/// <summary>A recorded statement, as the API gives it.</summary>
public sealed record FactItem(
    string Name,
    ImmutableArray<string> Arguments,
    string? Value,
    bool Retracts,
    string? ValidFrom,
    string? ValidTo,
    string Authority,
    string Source,
    string Standing,
    string KnownAt,
    string? StatedAt
)
{
    internal static FactItem Of(FactStatement fact) =>
        new(
            fact.Name,
            fact.Arguments,
            fact.Value,
            fact.Value is null,
            fact.ValidFrom is { } from ? Iso.Format(from) : null,
            fact.ValidTo is { } to ? Iso.Format(to) : null,
            fact.Authority,
            fact.Source,
            Words.Of(fact.Standing),
            Iso.Format(fact.KnownAt),
            fact.StatedAt is { } stated ? Iso.Format(stated) : null
        );
}

/// <summary>Facts have one door: this page and this API lead to it.</summary>
internal static class FactRoutes
{
    public static void MapFacts(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/m/{mission}/facts", (Visit visit, IAntiforgery forgery) => PageAsync(visit, forgery, null))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        routes.MapPost("/m/{mission}/facts", FromFormAsync).WithMetadata(RoutePolicy.Changes(Right.StateFacts)).ExcludeFromDescription();
        var api = routes.MapGroup("/api/v1/missions/{mission}/facts").WithTags("facts");
        api.MapGet("", ListAsync)
            .WithMetadata(RoutePolicy.PublicRead)
            .WithName("listFacts")
            .WithSummary(
                "All statements of facts that the reader may read, in order of recording; known= asks as known then, mode= for another activity than the mission's."
            )
            .Produces<ImmutableArray<FactItem>>();
        api.MapPost("", (Visit visit, FactInput input) => FromJsonAsync(visit, input, retract: false))
            .WithMetadata(RoutePolicy.Changes(Right.StateFacts))
            .WithName("assertFact")
            .WithSummary("States a fact. Stating the same again is a no-op.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/retract", (Visit visit, FactInput input) => FromJsonAsync(visit, input, retract: true))
            .WithMetadata(RoutePolicy.Changes(Right.StateFacts))
            .WithName("retractFact")
            .WithSummary("Takes a statement back; what was stated stays in the record.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static FactDoor Door(Visit visit) => new(visit.Workspace.Record, visit.Mission.Clauses);

    private static async Task<IResult> PageAsync(Visit visit, IAntiforgery forgery, FactAnswer? answer)
    {
        var (known, mode, refusal) = Asked(visit);
        if (refusal is not null)
        {
            return refusal.ToResult(visit.Context);
        }
        var facts = await Door(visit).ReadFactsAsync(visit.Reader, known, mode, visit.Cancellation);
        return Html.Page<FactsPage>(
            new
            {
                Facts = facts,
                Answer = answer,
                Forgery = visit.May(Right.StateFacts) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Facts", "facts") with
                {
                    Mode = mode,
                },
            },
            answer is { Diagnostics.IsEmpty: false } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }

    private static async Task<IResult> FromFormAsync(Visit visit, IAntiforgery forgery)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        string? Field(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        var input = new FactInput(
            Field("name") ?? "",
            Split(Field("arguments")),
            Field("value"),
            Field("from"),
            Field("to"),
            Field("authority") ?? "",
            Field("source") ?? "",
            Field("standing"),
            Field("mode"),
            Field("provisional") is not null
        );
        return await PageAsync(visit, forgery, await TakeAsync(visit, input, Field("retract") is not null));
    }

    private static async Task<IResult> FromJsonAsync(Visit visit, FactInput input, bool retract)
    {
        var answer = await TakeAsync(visit, Whole(input), retract);
        return answer.Receipt is { } receipt
            ? Results.Json(new { index = receipt.Index, kind = receipt.Kind.ToString().ToLowerInvariant() }, JsonText.Options)
            : Results.Problem(
                string.Join(' ', answer.Diagnostics.Select(d => Sentence(d))),
                statusCode: StatusCodes.Status400BadRequest,
                title: "The fact was not recorded"
            );
    }

    // JSON leaves out what it likes, whatever the type says: the door says what is missing.
    private static FactInput Whole(FactInput input) =>
        input with
        {
            Name = input.Name ?? "",
            Arguments = input.Arguments.IsDefault ? [] : [.. input.Arguments.Select(a => a ?? "")],
            Authority = input.Authority ?? "",
            Source = input.Source ?? "",
        };

    private static async Task<IResult> ListAsync(Visit visit)
    {
        var (known, mode, refusal) = Asked(visit);
        if (refusal is not null)
        {
            return refusal.ToResult(visit.Context);
        }
        var facts = await Door(visit).ReadFactsAsync(visit.Reader, known, mode, visit.Cancellation);
        return Results.Json(facts.Select(FactItem.Of), JsonText.Options);
    }

    private static async Task<FactAnswer> TakeAsync(Visit visit, FactInput input, bool retract)
    {
        var (statement, fault) = Read(visit, input);
        if (statement is null)
        {
            return new FactAnswer(null, [Diagnostic.Error("fact", 1, 1, "bad-input", fault)]);
        }
        var door = Door(visit);
        var mode = input.Mode is null ? visit.Mission.Mode : Words.Find<Mode>(input.Mode, Words.Of);
        if (mode is not { } activity)
        {
            return new FactAnswer(null, [Diagnostic.Error("fact", 1, 1, "bad-input", ModeExpected(input.Mode))]);
        }
        return retract
            ? await door.RetractAsync(visit.Reader, statement, Label.Public, activity, visit.Cancellation)
            : await door.AssertAsync(visit.Reader, statement, Label.Public, activity, visit.Cancellation);
    }

    private static (FactStatement? Statement, string Fault) Read(Visit visit, FactInput input)
    {
        var standing = input.Standing is { } word ? Words.Find<Standing>(word, Words.Of) : Standing.Attributed;
        if (standing is null)
        {
            return (null, $"'standing' is '{input.Standing}'; expected recorded, attributed or illustrative.");
        }
        if (input is { Value: null } && input.Name.Length == 0)
        {
            return (null, "Name the fact.");
        }
        foreach (var (name, text) in new[] { ("valid_from", input.ValidFrom), ("valid_to", input.ValidTo) })
        {
            if (text is not null && !QueryText.TryInstant(text, visit.Mission.Zone, endOfDay: false, out _))
            {
                return (null, QueryText.InstantExpected(name, text));
            }
        }
        Instant? At(string? text) => text is not null && QueryText.TryInstant(text, visit.Mission.Zone, false, out var at) ? at : null;
        var statement = new FactStatement(
            input.Name,
            input.Arguments.IsDefault ? [] : input.Arguments,
            input.Value,
            At(input.ValidFrom),
            At(input.ValidTo),
            input.Authority,
            input.Source,
            standing.Value,
            default
        )
        {
            Provisional = input.Provisional,
        };
        return (statement, "");
    }

    private static (Instant? Known, Mode Mode, Refusal? Refusal) Asked(Visit visit)
    {
        // A form that was handed in says its mode in a field; the page then shows the same one.
        var word =
            QueryText.Single(visit.Query, "mode")
            ?? (visit.Context.Request.HasFormContentType ? visit.Context.Request.Form["mode"].ToString() : "");
        var mode = string.IsNullOrEmpty(word) ? visit.Mission.Mode : Words.Find<Mode>(word, Words.Of);
        if (mode is not { } activity)
        {
            return (null, default, Refusal.BadRequest(ModeExpected(word)));
        }
        var text = QueryText.Single(visit.Query, "known");
        if (text is null)
        {
            return (null, activity, null);
        }
        return QueryText.TryInstant(text, visit.Mission.Zone, endOfDay: true, out var known)
            ? (known, activity, null)
            : (null, activity, Refusal.BadRequest(QueryText.InstantExpected("known", text)));
    }

    private static string ModeExpected(string? found) =>
        $"'mode' is '{found}'; expected one of {string.Join(", ", Words.Slugs<Mode>(Words.Of))}.";

    internal static string Sentence(Diagnostic d) => d.Message + (d.Suggestion is { } nearest ? $" Did you mean '{nearest}'?" : "");

    private static ImmutableArray<string> Split(string? text) =>
        [.. (text ?? "").Split(',').Select(part => part.Trim()).Where(part => part.Length > 0)];
}
