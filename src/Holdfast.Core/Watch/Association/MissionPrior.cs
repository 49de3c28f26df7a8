namespace Holdfast.Core.Watch.Association;

/// <summary>Expected events per second and square metre where one is supposed: the background, and the missions of the origins found so far.</summary>
internal sealed class MissionPrior(FireMission? mission)
{
    /// <summary>Shots farther apart than so many mean distances in time are not of one mission.</summary>
    private const double Reach = 6;

    private const double BucketMetres = 3_000;

    private readonly Dictionary<(long Time, long East), List<Member>> near = [];

    /// <summary>Background events per second and square metre.</summary>
    public double Background { get; set; }

    private double BucketSeconds => Reach * (mission?.Seconds ?? 1);

    /// <summary>Begins again with these origins.</summary>
    public void Reset(IEnumerable<Hypothesis> origins)
    {
        near.Clear();
        foreach (var origin in origins)
        {
            Add(origin);
        }
    }

    public void Add(Hypothesis origin)
    {
        if (mission is null)
        {
            return;
        }
        var key = Key(origin.Time, origin.East);
        if (!near.TryGetValue(key, out var bucket))
        {
            near[key] = bucket = [];
        }
        bucket.Add(Member.Of(origin));
    }

    /// <summary>The origin no longer counts. Its time and place are those it was added with.</summary>
    public void Remove(Hypothesis origin)
    {
        if (near.TryGetValue(Key(origin.Time, origin.East), out var bucket))
        {
            bucket.RemoveAll(member => ReferenceEquals(member.Origin, origin));
        }
    }

    public double Density(Hypothesis supposed) => Density(supposed, [], []);

    /// <summary>The same without some origins, and with others that were not added.</summary>
    public double Density(Hypothesis supposed, Hypothesis[] without, List<Hypothesis> with)
    {
        var density = Background;
        if (mission is null)
        {
            return density;
        }
        var (time, east) = Key(supposed.Time, supposed.East);
        for (var index = 0; index < 9; index++)
        {
            if (!near.TryGetValue((time + (index % 3) - 1, east + (index / 3) - 1), out var bucket))
            {
                continue;
            }
            foreach (var member in bucket)
            {
                if (!ReferenceEquals(member.Origin, supposed) && Array.IndexOf(without, member.Origin) < 0)
                {
                    density += Of(mission, supposed, member);
                }
            }
        }
        foreach (var origin in with)
        {
            density += Of(mission, supposed, Member.Of(origin));
        }
        return density;
    }

    private static double Of(FireMission mission, Hypothesis supposed, Member member)
    {
        var seconds = supposed.Time - member.Time;
        if (Math.Abs(seconds) > Reach * mission.Seconds)
        {
            return 0;
        }
        var east = supposed.East - member.East;
        var north = supposed.North - member.North;
        return mission.Density(seconds, (east * east) + (north * north), member.Variance);
    }

    private (long Time, long East) Key(double time, double east) =>
        ((long)Math.Floor(time / BucketSeconds), (long)Math.Floor(east / BucketMetres));

    /// <summary>An origin as it was when it was added: tasks that move origins at the same time must not see each other.</summary>
    private sealed record Member(Hypothesis Origin, double Time, double East, double North, double Variance)
    {
        public static Member Of(Hypothesis origin) =>
            new(origin, origin.Time, origin.East, origin.North, 0.5 * (origin.Covariance.A11 + origin.Covariance.A22));
    }
}
