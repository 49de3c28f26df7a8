using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Record.Verify;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record.Published;

/// <summary>
/// Inclusion and consistency proofs that others published: the probes of transparency-dev/merkle (testdata/inclusion and testdata/consistency; the ones that must fail are made as
/// its proof/verify_test.go makes them, under the names that the files have), and an entry of the public log rekor.sigstore.dev. Inclusion is checked by both of our checkers.
/// </summary>
public sealed class PublishedProofTests
{
    private const string Garbage = "q6yroAAAAAAAAAAAAAAAAAAAAAAAAAAAAGAGHgASNFY=";

    private sealed record Inclusion(long Index, long Size, string Root, string Leaf, params string[] Path);

    private sealed record Consistency(long First, long Second, string Root1, string Root2, params string[] Path);

    // testdata/inclusion/1 to 4
    private static readonly Inclusion[] Included =
    [
        new(
            0,
            8,
            "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
            "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ="
        ),
        new(
            5,
            8,
            "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
            "QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg=",
            "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
            "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
            "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="
        ),
        new(
            2,
            3,
            "rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=",
            "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=",
            "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="
        ),
        new(
            1,
            5,
            "Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=",
            "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="
        ),
    ];

    // testdata/consistency/1 to 4
    private static readonly Consistency[] Continued =
    [
        new(
            1,
            8,
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
            "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
            "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ="
        ),
        new(
            6,
            8,
            "duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=",
            "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
            "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
            "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
            "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="
        ),
        new(
            2,
            5,
            "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
            "Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="
        ),
        new(
            6,
            7,
            "duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=",
            "3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=",
            "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
            "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
            "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="
        ),
    ];

    [Fact]
    public void The_published_proofs_of_inclusion_hold_and_those_made_false_do_not()
    {
        foreach (var good in Included)
        {
            Holds(good).ShouldBe((true, true), $"leaf {good.Index} of {good.Size}");
            foreach (var (name, bad) in Spoilt(good))
            {
                Holds(bad).ShouldBe((false, false), $"leaf {good.Index} of {good.Size}: {name}");
            }
        }
    }

    [Fact]
    public void The_published_proofs_of_consistency_hold_and_those_made_false_do_not()
    {
        foreach (var good in Continued)
        {
            Holds(good).ShouldBeTrue($"{good.First} in {good.Second}");
            foreach (var (name, bad) in Spoilt(good))
            {
                Holds(bad).ShouldBeFalse($"{good.First} in {good.Second}: {name}");
            }
        }
    }

