using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Phrases;

/// <summary>Reads a phrase from left to right: at each word the first thing that fits is taken; what fits nothing is kept as not understood.</summary>
internal sealed class PhraseReader
{
    private readonly string _text;
    private readonly List<PhraseToken> _tokens;
    private readonly List<PhraseSpan> _unread = [];
    private readonly DistanceReader _distances;
    private RosePhrase _phrase;
    private int _at;

    public PhraseReader(string text)
    {
        _text = text;
        _phrase = new RosePhrase { Text = text };
        _tokens = PhraseToken.Of(text.Length <= RosePhrase.MostCharacters ? text : text[..RosePhrase.MostCharacters]);
        _distances = new DistanceReader(_tokens);
    }

    public RosePhrase Read()
    {
        while (_at < _tokens.Count)
        {
            if (!(Mark() || Nowhere() || Distance() || Calibre() || Named() || Azimuth() || Direction() || Count() || Filler()))
            {
                NotUnderstood(_at, _at + 1);
            }
        }
        if (_text.Length > RosePhrase.MostCharacters)
        {
            _unread.Add(new PhraseSpan(RosePhrase.MostCharacters, _text.Length - RosePhrase.MostCharacters));
        }
        return _phrase with { Kinds = Kinds(), NotUnderstood = Joined() };
    }

    private bool Mark() => _tokens[_at].Kind is TokenKind.Mark or TokenKind.Dash && Take(1);

    // "undetermined distance", "n/k direction": said to be unknown, and understood as that.
    private bool Nowhere()
    {
        var next = _at + 1;
        var known = PhraseWords.Directions.GetValueOrDefault(_tokens[_at].Text) == PhraseDirection.Undetermined;
        if (Abbreviated(_at))
        {
            (known, next) = (true, _at + 3);
        }
        if (known && next < _tokens.Count && PhraseWords.Wheres.Contains(_tokens[next].Text))
        {
            return Take(next + 1 - _at);
        }
        return Abbreviated(_at) && Take(3);
    }

    // "N/K", which the tables write for what is not known; without this its N would be north.
    private bool Abbreviated(int at) =>
        at + 2 < _tokens.Count && _tokens[at].Text is "n" && _tokens[at + 1].Text is "/" or "." && _tokens[at + 2].Text is "k" or "a";

    private bool Distance()
    {
        var (range, taken) = _distances.At(_at);
        if (taken == 0)
        {
            return false;
        }
        if (range is null || _phrase.Range is not null)
        {
            return NotUnderstood(_at, _at + taken);
        }
        _phrase = _phrase with { Range = range };
        return Take(taken);
    }

    private bool Calibre()
    {
        if (
            _at + 1 >= _tokens.Count
            || _tokens[_at].Kind != TokenKind.Number
            || _tokens[_at + 1].Text is not ("mm" or "millimetre" or "millimeter")
        )
        {
            return false;
        }
        var read = DistanceReader.Number(_tokens[_at].Text, out var calibre, out _) && calibre is >= 2 and <= 420;
        if (!read || _phrase.CalibreMillimetres is not null)
        {
            return NotUnderstood(_at, _at + 2);
        }
        _phrase = _phrase with { CalibreMillimetres = calibre };
        return Take(2);
    }

    private bool Named()
    {
        if (Find(PhraseWords.Exercises, _at) is (not null, var training))
        {
            _phrase = _phrase with { Exercise = true };
            return Take(training);
        }
        if (Find(PhraseWords.Weapons, _at) is ({ } weapon, var taken))
        {
            if (_phrase.Weapon.Length > 0 && _phrase.Weapon != weapon.Name)
            {
                return NotUnderstood(_at, _at + taken);
            }
            _phrase = _phrase with { Weapon = weapon.Name };
            return Take(taken);
        }
        if (Find(PhraseWords.Observations, _at) is ({ } observation, var words))
        {
            // "explosions and bursts" are two reports: the second is not folded into the first. A "round" may be that of what was named before.
            if (_phrase.Observation.Length > 0 && _phrase.Observation != observation.Name && observation.Name != "round")
            {
                return NotUnderstood(_at, _at + words);
            }
            _phrase = _phrase.Observation.Length > 0 ? _phrase : _phrase with { Observation = observation.Name };
            return Take(words);
        }
        return false;
    }

    private (PhraseWord? Word, int Tokens) Find(ImmutableArray<PhraseWord> table, int at)
    {
        foreach (var word in table)
        {
            var next = at;
            var i = 0;
            for (; i < word.Words.Length && next < _tokens.Count; i++)
            {
                next += i > 0 && _tokens[next].Kind == TokenKind.Dash ? 1 : 0;
                var last = i == word.Words.Length - 1;
                if (next >= _tokens.Count || !(_tokens[next].Text == word.Words[i] || (last && _tokens[next].Text == word.Words[i] + "s")))
                {
                    break;
                }
                next++;
            }
            if (i == word.Words.Length)
            {
                return (word, next - at);
            }
        }
        return (null, 0);
    }

    private bool Azimuth()
    {
        if (_tokens[_at].Kind != TokenKind.Word || RosePoints.At(_tokens, _at) is not (var point and >= 0, var taken))
        {
            return false;
        }
        var next = _at + taken;
        var joint = next + 1 < _tokens.Count && (_tokens[next].Kind == TokenKind.Dash || _tokens[next].Text == "to") ? next : -1;
        if (joint < 0 || RosePoints.At(_tokens, joint + 1) is not (var second and >= 0, var more))
        {
            return Point(RosePoints.Sector(point), taken);
        }
        var both = joint + 1 + more - _at;
        if (_tokens[joint].Text == "to")
        {
            if (_phrase.Flight is not null)
            {
                return NotUnderstood(_at, _at + both);
            }
            _phrase = _phrase with { Flight = (RosePoints.Sector(point), RosePoints.Sector(second)) };
            return Take(both);
        }
        // Farther apart than a quarter of the horizon a dash may as well mean a trajectory.
        return Math.Abs(RosePoints.Steps(point, second)) <= 4 ? Point(RosePoints.Arc(point, second), both) : NotUnderstood(_at, _at + both);
    }

