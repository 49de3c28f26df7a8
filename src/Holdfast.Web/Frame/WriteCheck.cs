using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Frame;

/// <summary>
/// A route whose form is read while it comes in, too large to be looked at beforehand: its anti-forgery token stands in the address (<c>?forgery=</c>) or in a header.
/// </summary>
internal sealed record StreamedForm
{
    public static readonly StreamedForm Instance = new();
}

/// <summary>
/// A route whose form may be sent again from the same page: a download, which changes nothing but that it is recorded each time.
/// </summary>
internal sealed record RepeatableForm
{
    public static readonly RepeatableForm Instance = new();
}

/// <summary>
/// Whether a write was meant by who sends it, and not done before. Three ways are meant: a program with its token, which no other site can send; a form with its
/// anti-forgery token, once; a script of our own pages, which the browser itself vouches for (a report written offline has no fresh token).
/// </summary>
internal sealed class WriteCheck(IAntiforgery antiforgery, FormNonces nonces, RefusalNotes notes)
{
    public const string Field = "forgery";
    public const string Header = "X-Holdfast-Forgery";

    /// <summary>Null when it may go on.</summary>
    public async Task<Refusal?> RefuseAsync(HttpContext context, Caller caller)
    {
        if (caller.IsProgram)
        {
            return null;
        }
        var request = context.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        // The browser's own word counts first: behind a proxy the origin that it names is not the one that this server sees.
        if (site is "cross-site" or "same-site" || (site.Length == 0 && !IsOwnOrigin(request)))
        {
            await notes.NoteAsync(context, RefusalKind.CrossSite, "sent from another site");
            return new Refusal(
                StatusCodes.Status400BadRequest,
                "Sent by another site",
                "Only the pages of this server may change something here."
            );
        }
        // What scripts of our pages send to the API: no form of any page leads there.
        if (site == "same-origin" && (!request.HasFormContentType || request.Path.StartsWithSegments("/api", StringComparison.Ordinal)))
        {
            return null;
        }
        if (!Carry(context) || !await antiforgery.IsRequestValidAsync(context))
        {
            await notes.NoteAsync(context, RefusalKind.Forgery, "token missing, old, or another session's");
            return new Refusal(
                StatusCodes.Status400BadRequest,
                "The form has expired",
                "Its anti-forgery token is missing or belongs to another session. Reload the page and send the form again."
            );
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<RepeatableForm>() is not null || nonces.Take(context))
        {
            return null;
        }
        await notes.NoteAsync(context, RefusalKind.Replay, "the same form was sent before");
        return new Refusal(
            StatusCodes.Status409Conflict,
            "This form was sent before",
            "A form acts once; what it did the first time stands. Reload the page to send another."
        );
    }

    /// <summary>A streamed form is not read here: its token is taken from the address. False when there is none.</summary>
    private static bool Carry(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<StreamedForm>() is null || context.Request.Headers.ContainsKey(Header))
        {
            return true;
        }
        var token = context.Request.Query[Field].ToString();
        context.Request.Headers[Header] = token;
        return token.Length > 0;
    }

    // A browser names the page's origin with each post (Fetch, section 3.2); programs that are no browsers need not.
    private static bool IsOwnOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == $"{request.Scheme}://{request.Host}";
}
