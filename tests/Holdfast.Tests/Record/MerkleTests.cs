using System.Security.Cryptography;
using Holdfast.Core.Record.Proofs;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>The tree against the published vectors of RFC 6962's reference implementation, and against a naive tree written from the definition.</summary>
public sealed class MerkleTests
{
    private static readonly string[] Leaves =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Roots_are_those_of_the_reference_implementation()
    {
        var range = new CompactRange();
        range.Root().ToHex().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (var i = 0; i < Leaves.Length; i++)
        {
            range.Append(TreeHash.Leaf(Convert.FromHexString(Leaves[i])));
            range.Root().ToHex().ShouldBe(Roots[i]);
        }
    }

    [Fact]
    public void Proofs_are_those_of_the_reference_implementation()
    {
        var nodes = new MemoryNodes(Leaves.Select(l => TreeHash.Leaf(Convert.FromHexString(l))));
        ProofBuilder
            .Inclusion(nodes, 0, 8)
            .Select(h => h.ToHex())
            .ShouldBe([
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]);
        ProofBuilder
            .Consistency(nodes, 6, 8)
            .Select(h => h.ToHex())
            .ShouldBe([
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]);
    }

    [Fact]
    public void Every_inclusion_up_to_256_agrees_with_the_naive_tree_and_verifies_for_its_leaf_only()
    {
        var naive = new NaiveTree(256);
        var nodes = new MemoryNodes(naive.Leaves);
        for (var n = 1; n <= 256; n++)
        {
            var root = naive.Root(0, n);
            ProofBuilder.Root(nodes, n).ShouldBe(root);
            for (var i = 0; i < n; i++)
            {
                var path = ProofBuilder.Inclusion(nodes, i, n);
                if (!path.SequenceEqual(naive.Path(i, 0, n)) || !ProofCheck.Inclusion(naive.Leaves[i], i, n, path.AsSpan(), root))
                {
                    Assert.Fail($"leaf {i} of {n}");
                }
                if (n > 1 && ProofCheck.Inclusion(naive.Leaves[i], (i + 1) % n, n, path.AsSpan(), root))
                {
                    Assert.Fail($"leaf {i} of {n} verified as another");
                }
            }
        }
    }

    [Fact]
    public void Every_consistency_up_to_256_agrees_with_the_naive_tree_and_verifies_for_its_sizes_only()
    {
        var naive = new NaiveTree(256);
        var nodes = new MemoryNodes(naive.Leaves);
        for (var n = 1; n <= 256; n++)
        {
            for (var m = 1; m <= n; m++)
            {
                var path = ProofBuilder.Consistency(nodes, m, n);
                var (first, second) = (naive.Root(0, m), naive.Root(0, n));
                if (!path.SequenceEqual(naive.Consistency(m, 0, n, true)) || !ProofCheck.Consistency(m, first, n, second, path.AsSpan()))
                {
                    Assert.Fail($"{m} in {n}");
                }
                if (m < n && ProofCheck.Consistency(m, naive.Leaves[^1], n, second, path.AsSpan()))
                {
                    Assert.Fail($"{m} in {n} verified with another root");
                }
            }
        }
    }

    [Fact]
    public void A_proof_with_one_bit_changed_or_a_hash_more_or_less_fails()
    {
        var naive = new NaiveTree(100);
        var nodes = new MemoryNodes(naive.Leaves);
        var (root, first) = (naive.Root(0, 100), naive.Root(0, 37));
        var random = new Random(7);
        var path = ProofBuilder.Inclusion(nodes, 41, 100);
        var consistency = ProofBuilder.Consistency(nodes, 37, 100);
        ProofCheck.Inclusion(naive.Leaves[41], 41, 100, path[..^1].AsSpan(), root).ShouldBeFalse();
        ProofCheck.Inclusion(naive.Leaves[41], 41, 100, path.Add(root).AsSpan(), root).ShouldBeFalse();
        ProofCheck.Consistency(37, first, 100, root, consistency[..^1].AsSpan()).ShouldBeFalse();
        ProofCheck.Consistency(37, first, 100, root, consistency.Add(root).AsSpan()).ShouldBeFalse();
        for (var round = 0; round < 1000; round++)
        {
            var bent = path.SetItem(random.Next(path.Length), new TreeHash(SHA256.HashData(BitConverter.GetBytes(round))));
            ProofCheck.Inclusion(naive.Leaves[41], 41, 100, bent.AsSpan(), root).ShouldBeFalse();
            var at = random.Next(consistency.Length);
            var bytes = consistency[at].ToArray();
            bytes[random.Next(32)] ^= (byte)(1 << random.Next(8));
            ProofCheck.Consistency(37, first, 100, root, consistency.SetItem(at, new TreeHash(bytes)).AsSpan()).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_range_goes_on_from_its_peaks()
    {
        var naive = new NaiveTree(77);
        var whole = new CompactRange();
        naive.Leaves.ForEach(leaf => whole.Append(leaf));
        var half = new CompactRange();
        naive.Leaves.Take(40).ToList().ForEach(leaf => half.Append(leaf));
        var resumed = new CompactRange(half.Size, half.Peaks);
        naive.Leaves.Skip(40).ToList().ForEach(leaf => resumed.Append(leaf));
        resumed.Root().ShouldBe(whole.Root());
        Should.Throw<ArgumentException>(() => new CompactRange(3, [default]));
    }
}