    private bool Point(PhraseAzimuth azimuth, int taken)
    {
        if (_phrase.Azimuth is not null)
        {
            return NotUnderstood(_at, _at + taken);
        }
        _phrase = _phrase with { Azimuth = azimuth };
        Take(taken);
        if (_at + 1 < _tokens.Count && _tokens[_at].Text == "of" && IsName(_at + 1))
        {
            var from = ++_at;
            while (_at < _tokens.Count && (IsName(_at) || Joins(_at)))
            {
                _at++;
            }
            _phrase = _phrase with { Of = _text[_tokens[from].Start.._tokens[_at - 1].End] };
        }
        return true;
    }

    // Names of places are written large; "SMM position" is the observer's own.
    private bool IsName(int at) =>
        _tokens[at].Kind == TokenKind.Word
        && (
            (_tokens[at].Capital && _tokens[at].Text is not "smm")
            || _tokens[at].Text is "city" or "centre" or "airport" or "village" or "town"
        );

    // A dash, an apostrophe or a number inside a name: "Zolote-4", "Pisky's", not the dash behind it.
    private bool Joins(int at) =>
        _tokens[at].Start == _tokens[at - 1].End
        && (
            _tokens[at].Kind == TokenKind.Number
            || (
                at + 1 < _tokens.Count
                && _tokens[at + 1].Start == _tokens[at].End
                && (_tokens[at].Kind == TokenKind.Dash || _tokens[at].Text is "'" or "\u2019")
            )
            || (_tokens[at].Kind == TokenKind.Word && _tokens[at - 1].Text is "'" or "\u2019")
        );

    private bool Direction()
    {
        if (!PhraseWords.Directions.TryGetValue(_tokens[_at].Text, out var direction))
        {
            return false;
        }
        // "undetermined" yields to what is said besides; two that contradict each other are not settled here.
        if (_phrase.Direction is PhraseDirection.Unstated or PhraseDirection.Undetermined)
        {
            _phrase = _phrase with { Direction = direction };
            return Take(1);
        }
        return direction == PhraseDirection.Undetermined || direction == _phrase.Direction ? Take(1) : NotUnderstood(_at, _at + 1);
    }

    // A number counts only what follows it: "3 SE" is not three of anything.
    private bool Count()
    {
        var word = _tokens[_at].Text;
        var article = word is "a" or "an";
        var number =
            PhraseWords.Counts.TryGetValue(word, out var count) ? count
            : article ? 1
            : -1;
        if (_tokens[_at].Kind == TokenKind.Number)
        {
            var plain = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 100_000;
            number = plain && !(_at + 1 < _tokens.Count && _tokens[_at + 1].Kind == TokenKind.Dash) ? number : 0;
        }
        if (number < 0)
        {
            return false;
        }
        if (number == 0 || _phrase.Count is not null || !CountsSomething(_at + 1))
        {
            return article ? Take(1) : NotUnderstood(_at, _at + 1);
        }
        _phrase = _phrase with { Count = number };
        return Take(1);
    }

    private bool CountsSomething(int at)
    {
        for (var last = Math.Min(_tokens.Count, at + 6); at < last; at++)
        {
            if (Find(PhraseWords.Observations, at).Word is not null || Find(PhraseWords.Weapons, at).Word is not null)
            {
                return true;
            }
            if (!PhraseWords.Directions.ContainsKey(_tokens[at].Text) && !PhraseWords.Fillers.Contains(_tokens[at].Text))
            {
                return false;
            }
        }
        return false;
    }

    private bool Filler() => _tokens[_at].Kind == TokenKind.Word && PhraseWords.Fillers.Contains(_tokens[_at].Text) && Take(1);

    private ImmutableArray<KindWeight> Kinds()
    {
        var kind =
            _phrase.Exercise ? PhraseWords.Exercises[0].Kind
            : PhraseWords.Weapons.FirstOrDefault(w => w.Name == _phrase.Weapon) is { } weapon ? weapon.Kind
            : PhraseWords.Observations.FirstOrDefault(o => o.Name == _phrase.Observation)?.Kind;
        return kind is null ? [] : [new KindWeight(kind, 1)];
    }

    private bool Take(int tokens)
    {
        _at += tokens;
        return true;
    }

    private bool NotUnderstood(int from, int until)
    {
        _unread.Add(new PhraseSpan(_tokens[from].Start, _tokens[until - 1].End - _tokens[from].Start));
        _at = until;
        return true;
    }

    // Neighbours become one stretch: blanks and dashes between two that were not understood were not understood either.
    private ImmutableArray<PhraseSpan> Joined()
    {
        var joined = new List<PhraseSpan>();
        foreach (var span in _unread)
        {
            var last = joined.Count > 0 ? joined[^1] : default;
            var between = joined.Count > 0 ? _text.AsSpan(last.Start + last.Length, span.Start - last.Start - last.Length) : default;
            var touches = joined.Count > 0 && PhraseToken.Of(between.ToString()).TrueForAll(t => t.Kind == TokenKind.Dash);
            if (touches)
            {
                joined[^1] = new PhraseSpan(last.Start, span.Start + span.Length - last.Start);
            }
            else
            {
                joined.Add(span);
            }
        }
        return [.. joined];
    }
}
