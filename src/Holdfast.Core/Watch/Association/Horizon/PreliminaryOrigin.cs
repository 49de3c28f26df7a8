namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>An origin that stands until the solver of windows has spoken.</summary>
internal sealed class PreliminaryOrigin(string id, Origin origin, Hypothesis fitted, double proposedAt)
{
    /// <summary>From this evidence on its arrivals are its own as far as the search goes; a fit may still take them for their price.</summary>
    private const double FirmEvidence = 20;

    /// <summary>What makes the search count an arrival although it has an owner (<see cref="PickWindow.IsOpen"/>).</summary>
    private const double OpenSlack = 2;

    /// <summary>After so many seconds it is looked at again whether or not it got new arrivals: sensors may have been silent.</summary>
    private static readonly double[] Looks = [4, 10, 20, 40];

    private int _looks;

    /// <summary>The name under which it was proposed; it stays.</summary>
    public string Id { get; } = id;

    public int Number { get; set; }

    public double ProposedAt { get; } = proposedAt;

    public Origin Origin { get; set; } = origin;

    /// <summary>As it was fitted last; its arrivals are numbers of a window that is no more.</summary>
    public Hypothesis Fitted { get; set; } = fitted;

    public bool IsGone { get; set; }

    /// <summary>What it would lose with each arrival, by the arrival's id.</summary>
    public Dictionary<string, (double Gain, double Slack)> Gains { get; } = new(StringComparer.Ordinal);

    /// <summary>Says in a window that an arrival is this origin's, and for what price it may be had.</summary>
    public void Own(PickWindow picks, int pick)
    {
        var (gain, slack) = Gains.GetValueOrDefault(picks.Arrivals[pick].Id);
        picks.Give(pick, Number, gain, Fitted.Evidence < FirmEvidence ? OpenSlack : slack);
    }

    public bool IsDue(double heardUntil) => _looks < Looks.Length && heardUntil >= Origin.TimeSeconds + Looks[_looks];

    public void Looked(double heardUntil)
    {
        while (IsDue(heardUntil))
        {
            _looks++;
        }
    }
}
