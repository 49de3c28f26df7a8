using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Guarantees;

/// <summary>What a state is called in a sentence.</summary>
public static class StateTexts
{
    public static string Of(UndertakingState state) =>
        state switch
        {
            UndertakingState.Created => "given, not in force",
            UndertakingState.Undetermined => "not known to be in force",
            UndertakingState.InEffect => "in force",
            UndertakingState.Suspended => "suspended",
            UndertakingState.Triggered => "triggered",
            UndertakingState.Violated => "violated",
            UndertakingState.Fulfilled => "fulfilled",
            UndertakingState.Discharged => "discharged",
            UndertakingState.Withdrawn => "withdrawn",
            UndertakingState.Terminated => "terminated",
            UndertakingState.Expired => "expired",
        };

    internal static string Sentence(UndertakingLife life, LifeSpan span)
    {
        var name = life.Undertaking.Title.Length > 0 ? $"{life.Undertaking.Name} ({life.Undertaking.Title})" : life.Undertaking.Name;
        var reasons = span.InForce.IsUnknown ? ": " + string.Join(", ", Reasons(span.InForce.Reasons)) : "";
        return $"{name} is {Of(span.State)}{Since(span.From)}{reasons}";
    }

    /// <summary>Each reason for which something is unknown, in one or two words.</summary>
    public static IEnumerable<string> Reasons(UnknownReason reasons)
    {
        foreach (var reason in Enum.GetValues<UnknownReason>())
        {
            if (reason != UnknownReason.None && reasons.HasFlag(reason))
            {
                yield return reason switch
                {
                    UnknownReason.Unreported => "nobody has stated it",
                    UnknownReason.Withheld => "withheld",
                    UnknownReason.Disputed => "disputed",
                    UnknownReason.Stale => "stated too long ago",
                    UnknownReason.Undetermined => "not determined by those who may",
                    UnknownReason.MissingAttribute => "an attribute is missing",
                    UnknownReason.Footprint => "the place is uncertain",
                    _ => "the time is uncertain",
                };
            }
        }
    }

    private static string Since(Instant from) => from == Instant.MinValue ? "" : " since " + InstantPattern.ExtendedIso.Format(from);
}
