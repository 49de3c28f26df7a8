using Holdfast.App.Access;
using Holdfast.App.Record;
using Holdfast.Core.Access;

namespace Holdfast.Web.Frame;

/// <summary>What kind of thing was refused; the audit page filters by it.</summary>
internal enum RefusalKind
{
    Denied,
    Forgery,
    CrossSite,
    Replay,
    ForgedToken,
    EndedSession,
    UnknownMission,
    TooMany,

    /// <summary>Too large, cut off, or not what the route takes.</summary>
    Unreadable,

    /// <summary>An act of the commission by somebody who holds no seat there that may do it.</summary>
    NoSeat,
}

/// <summary>
/// Writes refusals into the installation's own record, for the auditor: which route, from where, why, and by whom where that is known. Nothing that the caller typed is
/// part of it; the accounts count what repeats instead of writing it again. A note that cannot be written is logged, and what was refused stays refused.
/// </summary>
internal sealed class RefusalNotes(HoldfastWebOptions options, ILogger<RefusalNotes> log)
{
    /// <param name="reason">One of a fixed number of sentences.</param>
    public async ValueTask NoteAsync(HttpContext context, RefusalKind kind, string reason)
    {
        if (options.Accounts is not { } accounts)
        {
            return;
        }
        var caller = Caller.Of(context);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no such route";
        var what = $"{context.Request.Method} {(route.StartsWith('/') ? "" : "/")}{route}";
        var note = new AuditNote(
            what,
            From(context),
            $"{AccessWords.Of(kind)}: {reason}",
            caller.SignedIn ? caller.Principal.Account : null
        );
        try
        {
            await accounts.NoteAsync(note, CancellationToken.None);
        }
        catch (RecordException e)
        {
            log.LogError("A refusal could not be noted: {Reason}", e.Message);
        }
    }

    /// <summary>The caller's network address; empty where the host does not tell.</summary>
    public static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
