using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

/// <summary>
/// Attacks on what sensors make public: over every route that somebody outside may read, as anybody, as a party, and as a liaison or commissioner who holds every label but is
/// not in the watch room. Each attack is also run with the blur off, as somebody cleared, where it must succeed: an attack that cannot find anything shows nothing.
/// </summary>
[Trait("Load", "long")]
public sealed partial class OriginAttackTests
{
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>
    /// The strongest form: what does not depend on where sensors, guns and patrols stand cannot tell it, by any computation, by differences of readings, or by asking often.
    /// </summary>
    [Fact]
    public async Task Moving_every_sensor_gun_and_patrol_changes_no_byte_that_anybody_outside_reads_on_any_day()
    {
        var (one, other) = (new GuardedFront(7, 11), new GuardedFront(7, 12));
        one.Protected.Zip(other.Protected, Geodesic.DistanceMetres).Count(d => d > 1_000).ShouldBeGreaterThan(15);
        await using var here = await Outsider.OfAsync(one);
        await using var elsewhere = await Outsider.OfAsync(other);
        var differ = new List<string>();
        var released = 0L;
        foreach (var wait in new[] { Duration.Zero, Duration.FromHours(11), Day * 3 })
        {
            await here.WaitAsync(wait);
            await elsewhere.WaitAsync(wait);
            foreach (var (name, client) in here.Outside)
            {
                var (mine, others) = (await here.IdsAsync(client), await elsewhere.IdsAsync(elsewhere.Outside[name]));
                mine.Length.ShouldBe(others.Length);
                released = mine.Length;
                // Names follow from arrivals' names and so tell nothing; which is which is known by their times.
                var (asked, told) = (
                    await here.AskAllAsync(client, mine.FirstOrDefault("0000000000000001")),
                    await elsewhere.AskAllAsync(elsewhere.Outside[name], others.FirstOrDefault("0000000000000001"))
                );
                foreach (var (answer, its) in asked.Zip(told))
                {
                    var (a, b) = (Plain(answer.Value), Plain(its.Value));
                    if (a != b)
                    {
                        differ.Add($"{answer.Key} for {name} after {wait}: {Difference(a, b)}");
                    }
                }
            }
        }
        released.ShouldBe(GuardedFront.Groups * 4);
        differ.ShouldBeEmpty();
        // The blur off: the same comparison finds them apart.
        var (exact, moved) = (
            await here.AskAllAsync(here.Cleared, (await here.IdsAsync(here.Cleared))[0]),
            await elsewhere.AskAllAsync(elsewhere.Cleared, (await elsewhere.IdsAsync(elsewhere.Cleared))[0])
        );
        exact.Zip(moved).Count(p => Plain(p.First.Value) != Plain(p.Second.Value)).ShouldBeGreaterThan(20);
    }

    // Names of incidents, hashes, tokens of forms and what a request is called: drawn anew or made of names.
    private static string Plain(string text) => Names().Replace(text, "#");

    private static string Difference(string a, string b)
    {
        var at = 0;
        while (at < Math.Min(a.Length, b.Length) && a[at] == b[at])
        {
            at++;
        }
        string Around(string text) => text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)].ReplaceLineEndings(" ");
        return $"«{Around(a)}» and «{Around(b)}»";
    }

    [GeneratedRegex(@"[0-9a-f]{12,64}|CfDJ[\w-]+|nonce-[\w+/=-]+|nonce=""[^""]+""")]
    private static partial Regex Names();
}
