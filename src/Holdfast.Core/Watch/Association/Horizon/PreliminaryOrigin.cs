namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>An origin that stands until the solver of windows has spoken.</summary>
internal sealed class PreliminaryOrigin(Origin origin, Hypothesis fitted, double proposedAt)
{
    /// <summary>After so many seconds it is looked at again whether or not it got new arrivals: sensors may have been silent.</summary>
    private static readonly double[] Looks = [4, 10, 20, 40];

    private int _looks;

    /// <summary>The name under which it was proposed; it stays.</summary>
    public string Id { get; } = origin.Id;

    public int Number { get; set; }

    public double ProposedAt { get; } = proposedAt;

    public Origin Origin { get; set; } = origin;

    /// <summary>As it was fitted last; its arrivals are numbers of a window that is no more.</summary>
    public Hypothesis Fitted { get; set; } = fitted;

    public bool IsGone { get; set; }

    public bool IsDue(double heardUntil) => _looks < Looks.Length && heardUntil >= Origin.TimeSeconds + Looks[_looks];

    public void Looked(double heardUntil)
    {
        while (IsDue(heardUntil))
        {
            _looks++;
        }
    }
}
