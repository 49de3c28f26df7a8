namespace Holdfast.Core.Watch.Association;

/// <summary>Corrects travel times from confident events.</summary>
internal interface ICalibration
{
    ICalibration Copy();

    /// <summary>What was learnt counts for less after a while.</summary>
    void Fade(double factor);

    /// <summary>Learns from one origin located with <paramref name="current"/>.</summary>
    void Learn(PickWindow picks, Propagation current, RayFan rays, Hypothesis origin);

    /// <summary>Travel times as told, corrected by what was learnt.</summary>
    Propagation Believed(Propagation told);

    /// <summary>The air over an origin as believed without what that origin taught; null where waves do not travel in air.</summary>
    AirState? Without(PickWindow picks, Propagation propagation, RayFan rays, Hypothesis origin) => null;
}
