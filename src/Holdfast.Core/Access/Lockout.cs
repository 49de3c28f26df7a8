using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>
/// How long an account rests after failed sign-ins: not at all for the first few, then a minute, doubled with each further failure, an hour at most. Whoever waits a day
/// begins anew.
/// </summary>
public static class Lockout
{
    /// <summary>Failures in a row that lock.</summary>
    public const int Patience = 5;

    public static readonly Duration First = Duration.FromMinutes(1);
    public static readonly Duration Longest = Duration.FromHours(1);
    public static readonly Duration Forgotten = Duration.FromDays(1);

    /// <summary>The rest after so many failures in a row; zero for none.</summary>
    public static Duration After(int failures)
    {
        if (failures < Patience)
        {
            return Duration.Zero;
        }
        var doubled = First * Math.Pow(2, Math.Min(failures - Patience, 16));
        return doubled < Longest ? doubled : Longest;
    }
}