    [Fact]
    public void An_entry_of_a_public_log_of_twelve_million_is_proved_from_its_text_to_the_signed_root()
    {
        // Entry 24296fb24b8ad77a27dbac48…c2e4 of rekor.sigstore.dev, log index 16028007: body, audit path and checkpoint as its API gives them. The identifier ends in the leaf hash.
        const string Key =
            "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFcWlMdUFyUmNaQ1kxczY1MHJnS1VEcGo3ZitiOAo5SE11M0svUERhVWNSOWtjeXlYWThxNlUrVEZUa2M5dTg0d0pUc1plMjF3QlBkL1NUUEV6bzBKcnpRPT0KLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0tCg==";
        const string Body =
            """{"apiVersion":"0.0.1","kind":"intoto","spec":{"content":{"hash":{"algorithm":"sha256","value":"13ce08f7ba256f394700b6ee68afcf85dc06c438587551319d3e150a247de0a1"},"payloadHash":{"algorithm":"sha256","value":"39e86413a7f13a1e20d1bb915df4fab8a58677e78a6b335bb2e614be8bef1dc8"}},"publicKey":"""
            + "\""
            + Key
            + "\"}}";
        string[] path =
        [
            "3f1221ed0d7c405db61b0ad3b7f661c69bfe78edf04f9cc9308157280cc078f3",
            "43dc68a51dc9810f1be1f1ab06f51010271dfa09d322c1eee5c5255c7f03a958",
            "9c3bb52fefd243164ee238e7c40c7721bf12dcbfc67a43b51ae9c1d6f8df27cf",
            "5cf566aeb4e101c8f6ced114fa450bdee0042fdfd470dc86ffc14c5197823252",
            "c173ec1516068a47769b36a124a3b8ff454d1239b280ceb0b0833e734f108feb",
            "33c63510a658c197ce6a9a60e4544f4306de8aaddc4adcdeb395e41a662c2490",
            "a53d4a13bffe11b29009bbbd073cb0b124019acbdbab1a5bca00b91718618571",
            "cdefdaf6418611cf4fdf2b44363362aef18cc513d0490beca513568d4b5f86d7",
            "493c15bd69ec404a3d8c5f443f28463a6c7609d335205a46c96f5eeea04a397d",
            "f2017227ad1f41da87c707647aa2b2af308f4f32c19c564c66378ebdee2ceed1",
            "08d3fd2ff04ea48f1db4f37b77c77ba68c9338da5364f6d82bab0566277c39a2",
            "212391d9c5218d3af59e1d8266c2e888c07f91e4caa2c4210e80c058f207b9f0",
            "ff6ef17eb8375a86cf192e229b7866a986cd3ec331e43efb8992a4dd4b31820c",
            "1265f0ce11e097ee0f9f07a69ab6420bff4968142633f873265b769a2111d411",
            "c447d9ff002a9569a5e562d1f880f35d4fdebe67e65661dec5bd5697ba2c2e91",
            "36349b0cecd1c87f216cde73effb87f1ce372b33e88231d70876602a08806c4b",
            "3e42964add9d10de9b112bf9996dd5f3d7373279c095f6d4636401ce4a73a493",
            "ef3ebd52c145b439f9d7f5258e73fdfdc5625e5e80da4502b66ce366499462f7",
            "dd29ff68a0cd214aa4a5a2847962c98f75f11c1973727cb108090cc0411134d1",
            "a73e5b5766f077934d4d2c307d5a02a63d1d31b6efb23f6847de1ac33345d56d",
            "0c20f6f7b6738b7eb7957b48b6fd750c6f997586a935f4235e7810876cc1674a",
            "9e040066dfe5f02004658386ac66cf0bb6ffe857ed71cb337c7f5545ecf4558b",
        ];
        var leaf = TreeHash.Leaf(Encoding.UTF8.GetBytes(Body));
        leaf.ToHex().ShouldBe("27dbac48342e32d86ca2e056106ff7e94cd4a6ed2a12de00b7ffc57fc2f2c2e4");
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(PublishedCheckpointTests.RekorWithTime).Text);
        var bytes = path.Select(Convert.FromHexString).ToArray();
        var hashes = bytes.Select(b => new TreeHash(b)).ToArray();
        ProofCheck.Inclusion(leaf, 11864576, checkpoint.Size, hashes, checkpoint.Root).ShouldBeTrue();
        ProofCheck.Inclusion(leaf, 11864577, checkpoint.Size, hashes, checkpoint.Root).ShouldBeFalse();
        var tree = SignedTree.Parse("published", PublishedCheckpointTests.RekorWithTime);
        Frontier.RootOf(leaf.ToArray(), 11864576, tree.Size, bytes).ShouldBe(tree.Root);
        Frontier.RootOf(leaf.ToArray(), 11864577, tree.Size, bytes).ShouldNotBe(tree.Root);
    }

    [Theory]
    // tlog-tiles, and the addresses of trillian-tessera's api/layout/paths_test.go; levels beyond 7 do not exist in a tree of 2^63 leaves.
    [InlineData("tile/0/000.p/255", 0, 0, 255)]
    [InlineData("tile/1/000.p/1", 1, 0, 1)]
    [InlineData("tile/1/000.p/4", 1, 0, 4)]
    [InlineData("tile/3/x001/x234/567", 3, 1234567, 256)]
    [InlineData("tile/7/x455/667", 7, 455667, 256)]
    [InlineData("tile/7/x123/x456/789", 7, 123456789, 256)]
    [InlineData("tile/5/x123/x456/078.p/2", 5, 123456078, 2)]
    public void Tiles_have_the_published_addresses(string text, int level, long index, int width)
    {
        TilePath.TryParse(text, out var path).ShouldBeTrue();
        path.ShouldBe(new TilePath(level, index, width));
        path.ShouldNotBeNull().ToString().ShouldBe(text);
    }

    [Theory]
    // golang.org/x/mod, sumdb/tlog/tile_test.go, with the height left out, which tlog-tiles fixes at 8.
    [InlineData("tile/5/123/456/078")]
    [InlineData("tile/-1/123/456/078")]
    [InlineData("tile/data/x003/x057/500")]
    [InlineData("tile/15/x455/667")]
    public void Addresses_that_the_published_tests_refuse_are_refused(string text) => TilePath.TryParse(text, out _).ShouldBeFalse();

    private static IEnumerable<(string Name, Inclusion Bad)> Spoilt(Inclusion good)
    {
        var path = good.Path;
        yield return ("leafIdx - 1", good with { Index = good.Index - 1 });
        yield return ("leafIdx + 1", good with { Index = good.Index + 1 });
        yield return ("leafIdx ^ 2", good with { Index = good.Index ^ 2 });
        yield return ("treeSize * 2", good with { Size = good.Size * 2 });
        yield return ("treeSize div 2", good with { Size = good.Size / 2 });
        yield return ("wrong leaf", good with { Leaf = Garbage });
        yield return ("empty root", good with { Root = Convert.ToBase64String(SHA256.HashData([])) });
        yield return ("random root", good with { Root = Garbage });
        for (var i = 0; i < path.Length; i++)
        {
            yield return ($"modified proof[{i}] bit 3", good with { Path = Flipped(path, i, 3) });
        }
        yield return ("removed component", good with { Path = path[..^1] });
        yield return ("inserted component", good with { Path = [path[0], Garbage, .. path[1..]] });
        foreach (var (name, other) in Longer(path, good.Root, good.Leaf))
        {
            yield return (name, good with { Path = other });
        }
    }

    private static IEnumerable<(string Name, Consistency Bad)> Spoilt(Consistency good)
    {
        var path = good.Path;
        yield return ("size1 - 1", good with { First = good.First - 1 });
        yield return ("size1 + 1", good with { First = good.First + 1 });
        yield return ("size1 ^ 2", good with { First = good.First ^ 2 });
        yield return ("size2 * 2", good with { Second = good.Second * 2 });
        yield return ("size2 div 2", good with { Second = good.Second / 2 });
        yield return ("wrong root1", good with { Root1 = Garbage });
        yield return ("wrong root2", good with { Root2 = Garbage });
        yield return ("swapped roots", good with { Root1 = good.Root2, Root2 = good.Root1 });
        yield return ("empty proof", good with { Path = [] });
        yield return ("truncated proof", good with { Path = path[..^1] });
        for (var i = 0; i < path.Length; i++)
        {
            yield return ($"modified proof[{i}] bit 4", good with { Path = Flipped(path, i, 4) });
        }
        foreach (var (name, other) in Longer(path, good.Root1, good.Root2))
        {
            yield return (name, good with { Path = other });
        }
    }

    private static IEnumerable<(string Name, string[] Path)> Longer(string[] path, params string[] others)
    {
        foreach (var other in others.Append(Garbage).Append(path[0]))
        {
            yield return ($"preceding {other}", [other, .. path]);
            yield return ($"trailing {other}", [.. path, other]);
        }
    }

    private static string[] Flipped(string[] path, int at, int bit)
    {
        var bytes = Convert.FromBase64String(path[at]);
        bytes[0] ^= (byte)(1 << bit);
        return [.. path.Select((hash, i) => i == at ? Convert.ToBase64String(bytes) : hash)];
    }

    private static (bool Writers, bool Verifiers) Holds(Inclusion proof)
    {
        var path = proof.Path.Select(Convert.FromBase64String).ToArray();
        var hashes = path.Select(b => new TreeHash(b)).ToArray();
        var leaf = Convert.FromBase64String(proof.Leaf);
        var root = Convert.FromBase64String(proof.Root);
        var found = Frontier.RootOf(leaf, proof.Index, proof.Size, path);
        return (
            ProofCheck.Inclusion(new TreeHash(leaf), proof.Index, proof.Size, hashes, new TreeHash(root)),
            found is not null && found.AsSpan().SequenceEqual(root)
        );
    }

    private static bool Holds(Consistency proof)
    {
        var hashes = proof.Path.Select(p => new TreeHash(Convert.FromBase64String(p))).ToArray();
        var (first, second) = (new TreeHash(Convert.FromBase64String(proof.Root1)), new TreeHash(Convert.FromBase64String(proof.Root2)));
        return ProofCheck.Consistency(proof.First, first, proof.Second, second, hashes);
    }
}
