using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class LeafHashTests
{
    private static readonly Instant At = Instant.FromUtc(2025, 4, 19, 15, 0).PlusNanoseconds(120);
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    private static readonly EntryDraft Draft = new(
        "firms",
        "row \"7\"",
        "NASA",
        Standing.Recorded,
        Label.Public,
        Mode.Actual,
        "observation.fix/1",
        new TimeRange(At, At + Duration.FromHours(1)),
        """{"frp":12.5}"""u8.ToArray()
    );

    [Fact]
    public void The_envelope_embeds_the_body_among_sorted_names() =>
        Encoding
            .UTF8.GetString(LeafHash.Envelope(Draft, At))
            .ShouldBe(
                string.Concat(
                    """{"author":"NASA","body":{"frp":12.5},"kind":"observation.fix/1","label":"public",""",
                    """ "message_id":"row \"7\"","mode":"actual","producer":"firms",""".TrimStart(),
                    """ "recorded_at":"2025-04-19T15:00:00.000000120Z","standing":"recorded",""".TrimStart(),
                    """ "valid_from":"2025-04-19T15:00:00.000000120Z","valid_to":"2025-04-19T16:00:00.000000120Z"}""".TrimStart()
                )
            );

    [Fact]
    public void The_envelope_is_canonical_and_leaves_out_a_valid_time_that_is_not_there()
    {
        var envelope = LeafHash.Envelope(Draft with { Valid = null }, At);
        CanonicalJson.FaultOf(envelope).ShouldBeNull();
        Encoding.UTF8.GetString(envelope).ShouldNotContain("valid");
    }

    [Fact]
    public void The_hash_is_a_RFC6962_leaf_over_the_salted_commitment()
    {
        var commitment = SHA256.HashData([.. Salt, .. LeafHash.Envelope(Draft, At)]);
        LeafHash.Of(Draft, At, Salt).ShouldBe(SHA256.HashData([0x00, .. commitment]));
    }

    [Fact]
    public void Every_field_and_the_salt_change_the_hash()
    {
        var variants = new[]
        {
            Draft with
            {
                Producer = "x",
            },
            Draft with
            {
                MessageId = "x",
            },
            Draft with
            {
                Author = "x",
            },
            Draft with
            {
                Standing = Standing.Attributed,
            },
            Draft with
            {
                Label = Label.Restricted,
            },
            Draft with
            {
                Mode = Mode.Test,
            },
            Draft with
            {
                Kind = "x/1",
            },
            Draft with
            {
                Valid = null,
            },
            Draft with
            {
                Body = "{}"u8.ToArray(),
            },
        };
        var hashes = variants.Select(v => LeafHash.Of(v, At, Salt)).Append(LeafHash.Of(Draft, At, Salt));
        hashes = hashes.Append(LeafHash.Of(Draft, At.PlusNanoseconds(1), Salt)).Append(LeafHash.Of(Draft, At, new byte[16]));
        hashes.Select(Convert.ToHexString).Distinct().Count().ShouldBe(variants.Length + 3);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00.000000000Z")]
    [InlineData("1969-12-31T23:59:59.999999999Z")]
    [InlineData("1970-01-01T00:00:00.000000000Z")]
    [InlineData("2024-02-29T12:34:56.789012345Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    public void Instants_are_written_and_read_as_NodaTime_does(string text)
    {
        var instant = Iso.Parse(text);
        var bytes = new byte[InstantText.Length];
        InstantText.Format(instant, bytes);
        Encoding.ASCII.GetString(bytes).ShouldBe(text);
        Iso.Format(instant).ShouldBe(text);
        InstantText.Parse(bytes).ShouldBe(instant);
    }
}
