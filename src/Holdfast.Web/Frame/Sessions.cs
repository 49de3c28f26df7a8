using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.Web.Frame;

/// <summary>
/// Who is signed in. A one-time path, printed where the program was started, makes its bearer the local operator; a cookie keeps it until the
/// program ends. Accounts come later behind the same <see cref="ReaderOf"/>.
/// </summary>
internal sealed class Sessions(string? apiToken, Action<string> onSignInPath)
{
    public const string Scheme = "holdfast";

    private readonly Lock _gate = new();
    private string _once = "";

    /// <summary>Makes a new one-time path and tells it.</summary>
    public void Offer()
    {
        lock (_gate)
        {
            _once = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        }
        onSignInPath($"/sign-in?once={_once}");
    }

    /// <summary>True exactly once for each offered token.</summary>
    public bool Redeem(string? token)
    {
        lock (_gate)
        {
            if (_once.Length == 0 || !Same(token ?? "", _once))
            {
                return false;
            }
            _once = "";
        }
        Offer();
        return true;
    }

    public static ClaimsPrincipal Operator() =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, Reader.LocalOperator.Name)], Scheme, ClaimTypes.Name, ClaimTypes.Role));

    /// <summary>Whether the request carries the bearer token of this installation.</summary>
    public bool IsBearer(HttpContext context)
    {
        const string prefix = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        return apiToken is { Length: > 0 }
            && header.StartsWith(prefix, StringComparison.Ordinal)
            && Same(header[prefix.Length..], apiToken);
    }

    public Reader ReaderOf(HttpContext context) => IsSignedIn(context) ? Reader.LocalOperator : Reader.Anyone;

    public bool IsSignedIn(HttpContext context) => context.User.Identity?.IsAuthenticated == true || IsBearer(context);

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
