using System.Collections.Immutable;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch.Operators;

/// <summary>Reads the forms of the panel <em>Decide</em>, of the queue and of the journal.</summary>
internal static class DecideForm
{
    // Of a form that is longer the door hears no more; it refuses what cites too much.
    private const int MostObservations = 1_001;

    /// <param name="incident">The incident of the page; null for the queue, whose buttons name theirs, and for the journal.</param>
    public static OperatorWish Read(Visit visit, IFormCollection form, string? incident)
    {
        string Field(string name) => form[name].ToString().Trim();
        string At(string name, bool end) =>
            Field(name) is { Length: > 0 } text && QueryText.TryInstant(text, visit.Mission.Zone, end, out var at)
                ? Iso.Format(at)
                : Field(name);
        var (act, named) =
            Field("confirm") is { Length: > 0 } yes ? ("confirm", yes)
            : Field("reject") is { Length: > 0 } no ? ("reject", no)
            : (Field("act"), incident ?? "");
        return new OperatorWish
        {
            Act = act,
            Reason = Field("reason"),
            Incidents = act == "withdraw" ? [] : Texts(named, Field("with")),
            Observations = [.. Texts([.. form["observation"]]).Take(MostObservations)],
            Latitude = Field("latitude"),
            Longitude = Field("longitude"),
            SigmaMetres = Field("sigma"),
            Earliest = At("earliest", end: false),
            Latest = At("latest", end: true),
            Entry = Field("entry"),
        };
    }

    private static ImmutableArray<string> Texts(params ReadOnlySpan<string?> texts)
    {
        var some = ImmutableArray.CreateBuilder<string>();
        foreach (var text in texts)
        {
            if (text?.Trim() is { Length: > 0 } value && !some.Contains(value))
            {
                some.Add(value);
            }
        }
        return some.ToImmutable();
    }
}
