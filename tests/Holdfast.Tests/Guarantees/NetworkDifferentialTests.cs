using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Guarantees.GuaranteeWorld;

namespace Holdfast.Tests.Guarantees;

/// <summary>Worked-out networks and their unlocking sets against trying every completion.</summary>
public sealed class NetworkDifferentialTests
{
    private static FactStatement[] Statements(RandomNetwork network) =>
        [
            .. network
                .Values.Select((v, i) => (v, i))
                .Where(x => x.v is not null)
                .Select(x => Said($"f{x.i}", x.v == true ? "true" : "false", "GB", -1)),
        ];

    [Fact]
    public void A_network_never_contradicts_the_naive_one_and_a_decision_diagram_decides_all_that_it_decides()
    {
        var (decided, beyond) = (0, 0);
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new RandomNetwork(seed);
            if (TrySet(random.Text()) is not { } set)
            {
                continue; // A condition that can never hold is refused where it is written.
            }
            var network = Work(set, Statements(random));
            var expected = random.InForce();
            for (var u = 0; u < RandomNetwork.Undertakings; u++)
            {
                var value = network.Life($"U{u}").ShouldNotBeNull().At(Zero).InForce;
                var exact = expected[u] switch
                {
                    true => Bool3.True,
                    false => Bool3.False,
                    _ => Bool3.Unknown,
                };
                // Through mentions the three-valued answer may know less than the truth, never other than it.
                (value.Value == Bool3.Unknown || value.Value == exact).ShouldBeTrue(
                    $"seed {seed}, U{u}: {value}, expected {exact}\n{random.Text()}"
                );
                Solver
                    .Unlock(set, set.Undertaking($"U{u}").ShouldNotBeNull(), network.Facts, Zero)
                    .Now.Value.ShouldBe(exact, $"seed {seed}, U{u}\n{random.Text()}");
                decided += value.Value == Bool3.Unknown ? 0 : 1;
                beyond += value.Value == Bool3.Unknown && exact != Bool3.Unknown ? 1 : 0;
            }
        }
        decided.ShouldBeGreaterThan(4_000);
        beyond.ShouldBeLessThan(600);
    }

    [Fact]
    public void Stating_the_facts_of_an_unlocking_set_brings_the_undertaking_into_force()
    {
        var tried = 0;
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new RandomNetwork(seed);
            if (TrySet(random.Text()) is not { } set)
            {
                continue; // A condition that can never hold is refused where it is written.
            }
            var network = Work(set, Statements(random));
            var target = set.Undertaking("U0").ShouldNotBeNull();
            var answer = Solver.Unlock(set, target, network.Facts, Zero);
            foreach (var way in answer.Smallest.Take(3))
            {
                var assumed = way.Changes.Select(c => FactStatement.Assume(c.Name, c.Arguments, c.Wanted));
                var after = Solver.Unlock(set, target, network.With(assumed).Facts, Zero);
                after.Now.IsTrue.ShouldBeTrue($"seed {seed}: {way}\n{random.Text()}");
                tried++;
            }
        }
        tried.ShouldBeGreaterThan(500);
    }
}
