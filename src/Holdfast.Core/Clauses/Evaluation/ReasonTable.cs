using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>
/// The codes of the reasons that a term can give, each a bit of a mask, so that bulk work gathers reasons without allocating. A term with more
/// than 63 different reasons lumps the rest together as <see cref="Several"/>.
/// </summary>
internal sealed class ReasonTable
{
    public const string Several = "several";

    private readonly List<string> _codes = [];

    public ReasonTable()
    {
        Time = Bit("time");
        Place = Bit("place");
        Kind = Bit("kind");
        Distance = Bit("distance");
        Condition = Bit("condition");
        Date = Bit("date");
        Footprint = Bit("footprint");
        AnyWay = Bit("any_way");
        Breach = Bit("breach");
        SeverityUnknown = Bit("severity:unknown");
    }

    public ulong Time { get; }
    public ulong Place { get; }
    public ulong Kind { get; }
    public ulong Distance { get; }
    public ulong Condition { get; }
    public ulong Date { get; }
    public ulong Footprint { get; }
    public ulong AnyWay { get; }
    public ulong SeverityUnknown { get; }
    public ulong Breach { get; }

    public ulong Bit(string code)
    {
        var index = _codes.IndexOf(code);
        if (index < 0 && _codes.Count < 63)
        {
            index = _codes.Count;
            _codes.Add(code);
        }
        return 1ul << (index < 0 ? 63 : index);
    }

    /// <summary>The codes of a mask, in the order in which the term names them.</summary>
    public ImmutableArray<string> Codes(ulong mask)
    {
        var codes = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < _codes.Count; i++)
        {
            if ((mask & (1ul << i)) != 0)
            {
                codes.Add(_codes[i]);
            }
        }
        if ((mask & (1ul << 63)) != 0)
        {
            codes.Add(Several);
        }
        return codes.ToImmutable();
    }
}
