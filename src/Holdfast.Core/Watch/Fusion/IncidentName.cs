using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>The id of an incident, without garbage: it is made for every record of a file.</summary>
public static class IncidentName
{
    private const int Digits = 16;
    private const int TimeLength = 30;
    private const int OnStack = 512;
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff";

    /// <param name="least">The least of its observations.</param>
    public static IncidentId Of(FixObservation least)
    {
        var (producer, message) = (least.Id.Producer, least.Id.MessageId);
        var most = TimeLength + 2 + Encoding.UTF8.GetMaxByteCount(producer.Length) + Encoding.UTF8.GetMaxByteCount(message.Length);
        Span<byte> text = stackalloc byte[OnStack];
        if (most > OnStack || !TryTime(least.When.Earliest, text[..TimeLength]))
        {
            return Slow(least);
        }
        text[TimeLength] = (byte)'\n';
        var at = TimeLength + 1;
        at += Encoding.UTF8.GetBytes(producer, text[at..]);
        text[at++] = (byte)'\n';
        at += Encoding.UTF8.GetBytes(message, text[at..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..at], hash);
        return new IncidentId(Convert.ToHexStringLower(hash[..(Digits / 2)]));
    }

    private static IncidentId Slow(FixObservation least)
    {
        var text = $"{Iso.Format(least.When.Earliest)}\n{least.Id.Producer}\n{least.Id.MessageId}";
        return new IncidentId(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits]);
    }

    /// <summary>As <see cref="Iso.Format"/>; false outside the years of the common calendar's type.</summary>
    private static bool TryTime(Instant instant, Span<byte> into)
    {
        if (instant < Instant.FromUtc(1, 1, 1, 0, 0) || instant >= Instant.FromUtc(9999, 12, 31, 0, 0))
        {
            return false;
        }
        var time = instant.ToDateTimeUtc();
        var rest = (int)(instant - Instant.FromDateTimeUtc(time)).TotalNanoseconds;
        var written = time.TryFormat(into, out var length, Format, System.Globalization.CultureInfo.InvariantCulture);
        into[^3] = (byte)('0' + rest / 10);
        into[^2] = (byte)('0' + rest % 10);
        into[^1] = (byte)'Z';
        return written && length == TimeLength - 3;
    }
}
