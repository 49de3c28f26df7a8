namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Inputs of our own making in the formats of observers and sensors.</summary>
internal static class SensorFixtures
{
    /// <summary>With the columns of a position's coordinates, which the published tables do not have: then no atlas is needed.</summary>
    public const string Osce =
        "Position,latitude,longitude,Event Location,Means,No.,Observation,Description,Weapon,\"Date, Time\",Report date\n"
        + "Camera in A (government-controlled),48.5,37.8,2-4km SE,Recorded,1,Projectile,W to E,N/K,\"18-Jul, 20:35\",2019-07-19\n"
        + ",48.5,37.8,,,3,Explosion,Undetermined,N/K,\"18-Jul, 20:36\",2019-07-19\n"
        + ",48.5,37.8,3-5km WNW,Heard,12,Burst,Outgoing,HMG,\"18-Jul, 23:50-00:10\",2019-07-19\n"
        + "Camera in B,48.6,37.9,N/K,Heard,N/K,Explosion,Undetermined,N/K,\"31-Dec, 09:15\",2019-01-02\n"
        + "Camera in B,48.6,37.9,undetermined distance N,Heard,5,Shot,Assessed as live-fire exercise,Small arms,\"18/07/2019, 09:15\",2019-07-19\n"
        + "Camera in B,48.6,37.9,2-4 cm SE,Heard,5,Shot,Somewhere unclear,Small arms,\"18-Jul, 09:15\",2019-07-19\n"
        + "Camera in B,48.6,37.9,2-4km SE of Nowhere,Heard,5,Shot,Undetermined,Small arms,\"18-Jul, 09:15\",2019-07-19\n"
        + "Camera in B,48.6,37.9,2-4km SE,Heard,many,Shot,Undetermined,Small arms,\"18-Jul, 09:15\",2019-07-19\n"
        + "Camera in B,48.6,37.9,2-4km SE,Heard,1,Shot,Undetermined,Small arms,\"18-Jul, 09:15\",\n";

    public const string Picks =
        "pick_id,station,phase,time,sigma_s,probability,azimuth_deg,azimuth_sigma_deg,amplitude,kind\n"
        + "p1,S1,Sound,2024-03-05T10:00:00.123456Z,0.03,0.9,-45,3,0.5,explosion\n"
        + "p2,S2,Pg,1709632800.25,,,,,,\n"
        + "p3,S2,S,2024-03-05 12:00:02+02:00,0.2,,,,,\n"
        + "p4,S2,Q,2024-03-05T10:00:02Z,0.2,,,,,\n"
        + "p5,S2,P,12.5,0.2,,,,,\n"
        + "p6,S2,P,1709632800250000000,0.2,,,,,\n"
        + "p7,S2,P,2024-03-05T10:00:02Z,-1,,,,,\n"
        + "p8,,P,2024-03-05T10:00:02Z,0.1,,,,,\n"
        + "p9,S2,P,2034-03-05T10:00:02Z,0.1,,,,,\n"
        + "p10,S2,sound,2024-03-05T10:00:02Z,0.1,,,,,explosoin\n";

    public const string SensorThings =
        """{"@iot.count":3,"value":["""
        + "\n"
        + """{"@iot.id":1,"phenomenonTime":"2024-03-05T10:00:00.123Z","resultTime":"2024-03-05T10:00:01Z","result":0.5,"parameters":{"sigma":0.03,"azimuth":310},"Datastream":{"name":"Impulses","unitOfMeasurement":{"symbol":"mPa"},"ObservedProperty":{"name":"Impulse arrival"},"Thing":{"name":"mast-7","properties":{"sensor":"S7"}}}},"""
        + "\n"
        + """{"@iot.id":2,"phenomenonTime":"2024-03-05T10:00:00Z","result":82,"Datastream":{"name":"Battery of S7","unitOfMeasurement":{"symbol":"%"},"ObservedProperty":{"name":"Battery level"},"Thing":{"properties":{"sensor":"S7"}}}},"""
        + "\n"
        + """{"@iot.id":3,"phenomenonTime":"2024-03-05T10:00:00Z","result":21,"Datastream":{"name":"Humidity","ObservedProperty":{"name":"Relative humidity"},"Thing":{"name":"S7"}}}],"@iot.nextLink":"http://example/next"}"""
        + "\n"
        + """{"result":{"time":"2024-03-05T10:00:05.5Z","amplitude":2,"phase":"P"},"Datastream@iot.navigationLink":"https://x/v1.1/Datastreams(12)"}"""
        + "\n"
        + """{"phenomenonTime":"2024-03-05T10:00:00Z/2024-03-05T10:00:01Z","result":true,"parameters":{"sensor":"S8","property":"detection"}}"""
        + "\n"
        + """{"phenomenonTime":"yesterday","result":true,"parameters":{"sensor":"S8","property":"detection"}}"""
        + "\n"
        + """{"phenomenonTime":"2024-03-05T10:00:00Z","result":true,"parameters":{"property":"detection"}}"""
        + "\n"
        + """{"phenomenonTime":"2024-03-05T10:00:00Z","result":"low","Datastream":{"name":"Battery","Thing":{"name":"S7"}}}"""
        + "\nnot json\n{\"phenomenonTime\":";
}
