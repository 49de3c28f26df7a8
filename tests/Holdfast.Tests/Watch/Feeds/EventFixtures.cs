namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Inputs of our own making in the formats of event files and alerts.</summary>
internal static class EventFixtures
{
    public const string AcledHeader =
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,"
        + "interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n";

    public const string Acled =
        AcledHeader
        + "LND1,2024-03-05,2024,1,Political violence,Explosions/Remote violence,Shelling/artillery/missile attack,Forces A,,State forces,Forces B,,State forces,"
        + "State-State,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper; Wire,National,Shells fell near X.,0,,1709740000\n"
        + "LND2,06 March 2024,2024,2,Political violence,Battles,Armed clash,Forces A,,State forces,Forces B,,State forces,"
        + "State-State,,1,Europe,Land,North,East,,X town,48.5,37.5,2,Paper,National,A clash.,3,,1709740000\n"
        + "LND3,2024-03-07,2024,3,Political violence,Violence against civilians,Attack,Forces A,,State forces,Civilians,,Civilians,"
        + "State-Civilians,Civilian targeting,1,Europe,Land,North,East,,X town,48.5,37.5,3,Paper,National,Two people hurt.,1,,1709740000\n"
        + "LND4,2024-03-08,2024,1,Political violence,Explosions/Remote violence,Air/drone strike,Forces A,,,,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,First text.,0,,1709740000\n"
        + "LND4,2024-03-08,2024,1,Political violence,Explosions/Remote violence,Air/drone strike,Forces A,,,,,,,,1,Europe,Land,North,East,,X town,48.6,37.5,1,Paper,National,Later text.,2,,1709990000\n"
        + "LND5,2024-03-09,2024,1,Political violence,Battles,Armed clash,Forces A,,,Forces B,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,0,,1709740000\n"
        + "LND5,2024-03-09,2024,1,Political violence,Battles,Armed clash,Forces B,,,Forces A,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,0,,1709740000\n"
        + "LND6,2024-03-09,2024,1,Political violence,Batles,Armed clash,Forces A,,,,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,0,,1709740000\n"
        + "LND7,2024-03-09,2024,7,Political violence,Battles,Armed clash,Forces A,,,,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,0,,1709740000\n"
        + "LND8,2024-02-30,2024,1,Political violence,Battles,Armed clash,Forces A,,,,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,0,,1709740000\n"
        + "LND9,2034-03-09,2034,1,Political violence,Battles,Armed clash,Forces A,,,,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,0,,1709740000\n"
        + "LND10,2024-03-10,2024,1,Demonstrations,Protests,Something new,Protesters,,,,,,,,1,Europe,Land,North,East,,X town,48.5,37.5,1,Paper,National,,,,1709740000\n";

    public const string AcledOld =
        "DATA_ID;ISO;EVENT_ID_CNTY;EVENT_ID_NO_CNTY;EVENT_DATE;YEAR;TIME_PRECISION;EVENT_TYPE;ACTOR1;ACTOR2;COUNTRY;ADMIN1;LOCATION;LATITUDE;LONGITUDE;GEO_PRECISION;SOURCE;NOTES;FATALITIES;TIMESTAMP\n"
        + "11;804;LND1;1;18/02/2015;2015;1;Remote violence;Forces A;Forces B;Land;North;X town;48.5;37.5;1;Paper;Text, with a comma;2;1424300000\n"
        + "12;804;LND2;2;19-Feb-2015;2015;1;Battle-No change of territory;Forces A;Forces B;Land;North;X town;48.5;37.5;2;Paper;;0;1424300000\n"
        + "13;804;LND3;3;20/02/2015;2015;1;Strategic development;Forces A;;Land;North;X town;0;0;2;Paper;;0;1424300000\n";

    public const string Viina =
        "\uFEFFviina_version,event_id,event_id_1pd,date,time,geonameid,feature_code,asciiname,ADM1_NAME,ADM2_NAME,longitude,latitude,GEO_PRECISION,GEO_API,address,report_id,source,"
        + "url,text,lang,t_mil_pred,t_mil_b,t_artillery_pred,t_artillery_b,t_airstrike_pred,t_airstrike_b,t_property_pred,t_property_b,a_rus_b,a_ukr_b\n"
        + "2.0,1,9,20230216,14:05,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,STREET,Yandex,вулиця Довга,100,unian,https://unian.example/1,Обстріл міста,ua,0.99,1,0.9,1,0.1,0,0.8,1,1,0\n"
        + "2.0,2,9,20230216,14:20,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,PPL,OSM,,101,ria,https://ria.example/1,Обстрел города,ru,0.99,1,0.6,1,0.3,1,0,0,0,1\n"
        + "2.0,3,10,20230217,,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,ADM1,OSM,,102,Ліга,,Удар,ua,0.9,1,0,0,0,0,0.9,1,0,0\n"
        + "2.0,4,11,20230217,10:00,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,ADM2,OSM,,103,unian,,Війна,ua,0.9,1,0,0,0,0,0,0,0,0\n"
        + "2.0,5,12,20230217,10:00,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,ADM9,OSM,,104,unian,,Війна,ua,0.9,1,0,0,0,0,0,0,0,0\n"
        + "2.0,6,13,20230217,10:00,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,PPL,OSM,,105,unian,,Санкції,ua,0.1,0,0,0,0,0,0,0,0,0\n"
        + "2.0,7,14,20230217,25:61,700,PPL,Mistechko,North Oblast,East Raion,37.5,48.5,PPL,OSM,,106,unian,,Війна,ua,0.9,1,0,0,0,0,0,0,0,0\n"
        + "2.0,8,15,20230217,10:00,700,PPL,Mistechko,North Oblast,East Raion,37.5,,PPL,OSM,,107,unian,,Війна,ua,0.9,1,0,0,0,0,0,0,0,0\n";

