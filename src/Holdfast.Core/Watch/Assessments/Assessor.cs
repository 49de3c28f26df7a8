using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// Puts incidents to the terms. What it says is <em>alleged</em>: a term was apparently broken, not by whom; the perpetrator stays undetermined. Pure: the
/// answer is a function of the set of incidents, the terms, the facts and the thresholds; the order of the incidents and the number of threads do
/// not matter. Rejected incidents are not assessed and do not count towards a severity. Safe for many threads.
/// </summary>
public sealed class Assessor
{
    private const int WorthParallel = 2_000;

    private readonly ImmutableArray<TermRule> _rules;
    private readonly PlaceProbability _places;

    /// <param name="rules">Sorted by name, each name once.</param>
    public Assessor(IEnumerable<TermRule> rules, PlaceProbability places)
    {
        _rules = [.. rules.OrderBy(r => r.Name, StringComparer.Ordinal)];
        _places = places;
    }

    public static Assessor For(ClauseSet clauses, Atlas atlas, FactBase facts, Thresholds thresholds) =>
        new(TermRule.Of(clauses, facts, thresholds), new PlaceProbability(atlas));

    /// <summary>What every term makes of every incident, with traces; sorted by incident, then term.</summary>
    public static IReadOnlyList<Assessment> Assess(
        IReadOnlyList<Incident> incidents,
        ClauseSet clauses,
        Atlas atlas,
        FactBase facts,
        Thresholds thresholds
    ) => For(clauses, atlas, facts, thresholds).Assess(incidents);

    /// <inheritdoc cref="Assess(IReadOnlyList{Incident}, ClauseSet, Atlas, FactBase, Thresholds)"/>
    public IReadOnlyList<Assessment> Assess(IReadOnlyList<Incident> incidents)
    {
        var round = Round(incidents);
        var all = new Assessment[round.Incidents.Length * _rules.Length];
        EachIncident(
            round.Incidents.Length,
            i =>
            {
                for (var r = 0; r < _rules.Length; r++)
                {
                    var subject = round.Subject(i, r, _places);
                    all[i * _rules.Length + r] = new(round.Incidents[i].Id, _rules[r].Name, _rules[r].Explain(subject));
                }
            }
        );
        return all;
    }

    /// <summary>The same findings without traces, several times faster; sorted by incident, then term.</summary>
    public IReadOnlyList<IncidentFinding> Judge(IReadOnlyList<Incident> incidents) => JudgeWithReach(incidents).Findings;

    /// <summary>The findings, and how far the severities by count looked: what <see cref="AffectedBy"/> and the streaming form need to know.</summary>
    public (IReadOnlyList<IncidentFinding> Findings, SeverityReach Reach) JudgeWithReach(IReadOnlyList<Incident> incidents)
    {
        var round = Round(incidents);
        return (round.Findings(_rules), round.Reach);
    }

    /// <summary>
    /// One term's verdict with its trace, for a page. <paramref name="around"/> are the incidents that may count towards its severity (all within the reach;
    /// more do no harm). Throws <see cref="ArgumentException"/> for a term that does not exist.
    /// </summary>
    public TermVerdict Explain(Incident incident, IReadOnlyList<Incident> around, string term)
    {
        var rule = _rules.FirstOrDefault(r => r.Name == term) ?? throw new ArgumentException($"There is no term '{term}'.", nameof(term));
        var single = new Assessor([rule], _places).Round([.. around.Where(i => i.Id != incident.Id), incident]);
        return rule.Explain(single.Subject(Array.FindIndex(single.Incidents, i => i.Id == incident.Id), 0, _places));
    }

    /// <summary>
    /// Ids of the incidents whose assessments may differ once some have changed, sorted: the changed ones and all within the reach of them in time and place.
    /// </summary>
    /// <param name="changed">Old and new versions of whatever appeared, changed or went.</param>
    public static IReadOnlyList<IncidentId> AffectedBy(IReadOnlyList<Incident> all, IReadOnlyList<Incident> changed, SeverityReach reach)
    {
        var affected = new SortedSet<IncidentId>(changed.Select(c => c.Id));
        if (reach.RadiusMetres <= 0)
        {
            return [.. affected];
        }
        foreach (var incident in all)
        {
            if (!affected.Contains(incident.Id) && changed.Any(c => c.Mode == incident.Mode && InReach(incident, c, reach)))
            {
                affected.Add(incident.Id);
            }
        }
        return [.. affected];
    }

    /// <summary>The incidents that were assessed, sorted by id; what each of the rules finds of each, in that order; and how many rules there are.</summary>
    internal (Incident[] Incidents, IncidentFinding[] Findings, int Rules) JudgeEach(IReadOnlyList<Incident> incidents)
    {
        var round = Round(incidents);
        return (round.Incidents, round.Findings(_rules), _rules.Length);
    }

    internal AssessmentRound Round(IReadOnlyList<Incident> incidents)
    {
        Incident[] sorted = [.. incidents.Where(i => i.Status != IncidentStatus.Rejected).OrderBy(i => i.Id)];
        var round = new AssessmentRound(sorted, _rules.Length);
        EachIncident(sorted.Length, i => round.First(i, _rules, _places));
        EachIncident(sorted.Length, i => round.Second(i, _rules, _places));
        return round;
    }

    private static bool InReach(Incident a, Incident b, SeverityReach reach)
    {
        var open = Open(a) + Open(b);
        return a.When.Earliest - reach.Window <= b.When.Latest
            && b.When.Earliest - reach.Window <= a.When.Latest
            && new GeoPlane(a.Where.Centre).Project(b.Where.Centre).Length <= reach.RadiusMetres + open;
    }

    private static double Open(Incident incident) => 2 * incident.Where.Ellipse.SemiMajorMetres;

    private static void EachIncident(int count, Action<int> act)
    {
        if (count >= WorthParallel)
        {
            Parallel.For(0, count, act);
            return;
        }
        for (var i = 0; i < count; i++)
        {
            act(i);
        }
    }
}
