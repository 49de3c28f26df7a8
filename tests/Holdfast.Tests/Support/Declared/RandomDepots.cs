using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Support.Declared;

/// <summary>Worlds of depots from a seed.</summary>
internal static class RandomDepots
{
    public static (SupportModel Model, Core.Support.SupportWorld World) Make(int seed)
    {
        var random = new Random(seed);
        var mission = DeclaredFiles.Mission();
        SupportClause? Clause(string text) =>
            mission.Clauses.Ask(text).Condition is { } c ? new SupportClause(c, Stated.Illustration) : null;
        ImmutableArray<SupportClause> all =
        [
            .. new[] { "true", "access(FR)", "access(DE)", "open(DE)", "not access(FR)" }.Select(Clause).OfType<SupportClause>(),
        ];
        AmountRange Range(int most)
        {
            var low = random.Next(most);
            return new AmountRange(low, low + random.Next(most));
        }
        ImmutableArray<StockClass> classes =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i => new StockClass(
                    $"c{i}",
                    $"c{i}",
                    "piece",
                    SupportKind.Equipment,
                    1 + random.Next(70),
                    Stated.Illustration,
                    Stated.Illustration
                )),
        ];
        var roads = random.Next(2) == 0;
        ImmutableArray<Depot> depots =
        [
            .. Enumerable
                .Range(0, 1 + random.Next(4))
                .Select(i => new Depot(
                    $"d{i}",
                    $"d{i}",
                    $"r{i}",
                    "FR",
                    [new AccessRule([], all[random.Next(all.Length)])],
                    Range(20),
                    [
                        .. classes
                            .Where(_ => random.Next(4) > 0)
                            .Select(c => new DepotStock(c.Id, Range(3000), Range(1500), Stated.Illustration)),
                    ],
                    Stated.Illustration,
                    Stated.Illustration
                )),
        ];
        RouteClass[] ways = roads ? [RouteClass.Road] : [RouteClass.Road, RouteClass.Rail];
        var routes = depots.SelectMany(d =>
            ways.Where(_ => random.Next(4) > 0)
                .Select(by => new DepotRoute(
                    d.Region,
                    "to",
                    by,
                    Range(60) + AmountRange.Exactly(1),
                    DistanceClass.Far,
                    random.Next(2) == 0 ? [] : [all[random.Next(all.Length)]],
                    Stated.Illustration,
                    Stated.Illustration
                ))
        );
        var model = new SupportModel
        {
            Regions = [new SupportRegion("to", "To", "UA")],
            StockClasses = classes,
            Depots = depots,
            Routes = [.. routes],
            Limits =
            [
                new ThroughputLimit("to", RouteClass.Road, Range(40), Stated.Illustration, Stated.Illustration),
                new ThroughputLimit("to", RouteClass.Rail, Range(80), Stated.Illustration, Stated.Illustration),
            ],
        };
        string[] assume = [.. new[] { "access(FR)", "access(DE)", "open(DE)" }.Where(_ => random.Next(2) == 0)];
        var (assumed, _) = Assumptions.Parse(mission.Clauses, assume);
        var facts = FactBase.From(mission.Clauses, [], Instant.MaxValue).With(assumed);
        return (model, new Core.Support.SupportWorld(facts, Instant.FromUtc(2026, 3, 2, 0, 0), DateTimeZone.Utc));
    }
}
