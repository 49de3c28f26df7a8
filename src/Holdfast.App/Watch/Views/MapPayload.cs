using System.Text;
using System.Text.Json;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes the map's columns (<see cref="IWatchViews.MapAsync"/>): figures go as digits straight into one buffer, words as ordinals.</summary>
internal sealed class MapPayload
{
    /// <summary>More points than this are not drawn; the payload then says so in <c>truncated</c>.</summary>
    public const int MostPoints = 250_000;

    private readonly MapPoints _points;
    private readonly DigitBuffer _to;

    private MapPayload(MapPoints points, DigitBuffer to)
    {
        _points = points;
        _to = to;
    }

    public static ReadOnlyMemory<byte> Write(MapPoints points, bool blurred)
    {
        using var to = new DigitBuffer((points.Order.Length * 90) + 4096);
        new MapPayload(points, to).Columns(blurred);
        return to.ToArray();
    }

    private void Columns(bool blurred)
    {
        _to.Text("{"u8);
        Ids();
        Degrees("\"lon\":["u8, _points.Longitude);
        Degrees("\"lat\":["u8, _points.Latitude);
        Times("\"t\":["u8, _points.Start);
        Times("\"t2\":["u8, _points.End);
        Numbers("\"kind\":["u8, _points.Kind);
        Numbers("\"out\":["u8, _points.Outcome);
        Numbers("\"sev\":["u8, _points.Severity);
        Numbers("\"ver\":["u8, _points.Level);
        if (!blurred)
        {
            Numbers("\"a\":["u8, _points.Major);
            Numbers("\"b\":["u8, _points.Minor);
            Tenths("\"az\":["u8, _points.Azimuth);
        }
        Kinds();
        _to.Text(blurred ? "\"blurred\":true,"u8 : "\"blurred\":false,"u8);
        _to.Text(_points.Order.Length == MostPoints ? "\"truncated\":true}"u8 : "\"truncated\":false}"u8);
    }

    private void Ids()
    {
        _to.Text("\"ids\":["u8);
        foreach (var i in _points.Order)
        {
            var id = _points.Id(i);
            _to.Ensure(id.Length + 3);
            _to.Byte((byte)'"');
            _to.Copy(id);
            _to.Byte((byte)'"');
            _to.Byte((byte)',');
        }
        Close();
    }

    private void Degrees(ReadOnlySpan<byte> opening, int[] column)
    {
        _to.Text(opening);
        foreach (var i in _points.Order)
        {
            _to.Ensure(DigitBuffer.Widest);
            _to.Degrees(column[i]);
            _to.Byte((byte)',');
        }
        Close();
    }

    private void Times(ReadOnlySpan<byte> opening, long[] column)
    {
        _to.Text(opening);
        foreach (var i in _points.Order)
        {
            _to.Ensure(DigitBuffer.Widest);
            _to.Number(column[i]);
            _to.Byte((byte)',');
        }
        Close();
    }

    private void Numbers(ReadOnlySpan<byte> opening, int[] column)
    {
        _to.Text(opening);
        foreach (var i in _points.Order)
        {
            _to.Ensure(DigitBuffer.Widest);
            _to.NumberOrNull(column[i]);
            _to.Byte((byte)',');
        }
        Close();
    }

    private void Tenths(ReadOnlySpan<byte> opening, int[] column)
    {
        _to.Text(opening);
        foreach (var i in _points.Order)
        {
            _to.Ensure(DigitBuffer.Widest);
            _to.TenthsOrNull(column[i]);
            _to.Byte((byte)',');
        }
        Close();
    }

    private void Kinds()
    {
        _to.Text("\"kinds\":["u8);
        foreach (var kind in _points.Kinds)
        {
            _to.Text("\""u8);
            _to.Text(JsonEncodedText.Encode(Encoding.UTF8.GetString(kind)).EncodedUtf8Bytes);
            _to.Text("\","u8);
        }
        Close();
    }

    private void Close()
    {
        _to.TrimComma();
        _to.Text("],"u8);
    }
}
