using System.Collections.Immutable;
using Holdfast.Core.Access;

namespace Holdfast.Web.Frame;

/// <summary>
/// The policy that every route declares as metadata: which right it takes, one of several where several are named, and whether it changes something.
/// A route without one is refused (and fails a test). Labels, delay and blur are applied to what is read besides.
/// </summary>
/// <param name="AnyOf">Rights of which the caller needs one.</param>
/// <param name="Writes">Whether it changes something: then it must have been meant, and is not done twice for one form.</param>
/// <param name="OperatorToo">Whether the owner of the machine may as well, who holds no seat of its own and acts for others where the mission's mode permits.</param>
public sealed record RoutePolicy(ImmutableArray<Right> AnyOf, bool Writes, bool OperatorToo = false)
{
    /// <summary>Anybody; each reader sees what is released to that reader.</summary>
    public static readonly RoutePolicy PublicRead = Reads(Right.ReadReleased);

    /// <summary>Anybody may hand something in: a form that needs no account.</summary>
    public static readonly RoutePolicy PublicWrite = Changes(Right.ReadReleased);

    public static RoutePolicy Reads(params ReadOnlySpan<Right> anyOf) => new([.. anyOf], Writes: false);

    public static RoutePolicy Changes(params ReadOnlySpan<Right> anyOf) => new([.. anyOf], Writes: true);

    /// <summary>Why the caller may not, or that it may. Anything it does not know is denied.</summary>
    public RightDecision Decide(Principal principal)
    {
        if (OperatorToo && principal is { Local: true, Scopes: null })
        {
            return RightDecision.Granted;
        }
        var decisions = AnyOf.Select(principal.Decide).ToList();
        return decisions.Count == 0 ? RightDecision.UnknownRight
            : decisions.Contains(RightDecision.Granted) ? RightDecision.Granted
            : decisions[0];
    }

    public bool Equals(RoutePolicy? other) =>
        other is not null && Writes == other.Writes && OperatorToo == other.OperatorToo && AnyOf.SequenceEqual(other.AnyOf);

    public override int GetHashCode() => HashCode.Combine(Writes, OperatorToo, AnyOf.Length);
}
