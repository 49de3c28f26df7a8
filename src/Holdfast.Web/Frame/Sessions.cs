using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Access;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Web.Access.Bearer;

namespace Holdfast.Web.Frame;

/// <summary>
/// Finds out who sends a request: the owner of the machine (one-time link, or the installation's token), an account (a session's cookie, or a token it issued), or an
/// account for which a trusted issuer speaks. The cookie holds an opaque secret; everything else about a session is kept here, on the server.
/// </summary>
internal sealed class Sessions(HoldfastWebOptions options, OperatorDoor door, BearerTokens issuers)
{
    public const string Cookie = "hf-session";
    private const string BearerPrefix = "Bearer ";

    private readonly Accounts? _accounts = options.Accounts;

    /// <summary>The caller as it stands now. A use of a session begins its idle time anew unless it only looks.</summary>
    public async ValueTask<Caller> ResolveAsync(HttpContext context, bool touch = true)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return await OfBearerAsync(header[BearerPrefix.Length..].Trim(), context.RequestAborted);
        }
        return context.Request.Cookies[Cookie] is { Length: > 0 } secret
            ? await OfSessionAsync(secret, touch, context.RequestAborted)
            : Caller.Anyone;
    }

    /// <summary>Whether the caller may still read and do what it could: its session lasts, its token is not revoked, its account is as it was.</summary>
    public async ValueTask<bool> LastsAsync(Caller caller, CancellationToken cancellation)
    {
        var now = caller.Kind switch
        {
            CallerKind.Anyone => caller,
            CallerKind.Operator or CallerKind.Session => await OfSessionAsync(caller.Secret, touch: false, cancellation),
            _ => await OfBearerAsync(caller.Secret, cancellation),
        };
        return now.Fault is null && now.IsAs(caller);
    }

    /// <summary>Gives the browser a session, in place of whatever it had: the secret is new at each sign-in (OWASP, session fixation).</summary>
    public async ValueTask BeginAsync(HttpContext context, string secret)
    {
        await EndAsync(context);
        context.Response.Cookies.Append(Cookie, secret, CookieFor(context));
    }

    /// <summary>A session of the machine's owner; one that cannot be recorded is none. Throws <see cref="RecordException"/> then.</summary>
    public async ValueTask BeginOperatorAsync(HttpContext context, string secret)
    {
        if (_accounts is not null)
        {
            try
            {
                await _accounts.RecordOperatorAsync(OperatorSessions.BegunKind, secret, RefusalNotes.From(context), CancellationToken.None);
            }
            catch (RecordException)
            {
                door.End(secret);
                throw;
            }
        }
        await BeginAsync(context, secret);
    }

    public async ValueTask EndAsync(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { Length: > 0 } secret)
        {
            if (door.End(secret) && _accounts is not null)
            {
                await _accounts.RecordOperatorAsync(OperatorSessions.EndedKind, secret, RefusalNotes.From(context), CancellationToken.None);
            }
            if (_accounts is not null && !secret.StartsWith(OperatorDoor.Prefix, StringComparison.Ordinal))
            {
                await _accounts.SignOutAsync(secret, context.RequestAborted);
            }
        }
        Forget(context);
    }

    /// <summary>Takes a cookie that opens nothing out of the browser.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Cookie, CookieFor(context));

    /// <summary>
    /// What anti-forgery tokens are bound to: one session, not only one name. Programs and the public have none.
    /// </summary>
    public static ClaimsPrincipal IdentityOf(Caller caller) =>
        caller.Kind is CallerKind.Anyone
            ? new ClaimsPrincipal(new ClaimsIdentity())
            : new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.Name, caller.Principal.Account),
                        new Claim(
                            ClaimTypes.NameIdentifier,
                            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller.Secret)))
                        ),
                    ],
                    "holdfast"
                )
            );

    private async ValueTask<Caller> OfSessionAsync(string secret, bool touch, CancellationToken cancellation)
    {
        if (secret.StartsWith(OperatorDoor.Prefix, StringComparison.Ordinal))
        {
            return door.Admits(secret, touch)
                ? new Caller(Principal.LocalOperator, CallerKind.Operator, secret)
                : Caller.Anyone with
                {
                    Fault = "the session has ended or expired",
                };
        }
        if (_accounts is null)
        {
            return Caller.Anyone with { Fault = "nobody knows this session" };
        }
        var admission = await _accounts.PrincipalOfSessionAsync(secret, touch, cancellation);
        return admission.Principal is { } principal
            ? new Caller(principal, CallerKind.Session, secret)
            : Caller.Anyone with
            {
                Fault = Said("session", admission),
            };
    }

    private async ValueTask<Caller> OfBearerAsync(string text, CancellationToken cancellation)
    {
        if (options.ApiToken is { Length: > 0 } own && OperatorDoor.Same(text, own))
        {
            return new Caller(Principal.LocalOperator, CallerKind.Installation, text);
        }
        if (_accounts is null)
        {
            return Forged("nobody knows this token");
        }
        if (!BearerTokens.LooksLikeOne(text))
        {
            var admission = await _accounts.PrincipalOfTokenAsync(text, cancellation);
            return admission.Principal is { } principal ? new Caller(principal, CallerKind.Token, text) : Forged(Said("token", admission));
        }
        var answer = await issuers.CheckAsync(text, cancellation);
        if (answer.Claims is not { } claims)
        {
            return Forged(answer.Fault);
        }
        var found = await _accounts.PrincipalOfClaimsAsync(answer.Issuer, answer.Audiences, claims, cancellation);
        return found.Principal is { } known
            ? new Caller(known, CallerKind.Issuer, text)
            : Forged($"its claims let nobody in: {AccessWords.Plain(found.Fault)}");
    }

    private static Caller Forged(string fault) => Caller.Anyone with { Fault = fault, ForgedBearer = true };

    private static string Said(string what, Admission admission) =>
        admission.Fault switch
        {
            AdmissionFault.Expired => $"the {what} has expired",
            AdmissionFault.Disabled => $"the {what} belongs to a disabled account",
            AdmissionFault.NotForUs => $"the {what} is not for us",
            _ => $"nobody knows this {what}",
        };

    private static CookieOptions CookieFor(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
        };
}
