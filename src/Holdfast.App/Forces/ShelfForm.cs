using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.App.Forces;

/// <summary>How an answer is written down, and read again for the question that it answers.</summary>
/// <param name="Read">Null where the text is no answer to the question.</param>
public sealed record ShelfForm<T>(Func<T, string> Write, Func<string, T?> Read)
    where T : class
{
    /// <summary>The form of an answer whose parts are plain data.</summary>
    public static ShelfForm<T> Plain { get; } = new(ShelfText.Write, ShelfText.Read<T>);
}

/// <summary>Texts of answers: JSON.</summary>
public static class ShelfText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
        IncludeFields = true,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Null where the text is not of that shape.</summary>
    public static T? Read<T>(string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Answers to a force problem. Only the deployments are written, and what the solver said of them; the plan is worked out from them again, and it is an answer only where
    /// <see cref="PlanCheck"/> finds no fault in it and it reaches what the solver said.
    /// </summary>
    public static ShelfForm<ForceAnswer> Answer(ForceProblem problem) =>
        new(
            a => Write(new Kept(a.Status, a.Plan.Starts, a.Stages, a.InputHash, a.Solver, a.Seconds, a.Reason)),
            text => Answer(problem, Read<Kept>(text))
        );

    private static ForceAnswer? Answer(ForceProblem problem, Kept? kept)
    {
        if (kept is null || kept.Starts.IsDefault || kept.Stages.IsDefaultOrEmpty)
        {
            return null;
        }
        try
        {
            var plan = PlanMaker.Plan(problem, kept.Starts);
            var says = kept.Stages.Select((stage, i) => stage.Value == plan.Totals[i]).All(same => same);
            return says && PlanCheck.Faults(problem, plan).IsEmpty
                ? new ForceAnswer(kept.Status, plan, kept.Stages, kept.InputHash, kept.Solver, kept.Seconds, kept.Reason)
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private sealed record Kept(
        ForceStatus Status,
        ImmutableArray<PlanStart> Starts,
        ImmutableArray<ForceStage> Stages,
        string InputHash,
        string? Solver,
        double Seconds,
        string? Reason
    );
}
