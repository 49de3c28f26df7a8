using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Record.Verify;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>The verifier's own SHA-256 against NIST's examples and against the system's hash, at every width, on whatever processor runs this.</summary>
public sealed class HashLanesTests
{
    // FIPS 180-4's examples and the first ones of the CAVP file SHA256ShortMsg.rsp (byte-oriented messages).
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("616263", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    )]
    [InlineData(
        "61626364656667686263646566676869636465666768696a6465666768696a6b65666768696a6b6c666768696a6b6c6d6768696a6b6c6d6e68696a6b6c6d6e6f"
            + "696a6b6c6d6e6f706a6b6c6d6e6f70716b6c6d6e6f7071726c6d6e6f707172736d6e6f70717273746e6f707172737475",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    )]
    [InlineData("d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")]
    [InlineData("11af", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98")]
    [InlineData("b4190e", "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2")]
    [InlineData("74ba2521", "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e")]
    public void Published_examples_come_out_at_every_width(string message, string digest)
    {
        foreach (var width in (int[])[1, 8, 16])
        {
            var lanes = new HashLanes(width);
            for (var copy = 0; copy < 20; copy++)
            {
                lanes.Add(Convert.FromHexString(message));
                lanes.End();
            }
            lanes.Run();
            for (var copy = 0; copy < 20; copy++)
            {
                Convert.ToHexStringLower(lanes[copy]).ShouldBe(digest, $"{width} lanes");
            }
        }
    }

    [Fact]
    public void A_million_times_the_letter_a_comes_out()
    {
        var lanes = new HashLanes();
        lanes.Add(Encoding.ASCII.GetBytes(new string('a', 1_000_000)));
        lanes.End();
        lanes.Run();
        Convert.ToHexStringLower(lanes[0]).ShouldBe("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_length_up_to_300_agrees_with_the_system(int width)
    {
        var bytes = Bytes(new Random(5), 300);
        Agree(new HashLanes(width), [.. Enumerable.Range(0, 301).Select(n => bytes[..n])]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void Any_mixture_of_lengths_agrees_with_the_system_and_a_second_round_forgets_the_first(int width)
    {
        var random = new Random(width);
        var lanes = new HashLanes(width);
        for (var round = 0; round < 60; round++)
        {
            var messages = Enumerable.Range(0, random.Next(70)).Select(_ => Bytes(random, Length(random))).ToArray();
            Agree(lanes, messages);
        }
    }

    private static int Length(Random random) =>
        random.Next(10) switch
        {
            0 => random.Next(5000),
            1 => 64 * 1024 - 4 + random.Next(8), // On both sides of the longest that a lane takes.
            _ => random.Next(200),
        };

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Agree(HashLanes lanes, byte[][] messages)
    {
        foreach (var message in messages)
        {
            // In pieces, as the columns of an entry come.
            lanes.Add(message.AsSpan(0, message.Length / 3));
            lanes.Add(message.AsSpan(message.Length / 3));
            lanes.End();
        }
        lanes.Run();
        lanes.Count.ShouldBe(messages.Length);
        for (var i = 0; i < messages.Length; i++)
        {
            lanes[i].SequenceEqual(SHA256.HashData(messages[i])).ShouldBeTrue($"message {i} of {messages[i].Length} bytes");
        }
        lanes.Clear();
    }
}
