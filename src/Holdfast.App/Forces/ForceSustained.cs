using System.Collections.Immutable;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>How much of a size can be kept up without end for so long.</summary>
/// <param name="Soldiers">On station: units that serve times their persons.</param>
/// <param name="Asked">Soldiers that the lines of the last phase ask for.</param>
public sealed record SustainedSize(int Months, long Soldiers, long Asked, ForceAnswer Answer);

/// <summary>How much of a size can be kept up for several lengths of time; by length.</summary>
public sealed record ForceSustained(ImmutableArray<SustainedSize> Sizes)
{
    /// <summary>For how many years where nobody says.</summary>
    public static readonly ImmutableArray<int> UsualYears = [1, 3, 10];

    public const int MostYears = 50;
}

/// <summary>Works out what can be kept up: one month of the last phase, with the units that can always be there.</summary>
public sealed class SustainStudy(ForceSolver solver)
{
    /// <param name="limits">For each length.</param>
    /// <returns>The lengths that were answered; fewer where it was cancelled.</returns>
    public async Task<ForceSustained> AskAsync(
        ForceCase made,
        IReadOnlyList<int> years,
        ForceLimits limits,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        var found = ImmutableArray.CreateBuilder<SustainedSize>();
        foreach (var year in years)
        {
            progress?.Report($"what can be kept up for {Years(year)}");
            var size = await OneAsync(made, 12 * year, limits, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
            found.Add(size);
        }
        return new ForceSustained(found.ToImmutable());
    }

    public static string Years(int years) => years == 1 ? "1 year" : FormattableString.Invariant($"{years} years");

    private async Task<SustainedSize> OneAsync(ForceCase made, int months, ForceLimits limits, CancellationToken cancellation)
    {
        var problem = Sustainable.Problem(made.Planning, months);
        return Size(made, months, await solver.SolveAsync(problem, limits, null, cancellation));
    }

    private static SustainedSize Size(ForceCase made, int months, ForceAnswer answer)
    {
        var problem = Sustainable.Problem(made.Planning, months);
        var persons = problem.Offers.ToDictionary(o => o.Id, o => (long)o.PersonsPerUnit, StringComparer.Ordinal);
        var capability = made.Planning.Set.Lines.ToDictionary(
            l => l.Id,
            l => made.Model.Capability(l.Capability)?.Persons.Value ?? 0,
            StringComparer.Ordinal
        );
        return new SustainedSize(
            months,
            answer.Plan.Starts.Sum(s => s.Units * persons[s.Offer]),
            problem.Lines.Sum(l => (long)l.Need[0] * capability[l.Id]) / 100,
            answer
        );
    }

    /// <summary>How its answers are kept.</summary>
    public static ShelfForm<ForceSustained> Form(ForceCase made) =>
        new(
            sustained => ShelfText.Write(sustained.Sizes.Select(s => new Kept(s.Months, Form(made, s.Months).Write(s.Answer))).ToArray()),
            text =>
            {
                var kept = ShelfText.Read<Kept[]>(text);
                var answers = kept?.Select(k => (k.Months, Answer: k.Months > 0 ? Form(made, k.Months).Read(k.Answer) : null)).ToArray();
                return answers is null || answers.Any(a => a.Answer is null)
                    ? null
                    : new ForceSustained([
                        .. answers.Select(a =>
                            a.Answer is { } answer ? Size(made, a.Months, answer) : throw new InvalidOperationException()
                        ),
                    ]);
            }
        );

    private sealed record Kept(int Months, string Answer);

    private static ShelfForm<ForceAnswer> Form(ForceCase made, int months) => ShelfText.Answer(Sustainable.Problem(made.Planning, months));
}

/// <summary>What can be kept up for so long as verbs and API print it. Quantities of units in hundredths.</summary>
/// <param name="Proven">No more of the need could be filled: proven.</param>
public sealed record SustainedItem(
    int Months,
    long Soldiers,
    long Asked,
    int FillThousandths,
    ForceStatus Status,
    bool Proven,
    IReadOnlyList<SustainedItem.Line> Lines
)
{
    public sealed record Line(string Id, int Need, int Fill);

    public static SustainedItem Of(ForceCase made, SustainedSize size) =>
        new(
            size.Months,
            size.Soldiers,
            size.Asked,
            ForceStudy.Thousandths(Sustainable.Problem(made.Planning, size.Months), size.Answer.Plan),
            size.Answer.Status,
            size.Answer.Stages[0].Proven,
            [.. size.Answer.Plan.Lines.Select(l => new Line(l.Id, l.Need[0], l.Fill[0]))]
        );
}
