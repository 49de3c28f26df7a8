using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Verify;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>The verifier stands apart from the writer, and the two agree on what is canonical.</summary>
public sealed class VerifierApartTests
{
    [Fact]
    public void The_verifier_uses_no_type_of_the_program_but_its_own()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var assembly in new[] { typeof(EntryCheck).Assembly, typeof(RecordVerifier).Assembly })
        {
            using var file = new PEReader(File.OpenRead(assembly.Location));
            var metadata = file.GetMetadataReader();
            foreach (var handle in metadata.TypeDefinitions)
            {
                var type = metadata.GetTypeDefinition(handle);
                var space = metadata.GetString(type.Namespace);
                if (space is "Holdfast.Core.Record.Verify" or "Holdfast.App.Record.Verify")
                {
                    var uses = new TypeUses(metadata, file).Of(handle);
                    wrong.UnionWith(
                        uses.Where(u =>
                            u.StartsWith("Holdfast.", StringComparison.Ordinal) && !u.Contains(".Record.Verify.", StringComparison.Ordinal)
                        )
                    );
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\":[1,-2,0.5,1e+21,1e-7,123456789012345680000,5e-324,1.7976931348623157e+308]}")]
    [InlineData("{\"\\n\":1,\"a\":true,\"é\":null}")]
    [InlineData("{\"a\":0.000001}")]
    [InlineData("{\"a\":1e23}")]
    [InlineData("{\"a\":-0}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":0.10}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":1e5}")]
    [InlineData("{\"a\":0.0000001}")]
    [InlineData("{\"a\":12345678901234567890}")]
    [InlineData("{\"a\":\"\\u000a\"}")]
    [InlineData("{\"a\":\"\\u000b\"}")]
    [InlineData("{\"a\":\"\\u001F\"}")]
    [InlineData("{\"a\":\"\\/\"}")]
    [InlineData("{\"b\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"a\":1}x")]
    [InlineData("{\"a\":1},\"kind\":2")]
    [InlineData("[1]")]
    [InlineData("{\"\\uD83D\":1}")]
    [InlineData("{\"ﬀ\":1,\"😀\":2}")]
    [InlineData("{\"😀\":1,\"ﬀ\":2}")]
    public void Both_agree_whether_a_body_is_canonical(string body) => Agree(Encoding.UTF8.GetBytes(body)).ShouldBeTrue(body);

    [Fact]
    public void Both_agree_on_random_numbers_and_on_bent_bodies()
    {
        var random = new Random(3);
        var body = Encoding.UTF8.GetBytes("{\"a\":[1.5,-7e-9,\"x\\n\\u0001é\"],\"b\":{\"c\":12,\"d\":true}}");
        for (var round = 0; round < 20_000; round++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(value))
            {
                var number = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes($$"""{"a":{{value:R}}}"""));
                IsCanonical(number).ShouldBeTrue(Encoding.UTF8.GetString(number));
            }
            var bent = (byte[])body.Clone();
            bent[random.Next(bent.Length)] ^= (byte)(1 << random.Next(8));
            Agree(bent).ShouldBeTrue(Encoding.UTF8.GetString(bent));
        }
    }

    private static bool Agree(byte[] body) => (body[0] == '{' && CanonicalJson.IsCanonical(body)) == IsCanonical(body);

    /// <summary>Through the one door there is: an entry whose body is at fault is told of.</summary>
    private static bool IsCanonical(byte[] body)
    {
        var fine = true;
        var check = new EntryCheck();
        check.Check(new EntryColumns { Body = body }, new byte[32], f => fine &= f.Member != "body");
        return fine;
    }
}