    public const string ViinaInfo =
        "event_id,report_id,location,tempid,source,date,time,url,text,lang,address,longitude,latitude,GEO_PRECISION,GEO_API\n"
        + "1,100,1,1,unian,20220301,10:00,https://unian.example/1,Обстріл,ua,Містечко,37.5,48.5,STREET,Yandex\n"
        + "2,101,1,2,kp,20220301,10:10,https://kp.example/1,Обстрел,ru,Містечко,37.5,48.5,ADM1,Yandex\n";

    public const string ViinaLabels =
        "viina_version,event_id,t_mil_b,t_artillery_pred,t_artillery_b,a_rus_b\n2.0,1,1,0.9,1,1\n2.0,2,0,0,0,0\n";

    private const string CapStart =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:cap=\"urn:oasis:names:tc:emergency:cap:1.2\">\n";

    public const string Cap =
        CapStart
        + "<title>Alerts</title>\n"
        + "<entry><content>\n"
        + "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>A1</identifier><sender>s@example</sender><sent>2022-03-15T16:00:00+02:00</sent>"
        + "<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>\n"
        + "<info><language>uk-UA</language><category>Security</category><event>Тривога</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>"
        + "<onset>2022-03-15T16:05:00+02:00</onset><expires>2022-03-15T18:00:00+02:00</expires><headline>Тривога</headline>"
        + "<area><areaDesc>Місто</areaDesc><polygon>48,37 48,38 49,38 49,37 48,37</polygon></area></info>\n"
        + "<info><language>en-GB</language><category>Security</category><event>Air raid</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>"
        + "<onset>2022-03-15T16:05:00+02:00</onset><expires>2022-03-15T18:00:00+02:00</expires><headline>Air raid &amp; more</headline>"
        + "<area><areaDesc>A town</areaDesc><polygon>48,37 48,38 49,38 49,37 48,37</polygon></area></info>\n"
        + "</alert>\n</content></entry>\n"
        + "<entry><content><cap:alert><cap:identifier>A2</cap:identifier><cap:sender>s@example</cap:sender><cap:sent>2022-03-15T17:00:00+02:00</cap:sent>\n"
        + "<cap:status>Actual</cap:status><cap:msgType>Update</cap:msgType><cap:references>s@example,A1,2022-03-15T14:00:00+00:00</cap:references>\n"
        + "<cap:info><cap:event>Air raid</cap:event><cap:area><cap:areaDesc>Round</cap:areaDesc><cap:circle>48.5,37.5 20</cap:circle></cap:area>"
        + "<cap:area><cap:areaDesc>Donetska oblast</cap:areaDesc></cap:area></cap:info></cap:alert></content></entry>\n"
        + "<alert><identifier>A3</identifier><sender>s@example</sender><sent>2022-03-15T17:30:00+02:00</sent><status>Actual</status><msgType>Cancel</msgType>"
        + "<references>s@example,A2,2022-03-15T17:00:00+02:00</references><info><event>Air raid</event><area><areaDesc>Round</areaDesc><circle>48.5,37.5 20</circle></area></info></alert>\n"
        + "<alert><identifier>A4</identifier><sender>s@example</sender><sent>2022-03-15T17:30:00+02:00</sent><status>Exercise</status><msgType>Alert</msgType>"
        + "<info><area><areaDesc>x</areaDesc><circle>48.5,37.5 20</circle></area></info></alert>\n"
        + "<alert><identifier>A5</identifier><sender>s@example</sender><sent>yesterday</sent><status>Actual</status><msgType>Alert</msgType></alert>\n"
        + "<alert><identifier>A6</identifier><sender>s@example</sender><sent>2022-03-15T17:30:00+02:00</sent><status>Actual</status><msgType>Alert</msgType>"
        + "<info><area><areaDesc>x</areaDesc><polygon>48.5,37.5 97,20 1,1 48.5,37.5</polygon></area></info></alert>\n"
        + "<alert><identifier>A7</identifier><sender>s@example</sender><sent>2022-03-15T17:30:00+02:00</sent><status>Actual</status><msgType>Alert</msgType>"
        + "<info><area><areaDesc>Donetska oblst</areaDesc></area></info></alert>\n"
        + "<alert><identifier>A8</identifier><sender>&nothing;</sender></alert>\n"
        + "<alert><identifier>A9</identifier>\n</feed>\n";
}
