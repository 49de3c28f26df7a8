namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Small inputs of our own making, one for each feed, good rows and bad ones.</summary>
internal static class Fixtures
{
    public const string UcdpHeader =
        "id,relid,year,type_of_violence,side_a,side_b,number_of_sources,source_office,source_headline,where_prec,where_coordinates,where_description,"
        + "adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n";

    public const string Ucdp =
        UcdpHeader
        + "1,A-1,2014,1,A,B,2,Paper,Shots near X,1,X town,in X,North oblast,East raion,48.5,37.5,Land,1,1,2/18/2014 12:00:00 AM,2/18/2014 12:00:00 AM,0,0,1,0,1,2,1\n"
        + "2,A-2,2014,1,A,B,1,Paper,Shots,2,X town,,North oblast,East raion,48.5,37.5,Land,2,2,05/02/2014 00:00,05/04/2014 00:00,0,0,0,0,1,1,1\n"
        + "3,A-3,2014,3,A,B,1,Paper,,4,,,North oblast,,48.5,37.5,Land,1,4,2014-07-01,2014-07-01,0,0,3,0,3,3,3\n"
        + "4,A-4,2014,9,A,B,1,Paper,,4,,,North oblast,,48.5,37.5,Land,1,4,2014-07-01,2014-07-01,0,0,3,0,3,3,3\n"
        + "5,A-5,2014,1,A,B,1,Paper,,1,,,North oblast,,0,0,Land,1,1,2014-07-01,2014-07-01,0,0,3,0,3,3,3\n"
        + "6,A-6,2014,1,A,B,1,Paper,,1,,,North oblast,,137.5,48.5,Land,1,1,2014-07-01,2014-07-01,0,0,3,0,3,3,3\n"
        + "7,A-7,2014,1,A,B,1,Paper,,1,,,North oblast,,48.5,37.5,Land,1,1,31/12/2014,2014-12-31,0,0,3,0,3,3,3\n"
        + "8,A-8,2034,1,A,B,1,Paper,,1,,,North oblast,,48.5,37.5,Land,1,1,2034-07-01,2034-07-01,0,0,3,0,3,3,3\n"
        + "9,A-9,2014\n";

    public const string Firms =
        "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,confidence,version,bright_ti5,frp,daynight\n"
        + "47.87788,35.15635,306.52,0.53,0.67,2025-08-16,00:52:00,N20,nominal,2.0NRT,284.85,1.1,N\n"
        + "47.8779,35.1564,306.5,0.53,0.67,2025-08-16,0052,1,n,2,284.9,1.1,N\n"
        + "47.5,35.2,306.5,0.4,0.4,2025-08-16,52,N,high,2,284.9,1.1,D\n"
        + "47.5,35.2,306.5,0.4,0.4,2025-08-16,2460,N,high,2,284.9,1.1,D\n"
        + "47.5,35.2,306.5,-1,0.4,2025-08-16,0052,N,high,2,284.9,1.1,D\n"
        + "47.5,x,306.5,0.4,0.4,2025-08-16,0052,N,high,2,284.9,1.1,D\n";

    public const string FirmsDays =
        "LATITUDE,LONGITUDE,ACQ_DATE\n48.1,37.5,2021-01-01\n48.2,37.6,2021-01-02\n48.2,,2021-01-02\n48.2,37.6,2021-02-30\n";

    public const string Alerts =
        "oblast,raion,hromada,level,started_at,finished_at,source\n"
        + "Donetska oblast,,,oblast,2022-03-15 16:10:34+00:00,2022-03-15 16:50:07+00:00,official\n"
        + "Cherkaska oblast,Umanskyi raion,Umanska hromada,hromada,2022-03-15 16:11:50+00:00,,official\n"
        + "Donetzka oblast,,,oblast,2022-03-15 16:10:34+00:00,2022-03-15 16:50:07+00:00,official\n"
        + "Donetska oblast,,,oblast,2022-03-15 16:10:34+00:00,2022-03-15 16:00:00+00:00,official\n";

    public const string Csv =
        "id,date,time,type,latitude,longitude,deaths,notes\n"
        + "a,2024-05-01,14:05,shelling,48.1,37.7,2,heard twice\n"
        + "b,2024-05-02,,drone,48.2,37.8,,\n"
        + "c,2024-05-02,25:00,drone,48.2,37.8,,\n"
        + ",2024-05-02,,drone,48.2,37.8,,no id\n";

