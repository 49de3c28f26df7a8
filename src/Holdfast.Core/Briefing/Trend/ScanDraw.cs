using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>Data sets under the null hypothesis, of which only the last days are made: that is all a scan looks at.</summary>
internal sealed class ScanDraw
{
    private readonly ScanData _data;
    private readonly int _spans;
    private readonly int _width;

    // The place of each event, in order of places; and how many events fell on each of the last days, the last first.
    private readonly int[] _placeOf;
    private readonly int[] _onDay;
    private readonly AliasTable[] _byDay;

    /// <param name="width">Entries of a row of <see cref="Windows"/>, at least as many as <paramref name="spans"/>.</param>
    public ScanDraw(ScanData data, double[] expected, int spans, int width)
    {
        (_data, _spans, _width) = (data, spans, width);
        _placeOf =
        [
            .. Enumerable
                .Range(0, data.Places.Length)
                .SelectMany(p => Enumerable.Repeat(p, Enumerable.Range(0, data.Days).Sum(d => data.At(p, d)))),
        ];
        _onDay =
        [
            .. Enumerable.Range(0, spans).Select(s => Enumerable.Range(0, data.Places.Length).Sum(p => data.At(p, data.Days - 1 - s))),
        ];
        _byDay = data.Coverage.IsEmpty
            ? []
            :
            [
                .. Enumerable
                    .Range(0, spans)
                    .Select(s => new AliasTable([
                        .. Enumerable.Range(0, data.Places.Length).Select(p => expected[(p * data.Days) + data.Days - 1 - s]),
                    ])),
            ];
    }

    /// <summary>What one thread draws into, again and again.</summary>
    public sealed class Bench(ScanDraw draw)
    {
        internal int[] Deck { get; } = new int[draw._placeOf.Length];

        /// <summary>Events of each place in its last 1, 2, ... days: place x width + span - 1; what is beyond the spans is 0.</summary>
        public double[] Windows { get; } = new double[draw._data.Places.Length * draw._width];
    }

    /// <summary>Draws. The same seed gives the same, whatever the bench held before.</summary>
    public void Into(Bench bench, ulong seed)
    {
        var random = new Draws(seed);
        var windows = bench.Windows;
        Array.Clear(windows);
        if (_byDay.Length > 0)
        {
            Deal(ref random, windows);
        }
        else
        {
            Shuffle(ref random, bench.Deck, windows);
        }
        for (var p = 0; p < _data.Places.Length; p++)
        {
            for (var s = 1; s < _spans; s++)
            {
                windows[(p * _width) + s] += windows[(p * _width) + s - 1];
            }
        }
    }

    // Which events fall on the last days: the beginning of a shuffle of all of them (Fisher and Yates), each slot of a day taking the next.
    private void Shuffle(ref Draws random, int[] deck, double[] windows)
    {
        _placeOf.CopyTo(deck, 0);
        var at = 0;
        for (var s = 0; s < _spans; s++)
        {
            for (var n = 0; n < _onDay[s]; n++, at++)
            {
                var other = at + random.Below(deck.Length - at);
                (deck[at], deck[other]) = (deck[other], deck[at]);
                windows[(deck[at] * _width) + s]++;
            }
        }
    }

    private void Deal(ref Draws random, double[] windows)
    {
        for (var s = 0; s < _spans; s++)
        {
            for (var n = 0; n < _onDay[s]; n++)
            {
                windows[(_byDay[s].Next(ref random) * _width) + s]++;
            }
        }
    }
}
