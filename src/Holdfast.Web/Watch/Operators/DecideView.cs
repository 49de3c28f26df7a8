using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Watch.Operators;

/// <summary>What a page needs on which somebody decides: the acts so far, what was just done, or what was refused with the fields as they were sent.</summary>
/// <param name="Lines">Acts that the page is about, in the order of the record.</param>
/// <param name="Done">The entry of an act that was just done; null for none.</param>
public sealed record DecideView(string Forgery, ImmutableArray<JournalLine> Lines, OperatorWish? Kept, string? Refused, long? Done)
{
    /// <summary>Null for who may not decide.</summary>
    internal static async ValueTask<DecideView?> OfAsync(
        Visit visit,
        Incident? about,
        OperatorWish? kept = null,
        OperatorAnswer? answer = null
    )
    {
        if (!visit.May(Right.DecideIncidents) || !OperatorDesk.MayDecide(visit.Reader))
        {
            return null;
        }
        var journal = await Desk(visit).JournalAsync(visit.Reader, visit.Cancellation);
        var lines = about is null ? journal.Lines : About(journal.Lines, [.. about.Observations]);
        var forgery = visit.Context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(visit.Context).RequestToken ?? "";
        var said = QueryText.Single(visit.Query, "done");
        long? done =
            long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            && journal.Lines.Any(l => l.Deed.Entry == entry)
                ? entry
                : null;
        return new DecideView(forgery, lines, kept, answer is { Entry: null } ? answer.Refusal : null, done);
    }

    internal static OperatorDesk Desk(Visit visit) => new(visit.Mission, visit.Workspace.Record, visit.Workspace.Watch);

    /// <summary>The reader under the name that stands as the author of an act.</summary>
    internal static Reader Author(Visit visit) => visit.Reader with { Name = visit.Principal.Account };

    private static ImmutableArray<JournalLine> About(ImmutableArray<JournalLine> lines, HashSet<ObservationId> observations)
    {
        var acts = lines.Where(l => l.Deed.Act.Cited.Any(observations.Contains)).Select(l => l.Deed.Entry).ToHashSet();
        return [.. lines.Where(l => acts.Contains(l.Deed.Entry) || (l.Deed.Act is ActWithdrawn w && acts.Contains(w.Entry)))];
    }
}
