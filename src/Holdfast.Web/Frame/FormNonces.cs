using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Frame;

/// <summary>
/// A form acts once. Its anti-forgery token carries the time it was drawn and a number used once; what was taken is remembered as long as a token lives.
/// Memory is bounded: when it is full the oldest numbers are forgotten, and with them every token as old as they are stops working.
/// </summary>
internal sealed class FormNonces(TimeProvider clock, int most = FormNonces.Most) : IAntiforgeryAdditionalDataProvider
{
    public const int Most = 100_000;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private static readonly object Key = new();

    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _byAge = new();
    private long _notBefore;

    public string GetAdditionalData(HttpContext context) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow().UtcTicks}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}"
        );

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
    {
        if (DrawnAt(additionalData) is not { } drawn)
        {
            return false;
        }
        lock (_gate)
        {
            if (drawn < Oldest)
            {
                return false;
            }
        }
        context.Items[Key] = additionalData;
        return true;
    }

    /// <summary>True exactly once for each token that was drawn and each address to which its form is sent. Call it after the token was found valid.</summary>
    public bool Take(HttpContext context)
    {
        if (context.Items[Key] is not string nonce || DrawnAt(nonce) is not { } drawn)
        {
            return false;
        }
        lock (_gate)
        {
            Forget();
            if (drawn < _notBefore || !_taken.Add(nonce + context.Request.Path))
            {
                return false;
            }
            _byAge.Enqueue(nonce + context.Request.Path, drawn);
            return true;
        }
    }

    private long Oldest => Math.Max(_notBefore, (clock.GetUtcNow() - Lifetime).UtcTicks);

    private void Forget()
    {
        while (_byAge.TryPeek(out var oldest, out var drawn) && (_byAge.Count >= most || drawn < Oldest))
        {
            _byAge.Dequeue();
            _taken.Remove(oldest);
            _notBefore = Math.Max(_notBefore, drawn + 1);
        }
    }

    private static long? DrawnAt(string data) =>
        data.Split('.') is [var ticks, { Length: 24 }]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var drawn)
            ? drawn
            : null;
}
