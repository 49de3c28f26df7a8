using System.Collections.Immutable;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>The decision function of labels against an independent model and against what restrictions mean.</summary>
public sealed class DecisionTests
{
    private static readonly string[] Categories = ["A", "B", "C", "COMMISSION", "SEAL.2026-0001", "PARTY.UA"];
    private static readonly string[] Nations = ["FR", "GB", "UA", "RU"];
    private static readonly string[] Policies = ["NATO", "EU"];

    [Fact]
    public void A_million_random_pairs_are_decided_as_the_model_decides()
    {
        var random = new Random(20261122);
        var labels = Enumerable.Range(0, 5_000).Select(_ => AnyLabel(random)).Select(l => (Label: l, Text: l.ToString())).ToArray();
        var readers = Enumerable.Range(0, 5_000).Select(_ => AnyReader(random)).ToArray();
        var granted = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            var (label, text) = labels[random.Next(labels.Length)];
            var reader = readers[random.Next(readers.Length)];
            var may = ReadAccess.MayRead(reader, label);
            if (may != PlainModel.MayRead(reader, text))
            {
                Assert.Fail($"'{text}' and {reader.Clearance} {string.Join(',', reader.Categories)} {reader.Nationality}: {may}");
            }
            granted += may ? 1 : 0;
        }
        // Both answers are common, or the comparison would say little.
        granted.ShouldBeInRange(100_000, 900_000);
    }

    [Fact]
    public void A_further_restriction_on_a_label_never_grants()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var (reader, label) = (AnyReader(random), AnyLabel(random));
            foreach (var stricter in Restrictions(label, random).Where(_ => !ReadAccess.MayRead(reader, label)))
            {
                ReadAccess.MayRead(reader, stricter).ShouldBeFalse($"{label} refused, {stricter} granted");
            }
        }
    }

    [Fact]
    public void What_is_taken_from_a_reader_never_grants()
    {
        var random = new Random(2);
        for (var i = 0; i < 100_000; i++)
        {
            var (reader, label) = (AnyReader(random), AnyLabel(random));
            foreach (var less in Reductions(reader).Where(_ => !ReadAccess.MayRead(reader, label)))
            {
                ReadAccess.MayRead(less, label).ShouldBeFalse(label.ToString());
            }
        }
    }

    [Fact]
    public void A_label_over_several_is_read_by_nobody_who_may_not_read_each()
    {
        var random = new Random(3);
        var granted = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var (reader, a, b) = (AnyReader(random), AnyLabel(random), AnyLabel(random));
            if (ReadAccess.MayRead(reader, Core.Record.ConflictBody.Stricter(a, b)))
            {
                granted++;
                (ReadAccess.MayRead(reader, a) && ReadAccess.MayRead(reader, b)).ShouldBeTrue($"{a} and {b}");
            }
        }
        granted.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void Each_refusal_says_its_reason()
    {
        var reader = new Reader("x", [], Classification.Restricted, ["A"], "FR");
        Decide("restricted cat:A rel:FR").ShouldBe(AccessDecision.Granted);
        Decide("confidential").ShouldBe(AccessDecision.ClearanceTooLow);
        Decide("restricted cat:A,B").ShouldBe(AccessDecision.CategoryMissing);
        Decide("restricted any:B,C").ShouldBe(AccessDecision.NoPermittedCategory);
        Decide("restricted any:A,B").ShouldBe(AccessDecision.Granted);
        Decide("restricted rel:GB").ShouldBe(AccessDecision.NotReleasable);
        Decide("policy:NATO public").ShouldBe(AccessDecision.PolicyNotHeld);
        ReadAccess.Decide(reader with { Policies = ["NATO"] }, LabelTests.Of("policy:NATO public")).ShouldBe(AccessDecision.Granted);

        AccessDecision Decide(string label) => ReadAccess.Decide(reader, LabelTests.Of(label));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_classification_that_nobody_knows_is_denied_on_either_side(int unknown)
    {
        var all = Reader.LocalOperator with { Clearance = Classification.Confidential };
        ReadAccess
            .Decide(all, Label.Public with { Classification = (Classification)unknown })
            .ShouldBe(AccessDecision.UnknownClassification);
        ReadAccess.Decide(all with { Clearance = (Classification)unknown }, Label.Public).ShouldBe(AccessDecision.UnknownClearance);
    }

    [Fact]
    public void Letters_that_look_alike_or_differ_in_case_are_other_letters()
    {
        var reader = new Reader(
            "x",
            [],
            Classification.Confidential,
            ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase, "commission"),
            "FR\u00AD"
        );
        ReadAccess.MayRead(reader, LabelTests.Of("public cat:COMMISSION")).ShouldBeFalse();
        // A soft hyphen that a culture's order passes over.
        ReadAccess.MayRead(reader, new Label(Classification.Public, [], ["FR"])).ShouldBeFalse();
        ReadAccess.MayRead(reader with { Nationality = "FR" }, new Label(Classification.Public, [], ["FR"])).ShouldBeTrue();
    }

    private static IEnumerable<Label> Restrictions(Label label, Random random)
    {
        yield return label with
        {
            Categories = label.Categories.Add(Pick(random, Categories)),
        };
        yield return label with
        {
            Classification = (Classification)Math.Min(2, (int)label.Classification + 1),
        };
        if (label.Policy is null)
        {
            yield return label with
            {
                Policy = Pick(random, Policies),
            };
        }
        // An empty set asks for nothing: adding the first narrows, and taking any but the last does.
        yield return label.AnyOf.IsEmpty ? label with { AnyOf = [Pick(random, Categories)] } : label with { AnyOf = Fewer(label.AnyOf) };
        yield return label.ReleasableTo.IsEmpty
            ? label with
            {
                ReleasableTo = [Pick(random, Nations)],
            }
            : label with
            {
                ReleasableTo = Fewer(label.ReleasableTo),
            };
    }

    private static ImmutableSortedSet<string> Fewer(ImmutableSortedSet<string> items) => items.Count > 1 ? items.Remove(items[0]) : items;

    private static IEnumerable<Reader> Reductions(Reader reader)
    {
        yield return reader with
        {
            Nationality = null,
        };
        yield return reader with
        {
            Policies = [],
        };
        yield return reader with
        {
            Clearance = (Classification)Math.Max(0, (int)reader.Clearance - 1),
        };
        foreach (var category in reader.Categories)
        {
            yield return reader with
            {
                Categories = reader.Categories.Remove(category),
            };
        }
    }

    private static Label AnyLabel(Random random) =>
        new((Classification)random.Next(3), Some(random, Categories, 3), Some(random, Nations, 3))
        {
            AnyOf = Some(random, Categories, 3),
            Policy = random.Next(5) == 0 ? Pick(random, Policies) : null,
        };

    private static Reader AnyReader(Random random) =>
        new(
            "x",
            [],
            (Classification)random.Next(3),
            [.. Categories.Where(_ => random.Next(10) < 8)],
            random.Next(4) == 0 ? null : Pick(random, Nations)
        )
        {
            Policies = [.. Policies.Where(_ => random.Next(2) == 0)],
        };

    private static ImmutableSortedSet<string> Some(Random random, string[] from, int most) =>
        random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Pick(random, from))];

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
