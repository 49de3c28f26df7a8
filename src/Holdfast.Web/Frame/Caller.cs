using Holdfast.Core.Access;

namespace Holdfast.Web.Frame;

/// <summary>By what a caller is known.</summary>
internal enum CallerKind
{
    /// <summary>By nothing.</summary>
    Anyone,

    /// <summary>The one-time link that was printed where the program was started.</summary>
    Operator,

    /// <summary>The token in <c>var/api-token</c>.</summary>
    Installation,

    /// <summary>Name, password and second factor.</summary>
    Session,

    /// <summary>A token that an account issued.</summary>
    Token,

    /// <summary>A token of an issuer that <c>issuers.yaml</c> names.</summary>
    Issuer,
}

/// <summary>Who sends a request, found once, before any route runs.</summary>
/// <param name="Secret">The cookie's or header's text by which the caller was known; for asking again, never shown.</param>
/// <param name="Fault">Why what was presented is worth nothing; null when nothing was, or it is good. A caller with a fault is anyone.</param>
internal sealed record Caller(Principal Principal, CallerKind Kind, string Secret = "", string? Fault = null)
{
    public static readonly Caller Anyone = new(Principal.Anyone, CallerKind.Anyone);

    private static readonly object Key = new();

    /// <summary>The fault is a bearer token's: the request is refused, since a program that presents one means to be known by it.</summary>
    public bool ForgedBearer { get; init; }

    /// <summary>Known by a header that no browser adds by itself: no other site can send it.</summary>
    public bool IsProgram => Kind is CallerKind.Installation or CallerKind.Token or CallerKind.Issuer;

    public bool SignedIn => Kind is not CallerKind.Anyone;

    public void Attach(HttpContext context) => context.Items[Key] = this;

    public static Caller Of(HttpContext context) => context.Items[Key] as Caller ?? Anyone;

    /// <summary>Whether two callers may read and do the same; a live stream ends where this changes.</summary>
    public bool IsAs(Caller other) => Describe(Principal) == Describe(other.Principal) && SignedIn == other.SignedIn;

    private static string Describe(Principal p) =>
        string.Join(
            '|',
            [
                p.Account,
                p.Reader.Clearance.ToString(),
                p.Reader.Nationality ?? "",
                Joined(p.Reader.Roles.Select(r => r.ToString())),
                Joined(p.Reader.Categories),
                Joined(p.Reader.Policies),
                Joined(p.Seats.Select(s => $"{s.Key}={s.Value}")),
                p.Scopes is null ? "all" : Joined(p.Scopes),
            ]
        );

    private static string Joined(IEnumerable<string> words) => string.Join(',', words.Order(StringComparer.Ordinal));
}
