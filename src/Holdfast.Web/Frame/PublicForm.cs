using System.Threading.RateLimiting;

namespace Holdfast.Web.Frame;

/// <summary>A form that anybody may hand in, and that fills the record: few from one address, and a bucket of its own.</summary>
internal sealed record PublicForm
{
    public static readonly PublicForm Instance = new();

    /// <summary>Forms from one address at once, and how long one more takes.</summary>
    public const int Burst = 10;
    public static readonly TimeSpan OneMoreEach = TimeSpan.FromSeconds(30);

    public static RateLimitPartition<string> Limit(string caller) =>
        RateLimitPartition.GetTokenBucketLimiter(
            "hand in " + caller,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = OneMoreEach,
                QueueLimit = 0,
                AutoReplenishment = true,
            }
        );
}
