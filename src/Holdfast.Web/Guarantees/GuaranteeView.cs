using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.Core.Access;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Guarantees;

/// <summary>An answered question with what its pages need: who may see what, and on which days the answer can change.</summary>
/// <param name="MayWeigh">Whether the reader may have locks and essential grantors (<see cref="GuaranteeDesk.MayWeighAsync"/>).</param>
/// <param name="Days">Days on which something became known, ascending.</param>
public sealed record GuaranteeView(
    Mission Mission,
    GuaranteeAsked Asked,
    GuaranteeAnswer Answer,
    GuaranteeStudies Studies,
    bool MayWeigh,
    ImmutableArray<LocalDate> Days
)
{
    /// <summary>With the assumptions.</summary>
    public GuaranteeNetwork Network => Answer.Then;
    public Instant At => Asked.Question.At;
    public DateTimeZone Zone => Mission.Zone;
    public string Root => $"/m/{Mission.Name}";

    /// <summary>The page of an undertaking, asked the same.</summary>
    public string Page(string undertaking) => GuaranteeText.Undertaking(Root, undertaking) + Asked.Carried();

    internal static async Task<(GuaranteeView? View, Refusal? Fault)> AskAsync(Visit visit)
    {
        var (asked, fault) = GuaranteeAddress.Read(visit);
        if (fault is not null)
        {
            return (null, fault);
        }
        var desk = visit.Workspace.Guarantees;
        var answer = await desk.AskAsync(visit.Reader, asked.Question, visit.Cancellation);
        var facts = await desk.FactsAsync(visit.Reader, asked.Question.Mode, visit.Cancellation);
        // A token that was not made for it weighs no more than somebody without any role.
        var weigher = visit.May(Right.ReadAnalysis) ? visit.Reader : visit.Reader with { Roles = [] };
        var mayWeigh = await desk.MayWeighAsync(weigher, asked.Question.Mode, visit.Cancellation);
        return (new GuaranteeView(visit.Mission, asked, answer, desk.Studies, mayWeigh, DaysOf(facts, visit.Mission.Zone)), null);
    }

    private static ImmutableArray<LocalDate> DaysOf(ImmutableArray<FactStatement> facts, DateTimeZone zone) =>
        [.. facts.Select(f => f.KnownAt.InZone(zone).Date).Distinct().Order()];
}
