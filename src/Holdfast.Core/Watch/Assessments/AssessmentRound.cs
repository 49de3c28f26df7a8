using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// One pass over a set of incidents. First every incident is judged with all severities by count left unknown: that settles the outcomes, since an outcome
/// never hangs on a severity. Then the counts are answered from the outcomes, for those incidents alone whose term asked.
/// </summary>
internal sealed class AssessmentRound(Incident[] incidents, int rules)
{
    private readonly RuleJudgement[] _judgements = new RuleJudgement[incidents.Length * rules];
    private readonly bool[] _asked = new bool[incidents.Length * rules];
    private readonly ConcurrentDictionary<(Duration Window, double Radius), bool> _questions = new();
    private readonly ConcurrentDictionary<(int Rule, Mode Mode, Duration Window, double Radius), Lazy<WindowIndex>> _indexes = new();

    public Incident[] Incidents => incidents;

    public SeverityReach Reach => _questions.Keys.Aggregate(SeverityReach.None, (reach, q) => reach.Or(q.Window, q.Radius));

    /// <summary>Settles the outcomes of one incident.</summary>
    public void First(int incident, ImmutableArray<TermRule> terms, PlaceProbability places)
    {
        // One subject for all terms: the loop is sequential, so the closure's slot is always that of the term that asks.
        var slot = 0;
        var subject = new IncidentSubject(incidents[incident], places, (_, _, window, radius) => Note(slot, window, radius));
        for (var r = 0; r < rules; r++)
        {
            slot = incident * rules + r;
            _judgements[slot] = terms[r].Judge(subject);
        }
    }

    /// <summary>Settles the severities of one incident.</summary>
    public void Second(int incident, ImmutableArray<TermRule> terms, PlaceProbability places)
    {
        for (var r = 0; r < rules; r++)
        {
            var slot = incident * rules + r;
            if (_asked[slot] && _judgements[slot].Outcome is Outcome.ApparentBreach or Outcome.Undeterminable)
            {
                _judgements[slot] = terms[r].Judge(Subject(incident, r, places));
            }
        }
    }

    /// <summary>The incident as the given term sees it, with the counts answered. Only after every <see cref="First"/>.</summary>
    public IncidentSubject Subject(int incident, int rule, PlaceProbability places) =>
        new(incidents[incident], places, (_, count, window, radius) => AtLeast(incident, rule, count, window, radius));

    public IncidentFinding[] Findings(ImmutableArray<TermRule> terms)
    {
        var findings = new IncidentFinding[_judgements.Length];
        for (var slot = 0; slot < findings.Length; slot++)
        {
            var (outcome, severity, reasons) = _judgements[slot];
            findings[slot] = new(incidents[slot / rules].Id, terms[slot % rules].Name, outcome, severity, reasons);
        }
        return findings;
    }

    private Truth Note(int slot, Duration window, double radius)
    {
        _asked[slot] = true;
        Ask(window, radius);
        return Truth.Unknown(UnknownReason.Undetermined);
    }

    // A term counts its own incidents ("at least 50 of them"), so the name that comes with the question is always the rule's own.
    private Truth AtLeast(int incident, int rule, int count, Duration window, double radius)
    {
        if (WindowItem.Of(incidents[incident], _judgements[incident * rules + rule].Outcome) is not { } item)
        {
            return Truth.False;
        }
        Ask(window, radius);
        var key = (rule, incidents[incident].Mode, window, radius);
        return _indexes.GetOrAdd(key, k => new(() => IndexOf(k.Rule, k.Mode, k.Window, k.Radius))).Value.AtLeast(item, count);
    }

    // Looking first takes no lock; adding does, even where there is nothing to add.
    private void Ask(Duration window, double radius)
    {
        if (!_questions.ContainsKey((window, radius)))
        {
            _questions.TryAdd((window, radius), true);
        }
    }

    private WindowIndex IndexOf(int rule, Mode mode, Duration window, double radius)
    {
        var items = Enumerable
            .Range(0, incidents.Length)
            .Where(i => incidents[i].Mode == mode)
            .Select(i => WindowItem.Of(incidents[i], _judgements[i * rules + rule].Outcome))
            .OfType<WindowItem>()
            .ToList();
        return new(items, window.BclCompatibleTicks, radius);
    }
}
