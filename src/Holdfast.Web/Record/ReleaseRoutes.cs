using System.Globalization;
using Holdfast.App.Record;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Access;
using Holdfast.Core.Record.Releases;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Record;

/// <summary>Releases of entries, for those who propose and confirm them; and the check of the whole log, for those who keep it.</summary>
internal static class ReleaseRoutes
{
    /// <summary>The rights of which one shows the releases.</summary>
    public static readonly Right[] Rights = [Right.ProposeRelease, Right.ConfirmRelease];

    public static void MapReleases(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/m/{mission}/record/releases", ActAsync).WithMetadata(RoutePolicy.Changes(Rights)).ExcludeFromDescription();
        routes.MapPost("/m/{mission}/record/check", Check).WithMetadata(RoutePolicy.Changes(Right.KeepRecord)).ExcludeFromDescription();
    }

    /// <summary>What the reader may know of, or null where the reader has neither right or the record is no file.</summary>
    public static async ValueTask<IReadOnlyList<Release>?> ListAsync(Visit visit) =>
        Array.Exists(Rights, visit.May) && visit.Workspace.Record is SqliteRecord record
            ? await new ReleaseDoor(record).ListAsync(Actor(visit), visit.Cancellation)
            : null;

    private static Reader Actor(Visit visit) => visit.Reader with { Name = visit.Principal.Account };

    private static async Task<IResult> ActAsync(Visit visit, Microsoft.AspNetCore.Antiforgery.IAntiforgery forgery)
    {
        if (visit.Workspace.Record is not SqliteRecord record)
        {
            return Refusal.NotFound("This record is no file, and has no releases.").ToResult(visit.Context);
        }
        var form = await visit.Context.Request.ReadFormAsync(visit.Cancellation);
        string Field(string name) => form[name].ToString().Trim();
        var door = new ReleaseDoor(record);
        ReleaseAnswer answer;
        if (!long.TryParse(Field("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            answer = new ReleaseAnswer(null, $"'{Field("number")}' is not an index: a whole number from 0.");
        }
        else
        {
            answer = Field("act") switch
            {
                "propose" => Label.TryParse(Field("to"), out var to)
                    ? await door.ProposeAsync(Actor(visit), number, to, Field("reason"), visit.Cancellation)
                    : new ReleaseAnswer(null, $"'{Field("to")}' is not a label, such as 'restricted rel:FR'."),
                "confirm" => await door.ConfirmAsync(Actor(visit), number, visit.Cancellation),
                "withdraw" => await door.WithdrawAsync(Actor(visit), number, Field("reason"), visit.Cancellation),
                var other => new ReleaseAnswer(null, $"'{other}' is no act: propose, confirm or withdraw."),
            };
        }
        var isToMend = !answer.Done && Field("act") == "propose";
        return await ProofRoutes.PageAsync(visit, forgery, answer, isToMend ? form : null);
    }

    private static IResult Check(Visit visit)
    {
        if (visit.Workspace.Record is SqliteRecord record && visit.Workspace.Proofs is { } proofs)
        {
            LogChecks.Start(record.Path, proofs.Key.ToVerifierKey());
        }
        return Results.Redirect($"/m/{visit.Mission.Name}/record#log-title");
    }
}
