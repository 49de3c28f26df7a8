using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;
using NodaTime;

namespace Holdfast.Web.Commission.Forms;

/// <summary>What forms are made from: a case as a seat sees it, now.</summary>
internal sealed record FormScene(Case Of, string Seat, Instant Now, CommissionRules Rules, Mission Mission)
{
    /// <summary>The first name of this letter that nothing in the case has: <c>E1</c>, <c>E2</c>...</summary>
    public static string Next(string letter, IEnumerable<string> taken)
    {
        var all = taken.ToHashSet(StringComparer.Ordinal);
        for (var i = 1; ; i++)
        {
            var name = letter + i.ToString(CultureInfo.InvariantCulture);
            if (!all.Contains(name))
            {
                return name;
            }
        }
    }

    /// <summary>An instant as the browser's own field for date and time takes it.</summary>
    public string Local(Instant at) => at.InZone(Mission.Zone).ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    public IEnumerable<(string, string)> Parties => Of.Parties.Select(p => (p, NameOf(p)));

    public string NameOf(string party) => Mission.Parties.FirstOrDefault(p => p.Id == party)?.Name ?? party;

    /// <summary>Items and statements that may be cited, with what they are.</summary>
    public IEnumerable<(string, string)> Citable =>
        Of
            .Evidence.Select(e => (e.Id, $"{e.Id} {e.Title}"))
            .Concat(Of.Statements.Where(s => !Of.IsWithdrawn(s.Id)).Select(s => (s.Id, $"{s.Id} statement of {s.Pseudonym}")));

    /// <summary>People who serve the commission.</summary>
    public IEnumerable<(string, string)> People =>
        Rules
            .Members.Select(m => (m.Id, m.Name))
            .Concat(Rules.Officers.Where(o => o.Office != Office.PartyRepresentative).Select(o => (o.Id, o.Name)));
}
