using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// Draws rounds that fly from one side of the front to the other: the blast at the muzzle, the bow wave where the round is faster than sound, the burst where it falls after its time of flight; and
/// explosions that no gun made. One start in eight is a mission, as in <see cref="LineShots"/>.
/// </summary>
internal sealed class LineGuns(LineOptions options, Draws draws)
{
    private const double SectorKm = 20;

    /// <summary>Share of starts that belong to no firing.</summary>
    private const double OtherShare = 0.15;

    /// <summary>Share of rounds that do not burst.</summary>
    private const double DudShare = 0.05;

    private const int MostTries = 60;

    /// <summary>Spread of a gun's rounds where they fall, metres each axis.</summary>
    private const double FallMetres = 100;

    private const double GunMetres = 40;

    private int count;
    private int missions;
    private int firings;

    /// <summary>What begins in a stretch; bursts, and further rounds of a mission, may follow after its end.</summary>
    public List<SimulatedEvent> Make(double from, double to)
    {
        var made = new List<SimulatedEvent>();
        var wanted = draws.Poisson(options.Rate * (to - from) / 60 * options.LengthKm / SectorKm);
        for (var starts = 0; starts < wanted; starts++)
        {
            var time = from + (draws.Uniform() * (to - from));
            if (draws.Uniform() < OtherShare)
            {
                Other(time, made);
                continue;
            }
            var gun = Aim();
            if (draws.Uniform() < 7.0 / 8)
            {
                Fire(gun, time, -1, made);
                continue;
            }
            for (var rounds = 1 + draws.Poisson(6); rounds > 0 && time < options.DurationSeconds; rounds--, starts++)
            {
                Fire(gun, time, missions, made);
                time += 4 * draws.Exponential();
            }
            missions++;
            starts--;
        }
        return made;
    }

    private void Other(double time, List<SimulatedEvent> made)
    {
        var x = draws.Uniform() * options.LengthKm;
        var y = LineScenario.Front(x) - 10 + (25 * draws.Uniform());
        var draw = draws.Uniform();
        var loudness =
            draw < 0.5 ? 0
            : draw < 0.85 ? 1
            : 2;
        var level = Level(0.5 * Math.Exp(1.2 * draws.Gauss()));
        made.Add(
            new SimulatedEvent(count++, time, x * 1_000, y * 1_000, 0, loudness)
            {
                Part = new GunPart(OriginRole.Neither, "explosion", -1, null, level),
            }
        );
    }

    /// <summary>A gun and where its rounds fall: drawn until the burst lies behind the other side's front.</summary>
    private Gun Aim()
    {
        var gun = Draw();
        for (var tries = 1; tries < MostTries && !gun.Fits; tries++)
        {
            gun = Draw();
        }
        return gun;
    }

    private Gun Draw()
    {
        var draw = draws.Uniform();
        var (number, least, deep) =
            draw < 0.45 ? (2, 1.0, 4.0)
            : draw < 0.82 ? (0, 4.0, 9.0)
            : (1, 5.0, 11.0);
        var weapon = WeaponFlight.All[number];
        var north = draws.Uniform() < 0.7;
        var x = draws.Uniform() * options.LengthKm;
        var y = LineScenario.Front(x) + ((north ? 1 : -1) * (least + (deep * draws.Uniform())));
        var flight = Trajectory.Of(
            Between(weapon.SlowestMetresPerSecond, weapon.FastestMetresPerSecond),
            Between(weapon.LowestDegrees, weapon.HighestDegrees) * Math.PI / 180,
            Between(weapon.LeastDrag, weapon.MostDrag)
        );
        var azimuth = (north ? Math.PI : 0) + (0.5 * draws.Gauss());
        var (sine, cosine) = Math.SinCos(azimuth);
        var (toX, toY) = (x + (flight.RangeMetres / 1_000 * sine), y + (flight.RangeMetres / 1_000 * cosine));
        var beyond = (north ? -1 : 1) * (toY - LineScenario.Front(toX));
        var charge = weapon.LeastCharge * Math.Exp(draws.Uniform() * Math.Log(weapon.MostCharge / weapon.LeastCharge));
        return new Gun(
            weapon,
            x * 1_000,
            y * 1_000,
            azimuth,
            flight,
            charge,
            beyond is > -1 and < 10 && toX >= 0 && toX <= options.LengthKm
        );
    }

    private void Fire(Gun gun, double time, int mission, List<SimulatedEvent> made)
    {
        var firing = firings++;
        var kind = gun.Weapon.Kind;
        var (east, north) = (gun.East + (GunMetres * draws.Gauss()), gun.North + (GunMetres * draws.Gauss()));
        var loud =
            kind == "mortar" ? 0
            : kind == "artillery" ? 1
            : 2;
        // About a third of what the charge would give, mostly forward (ISO 17201-1): the voice knows the direction.
        var muzzle = new GunPart(OriginRole.Muzzle, kind, firing, gun.Azimuth, Level(0.3 * gun.Charge));
        made.Add(new SimulatedEvent(count++, time, east, north, 0, loud, mission) { Part = muzzle });
        if (gun.Flight.Points[0].Speed > 350)
        {
            var bow = muzzle with { Role = OriginRole.Bow, Flight = gun.Flight };
            made.Add(new SimulatedEvent(count++, time, east, north, 0, 0, mission) { Part = bow });
        }
        var falls = time + (gun.Flight.FlightSeconds * (1 + (0.005 * draws.Gauss())));
        var (sine, cosine) = Math.SinCos(gun.Azimuth);
        var (toEast, toNorth) = (
            gun.East + (gun.Flight.RangeMetres * sine) + (FallMetres * draws.Gauss()),
            gun.North + (gun.Flight.RangeMetres * cosine) + (FallMetres * draws.Gauss())
        );
        if (draws.Uniform() < DudShare || falls >= options.DurationSeconds)
        {
            return;
        }
        var burst = new GunPart(OriginRole.Burst, kind, firing, gun.Azimuth, Level(gun.Charge));
        var bang =
            kind == "mortar" ? 0
            : kind == "artillery" || draws.Uniform() < 0.5 ? 1
            : 2;
        made.Add(new SimulatedEvent(count++, falls, toEast, toNorth, 0, bang, mission) { Part = burst });
    }

    /// <summary>At a kilometre, with what the ground and the weather of the moment do to all who hear it.</summary>
    private double Level(double kilograms) => BlastLevel.Decibels(BlastLevel.Burst(kilograms, 1_000)) + (2 * draws.Gauss());

    private double Between(double least, double most) => least + (draws.Uniform() * (most - least));

    private sealed record Gun(WeaponFlight Weapon, double East, double North, double Azimuth, Trajectory Flight, double Charge, bool Fits);
}
