using System.Collections.Immutable;

namespace Holdfast.Core.Watch;

/// <summary>What an observation takes the place of, and what that may be.</summary>
internal sealed partial class ObservationCodecFields
{
    private const int MostSuperseded = 200;

    public ImmutableArray<Supersession> Supersedes { get; set; } = [];

    private ImmutableArray<Supersession> Superseded()
    {
        for (var i = 0; i < Supersedes.Length; i++)
        {
            if (
                Supersedes[i].Series.Length == 0
                || Supersedes.Length > MostSuperseded
                || (i > 0 && string.CompareOrdinal(Supersedes[i - 1].Series, Supersedes[i].Series) >= 0)
            )
            {
                throw Wrong("supersedes", FormattableString.Invariant($"at most {MostSuperseded} series, sorted, each once and not empty"));
            }
        }
        return Supersedes;
    }

    private ImmutableArray<Supersession> OfAnInstant() =>
        Superseded().All(s => s.From is null) ? Supersedes : throw Wrong("supersedes", "without 'from': an arrival is an instant");
}