    public const string Claims = """
        statements:
          - id: s1
            by: UA
            against: RU
            speaker: A speaker
            office: An office
            stated_at: 2025-04-20T20:00:00+03:00
            from: 2025-04-20T00:00:00+03:00
            until: 2025-04-20T20:00:00+03:00
            cumulative: true
            cites: Ref-1
            standing: attributed
            counts:
              - category: violations
                number: 2000
                bound: more_than
              - category: assaults
                part_of: violations
                kind: assault
                number: 67
              - category: shellings
                kind: sheling
                number: 12
              - category: nothing
                number: many
          - id: s2
            by: RU
            counts:
              - category: violations
                number: 1
          - id: s3
        """;

    public const string Jsonl =
        """{"kind":"observation.fix/1","id":"1","earliest":"2025-04-19T15:00:00Z","kinds":{"shelling":1},"place":{"type":"point","latitude":48,"longitude":37,"semiMajorMetres":100}}"""
        + "\n"
        + """{"kind":"observation.claim/1","id":"2","by":"UA","against":"RU","category":"shellings","eventKind":"shelling","number":"12","earliest":"2025-04-19T15:00:00Z","statedAt":"2025-04-20T15:00:00Z"}"""
        + "\n\n"
        + """{"kind":"observation.null/1","id":"3","earliest":"2025-04-19T15:00:00Z","means":"patrol","kinds":["fire"],"probabilityOfDetection":0.5,"place":{"type":"area","name":"x","latitude":48,"longitude":37,"radiusMetres":100}}"""
        + "\n"
        + """{"kind":"observation.fx/1","id":"4"}"""
        + "\n"
        + """{"kind":"observation.fix/1","id":"5","mode":"exercise","earliest":"2025-04-19T15:00:00Z","kinds":{"shelling":1},"place":{"type":"point","latitude":48,"longitude":37,"semiMajorMetres":100}}"""
        + "\n{\n[1]\n";

    public const string GeoJson = """
        {"type":"FeatureCollection","name":"x","features":[
        {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[37.7,48.1]},"properties":{"date":"2024-05-01","type":"shelling","description":"a } brace"}},
        {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[37,48],[38,48],[38,49],[37,48]]]},"properties":{"date":"2024-05-01T10:00:00Z","place":"a district"}},
        {"type":"Feature","geometry":null,"properties":{"date":"2024-05-01"}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[137.7,98.1]},"properties":{"date":"2024-05-01"}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[37.7,48.1]},"properties":{"date":"1 Foo 2024"}}
        ]}
        """;

    public static readonly (string Feed, string Text, int Observations, string Reasons)[] All =
    [
        ("ucdp-ged", Ucdp, 3, "bad-code: 1, bad-coordinates: 1, bad-date: 1, field-count: 1, future-date: 1, zero-coordinates: 1"),
        ("firms", Firms, 3, "bad-number: 2, bad-time: 1"),
        ("firms", FirmsDays, 2, "bad-date: 1, missing-field: 1"),
        ("air-alerts", Alerts, 2, "bad-date: 1, unknown-place: 1"),
        ("csv", Csv, 3, "bad-time: 1"),
        ("claims", Claims, 2, "bad-number: 1, missing-key: 2, unknown-kind: 1"),
        ("jsonl", Jsonl, 3, "bad-json: 2, mode-mismatch: 1, unknown-kind: 1"),
        ("geojson", GeoJson, 2, "bad-coordinates: 1, bad-date: 1, missing-field: 1"),
        ("acled", EventFixtures.Acled, 6, "bad-code: 2, bad-date: 1, future-date: 1, superseded: 2"),
        ("acled", EventFixtures.AcledOld, 2, "zero-coordinates: 1"),
        ("viina", EventFixtures.Viina, 5, "bad-time: 1, missing-field: 1, not-about-war: 1"),
        ("viina", EventFixtures.ViinaInfo, 2, ""),
        ("cap", EventFixtures.Cap, 4, "bad-coordinates: 1, bad-date: 1, bad-xml: 1, mode-mismatch: 1, truncated: 1, unknown-place: 1"),
        ("osce", SensorFixtures.Osce, 5, "bad-date: 1, bad-number: 1, bad-phrase: 1, unknown-place: 1"),
        ("picks", SensorFixtures.Picks, 3, "bad-code: 1, bad-number: 1, bad-time: 2, future-date: 1, missing-field: 1, unknown-kind: 1"),
        ("sensorthings", SensorFixtures.SensorThings, 3, "bad-json: 2, bad-number: 1, bad-time: 1, missing-field: 1, unknown-property: 1"),
    ];
}
