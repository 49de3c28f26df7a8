using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Web.Frame;

/// <summary>
/// How the owner of the machine comes in: a one-time path, printed where the program was started, and a session that ends with the program, after half an hour without
/// use, or after twelve hours.
/// </summary>
internal sealed class OperatorDoor(TimeProvider clock, Action<string> onSignInPath)
{
    private const int MostSessions = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Began, DateTimeOffset Seen)> _sessions = new(StringComparer.Ordinal);
    private string _once = "";

    /// <summary>What a session's secret begins with; no account's does.</summary>
    public const string Prefix = "operator-";

    /// <summary>Makes a new one-time path and tells it.</summary>
    public void Offer()
    {
        string path;
        lock (_gate)
        {
            _once = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
            path = $"/sign-in?once={_once}";
        }
        onSignInPath(path);
    }

    /// <summary>A session's secret, exactly once for each offered token; null for any other.</summary>
    public string? Redeem(string? token)
    {
        string secret;
        lock (_gate)
        {
            if (_once.Length == 0 || !Same(token ?? "", _once))
            {
                return null;
            }
            _once = "";
            if (_sessions.Count >= MostSessions)
            {
                _sessions.Remove(_sessions.MinBy(s => s.Value.Seen).Key);
            }
            secret = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            _sessions[Hash(secret)] = (clock.GetUtcNow(), clock.GetUtcNow());
        }
        Offer();
        return secret;
    }

    /// <summary>Whether the session lasts.</summary>
    /// <param name="touch">Whether this is a use of it; a live stream only looks.</param>
    public bool Admits(string secret, bool touch)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_sessions.TryGetValue(Hash(secret), out var session))
            {
                return false;
            }
            if (now - session.Seen > Idle || now - session.Began > Longest)
            {
                _sessions.Remove(Hash(secret));
                return false;
            }
            if (touch)
            {
                _sessions[Hash(secret)] = session with { Seen = now };
            }
            return true;
        }
    }

    /// <summary>Ends a session; false where there was none.</summary>
    public bool End(string secret)
    {
        lock (_gate)
        {
            return _sessions.Remove(Hash(secret));
        }
    }

    public static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    // A dump of memory shows no secret that opens anything.
    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
