using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Fusion;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Fusion;

public sealed class IncidentNameTests
{
    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "p", "m")]
    [InlineData("1969-12-31T23:59:59.123456789Z", "producer", "a-1")]
    [InlineData("2025-04-20T10:15:00.000000007Z", "Київ", "повідомлення 7")]
    [InlineData("-0043-03-15T12:00:00Z", "rome", "ides")]
    public void Id_is_the_hash_of_time_producer_and_message(string time, string producer, string message)
    {
        var when = Iso.Parse(time);
        IncidentName.Of(One(when, producer, message)).Value.ShouldBe(Expected(when, producer, message));
    }

    [Fact]
    public void A_long_message_id_is_hashed_whole()
    {
        var message = new string('x', 2_000);
        IncidentName.Of(One(Reports.Day0, "p", message)).Value.ShouldBe(Expected(Reports.Day0, "p", message));
    }

    private static FixObservation One(Instant when, string producer, string message) =>
        Reports.One("s0", "1", 0, 0, 0) with
        {
            Id = new ObservationId(producer, message),
            When = TimeRange.At(when),
        };

    private static string Expected(Instant when, string producer, string message)
    {
        var text = $"{Iso.Format(when)}\n{producer}\n{message}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
