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
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        string Field(string name) => form[name].ToString().Trim();
        var door = new ReleaseDoor(record, visit.Context.RequestServices.GetRequiredService<TimeProvider>());
        ValueTask<ReleaseAnswer> No(string code, string why) => door.RefuseAsync(Actor(visit), Field("act"), code, why, visit.Cancellation);
        var answer = !long.TryParse(Field("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await No("bad-input", $"'{Field("number")}' is not an index: a whole number from 0.")
            : Field("act") switch
            {
                ReleaseDoor.Propose => Label.TryParse(Field("to"), out var to)
                    ? await door.ProposeAsync(Actor(visit), number, to, Field("reason"), visit.Cancellation)
                    : await No("bad-label", $"'{Field("to")}' is not a label, such as 'restricted rel:FR'."),
                ReleaseDoor.Confirm => await door.ConfirmAsync(Actor(visit), number, visit.Cancellation),
                ReleaseDoor.Withdraw => await door.WithdrawAsync(Actor(visit), number, Field("reason"), visit.Cancellation),
                var other => await No("bad-input", $"'{other}' is no act: propose, confirm or withdraw."),
            };
        var isProposal = Field("act") == ReleaseDoor.Propose;
        if (answer.Act is not { } act)
        {
            return await ProofRoutes.PageAsync(visit, forgery, answer, isProposal ? form : null);
        }
        // Read anew after it is done: to reload the page does nothing again.
        var done = isProposal ? act : number;
        visit.Context.Response.Headers.Location = FormattableString.Invariant($"/m/{visit.Mission.Name}/record?done={done}#releases-title");
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>What to say of a proposal that was just made, confirmed or withdrawn; null where the reader knows of none such.</summary>
    public static ReleaseAnswer? Done(Visit visit, IReadOnlyList<Release>? releases) =>
        long.TryParse(QueryText.Single(visit.Query, "done"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && releases?.FirstOrDefault(r => r.Index == index) is { } release
            ? new ReleaseAnswer(index, Said(release))
            : null;

    private static string Said(Release release) =>
        release.State switch
        {
            ReleaseState.Proposed => $"Proposed as {release.Index}: another person with the right has to confirm it before it counts.",
            ReleaseState.InForce when release.ConfirmedBy is null =>
                $"Entry {release.Entry} is read under '{release.To}' from now on: making a label stricter needs one person.",
            ReleaseState.InForce => $"Entry {release.Entry} is read under '{release.To}' from now on.",
            ReleaseState.Withdrawn => $"Proposal {release.Index} is withdrawn.",
            ReleaseState.Void => $"Proposal {release.Index} is void.",
        };

    private static IResult Check(Visit visit)
    {
        if (visit.Workspace.Record is SqliteRecord record && visit.Workspace.Proofs is { } proofs)
        {
            LogChecks.Start(record.Path, proofs.Key.ToVerifierKey());
        }
        return Results.Redirect($"/m/{visit.Mission.Name}/record#log-title");
    }
}
