using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using NodaTime;

namespace Holdfast.Tests.Watch;

/// <summary>Incidents and terms made up for tests.</summary>
internal static class Incidents
{
    public static readonly Instant Start = Instant.FromUtc(2025, 4, 19, 15, 0);

    public static Incident At(int id, Instant when, GeoPoint where, double sigma = 100, string kind = "shelling", Duration? width = null) =>
        new()
        {
            Id = new(id.ToString("x16", System.Globalization.CultureInfo.InvariantCulture)),
            Status = IncidentStatus.Final,
            When = new(when, when + (width ?? Duration.Zero)),
            Where = new PointPlace(where, ErrorEllipse.Circle(sigma)),
            Kinds = [new KindWeight(kind, 1)],
            Verification = VerificationLevel.Reported,
            Observations = [new ObservationId("test", $"m{id}")],
            IndependentGroups = ["g"],
            Sources = ["s"],
        };

    /// <summary>Breach for fire, undeterminable where only "use of force" is known, otherwise not applicable; major from so many on.</summary>
    public static TermRule CountingRule(int count, Duration window, double radiusMetres, string name = "no_fire") =>
        RuleOf(
            name,
            subject =>
            {
                var outcome = EventKinds.Matches(subject.Kinds[0].Kind, ["fire"]).Value switch
                {
                    Bool3.True => Outcome.ApparentBreach,
                    Bool3.Unknown => Outcome.Undeterminable,
                    _ => Outcome.NotApplicable,
                };
                var enough = subject.AtLeast(name, count, window, radiusMetres);
                Severity? severity =
                    outcome == Outcome.NotApplicable ? null
                    : enough.IsTrue ? Severity.Major
                    : enough.IsFalse ? Severity.Minor
                    : null;
                return (outcome, severity);
            }
        );

    public static TermRule InsideRule(NamedShape area, string name = "inside") =>
        RuleOf(
            name,
            subject =>
                (
                    subject.ProbabilityInside(area) switch
                    {
                        >= 0.95 => Outcome.ApparentBreach,
                        <= 0.05 => Outcome.NotApplicable,
                        _ => Outcome.Undeterminable,
                    },
                    null
                )
        );

    public static TermRule RuleOf(string name, Func<ISubject, (Outcome Outcome, Severity? Severity)> judge) =>
        new(
            name,
            subject =>
            {
                var (outcome, severity) = judge(subject);
                return new(outcome, severity, [outcome.ToString()]);
            },
            subject =>
            {
                var (outcome, severity) = judge(subject);
                var trace = new TraceNode(name, "", Truth.Of(outcome == Outcome.ApparentBreach), "", null, [.. subject.RestsOn], []);
                return new(name, outcome, severity, [new VerdictReason(outcome.ToString(), "test")], trace);
            }
        );

    /// <summary>A world of clusters: some crowded, some spread, some known to the day only, some coarse, some of unclear kind.</summary>
    public static ImmutableArray<Incident> World(int seed, int count, int days = 5)
    {
        var random = new Random(seed);
        var towns = Enumerable
            .Range(0, 4)
            .Select(_ => new GeoPoint(48 + random.NextDouble() * 0.4, 37 + random.NextDouble() * 0.4))
            .ToArray();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var town = towns[random.Next(towns.Length)];
                    var where = new GeoPoint(
                        town.Latitude + (random.NextDouble() - 0.5) * 0.1,
                        town.Longitude + (random.NextDouble() - 0.5) * 0.1
                    );
                    var minutes = random.Next(0, days * 24 * 60);
                    Duration? width = random.Next(4) switch
                    {
                        0 => Duration.FromDays(1),
                        1 when random.Next(5) == 0 => Duration.FromDays(4),
                        _ => Duration.FromMinutes(random.Next(60)),
                    };
                    var sigma = random.Next(12) == 0 ? 15_000 : 200;
                    var kind =
                        random.Next(5) == 0 ? "use_of_force"
                        : random.Next(9) == 0 ? "damage"
                        : "shelling";
                    return At(i, Start + Duration.FromMinutes(minutes), where, sigma, kind, width);
                }),
        ];
    }
}
