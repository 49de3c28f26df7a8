using Holdfast.Core.Values;

namespace Holdfast.Tests.Web.Access;

/// <summary>One route as the guide describes it.</summary>
/// <param name="Who">A word of <see cref="RouteTable.Roles"/>.</param>
/// <param name="Path">For a route that is read: a real address, {m} the mission, {i} an incident, {c} a case, {u} an undertaking, {n} a nation.</param>
/// <param name="Told">Whether it tells the size of the whole log, which everybody may know (docs/guide/proofs.md).</param>
internal sealed record RouteRow(string Route, string Who, string? Path = null, bool Told = false);

/// <summary>
/// Every route and who may call it, written by hand from docs/guide/access.md and never from the code. A route that is not here fails a test: say here who may call
/// it and where it can be read.
/// </summary>
internal static class RouteTable
{
    /// <summary>Who may, by name. The public, the owner of the machine and tokens stand beside the roles: "anyone", "operator".</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Roles = new Dictionary<string, string[]>
    {
        ["everybody"] = ["anyone", "operator", .. Enum.GetNames<Role>()],
        ["signed in"] = ["operator", .. Enum.GetNames<Role>().Where(r => r != nameof(Role.PublicReader))],
        ["watch room"] = ["operator", "WatchOfficer", "Analyst"],
        ["who mends"] = ["operator", "WatchOfficer", "Analyst"],
        ["who decides"] = ["operator", "WatchOfficer", "Analyst"],
        ["the watch floor"] = ["operator", "WatchOfficer", "Analyst"],
        ["who reads labels"] = ["operator", .. Enum.GetNames<Role>().Where(r => r != nameof(Role.PublicReader))],
        ["who may state facts"] = ["operator", "WatchOfficer", "Analyst", "Commissioner", "Secretary", "LegalOfficer"],
        ["who acts in cases"] = ["operator", "Investigator", "Commissioner", "Secretary", "PartyRepresentative"],
        ["administrators"] = ["operator", "Administrator"],
        ["who confirms seats"] = ["operator", "Secretary", "LegalOfficer", "Administrator", "Auditor"],
        ["auditors"] = ["operator", "Administrator", "Auditor"],
        ["who keeps the record"] = ["operator", "Administrator", "Auditor"],
        ["who acts in the cell"] = ["operator", "WatchOfficer", "Analyst", "LegalOfficer", "Planner", "NationalLiaison"],
        ["who releases"] = ["operator", "WatchOfficer", "Analyst", "Commissioner", "Secretary", "LegalOfficer"],
        ["who weighs"] = ["operator", "WatchOfficer", "Analyst", "Commissioner", "Secretary", "LegalOfficer", "Planner"],
    };

    /// <summary>The word of the right that a token must have been made for, by who may. Tokens are never made for the rest.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Scopes = new Dictionary<string, string[]>
    {
        ["everybody"] = ["read-released"],
        ["signed in"] = [],
        ["watch room"] = ["write-observations"],
        ["who mends"] = ["mend-quarantine"],
        ["who decides"] = ["decide-incidents"],
        ["the watch floor"] = ["watch-room"],
        ["who reads labels"] = ["read-labelled"],
        ["who may state facts"] = ["state-facts"],
        ["who acts in cases"] = ["act-in-commission", "reply-as-party"],
        ["administrators"] = [],
        ["who confirms seats"] = [],
        ["auditors"] = ["read-audit"],
        ["who keeps the record"] = ["keep-record"],
        ["who acts in the cell"] = ["act-in-cell", "speak-for-nation"],
        ["who releases"] = ["propose-release", "confirm-release"],
        ["who weighs"] = ["read-analysis"],
    };

    public static readonly RouteRow[] Rows =
    [
        .. Pages(),
        .. MissionPages(),
        .. Api(),
        .. Log(),
        .. Doors(),
        .. Cases(),
        new("POST /m/{mission}/report", "watch room"),
        new("POST /m/{mission}/data", "watch room"),
        new("POST /m/{mission}/quarantine/{entry:long}", "who mends"),
        new("POST /m/{mission}/sensors", "watch room"),
        new("POST /api/v1/missions/{mission}/sensors", "watch room"),
        new("GET /m/{mission}/queue", "who decides", "/m/{m}/queue"),
        new("GET /m/{mission}/operators", "who decides", "/m/{m}/operators"),
        new("GET /api/v1/m/{mission}/operators/acts", "who decides", "/api/v1/m/{m}/operators/acts"),
        new("POST /m/{mission}/queue", "who decides"),
        new("POST /m/{mission}/operators", "who decides"),
        new("POST /m/{mission}/incidents/{id}/acts", "who decides"),
        new("POST /api/v1/m/{mission}/operators/acts", "who decides"),
        new("POST /m/{mission}/trend", "the watch floor"),
        new("POST /m/{mission}/briefings", "who releases"),
        new("GET /m/{mission}/cell", "who reads labels", "/m/{m}/cell"),
        new("POST /m/{mission}/cell/acknowledge", "who reads labels"),
        new("GET /api/v1/missions/{mission}/notices", "who reads labels", "/api/v1/missions/{m}/notices"),
        Open("/m/{mission}/cap.atom", "/m/{m}/cap.atom"),
        Open("/m/{mission}/cap/{notice:long}.xml", "/m/{m}/cap/1.xml"),
        new("POST /m/{mission}/cell/acts", "who acts in the cell"),
        new("POST /api/v1/missions/{mission}/cell/acts", "who acts in the cell"),
        .. Cell(),
        new("POST /m/{mission}/forces/editor", "everybody"),
        new("POST /m/{mission}/forces/cancel", "who weighs"),
        new("POST /m/{mission}/facts", "who may state facts"),
        new("POST /m/{mission}/record/releases", "who releases"),
        new("POST /m/{mission}/record/check", "who keeps the record"),
        new("POST /api/v1/missions/{mission}/reports", "watch room"),
        new("POST /api/v1/m/{mission}/observations", "watch room"),
        new("POST /api/v1/missions/{mission}/facts", "who may state facts"),
        new("POST /api/v1/missions/{mission}/facts/retract", "who may state facts"),
        new("POST /api/v1/tables", "watch room"),
        new("POST /api/v1/tables/guess", "watch room"),
        new("POST /m/{mission}/commission/cases", "who acts in cases"),
        new("POST /m/{mission}/commission/cases/{id}/acts/{word}", "who acts in cases"),
        new("POST /m/{mission}/commission/cases/{id}/acts/evidence", "who acts in cases"),
        new("POST /m/{mission}/commission/cases/{id}/acts/reopened", "who acts in cases"),
        new("POST /m/{mission}/commission/cases/{id}/evidence/{item}/copy", "who acts in cases"),
    ];

    private static RouteRow Open(string pattern, string path, bool told = false) => new("GET " + pattern, "everybody", path, told);

    // Labels decide what each reader sees of it.
    private static RouteRow[] Cell() =>
        [
            .. new[] { "decisions", "liaison", "meetings", "tasks", "log", "cell.ics" }.Select(p =>
                Open($"/m/{{mission}}/{p}", $"/m/{{m}}/{p}")
            ),
            Open("/m/{mission}/decisions/{id}", "/m/{m}/decisions/decision-00000000"),
            .. new[] { "decisions", "calls", "windows", "meetings", "tasks", "log", "open" }.Select(p =>
                Open($"/api/v1/missions/{{mission}}/cell/{p}", $"/api/v1/missions/{{m}}/cell/{p}")
            ),
        ];

    private static RouteRow[] Pages() =>
        [
            Open("/", "/"),
            Open("/assets/{**path}", "/assets/app.css"),
            Open("/sw.js", "/sw.js"),
            Open("/favicon.ico", "/favicon.ico"),
            Open("/preferences/theme", "/preferences/theme?to=dark"),
            Open("/missions", "/missions"),
            Open("/counting", "/counting"),
            Open("/design", "/design"),
        ];

    private static RouteRow[] MissionPages()
    {
        string[] plain =
        [
            "",
            "/incidents",
            "/violations",
            "/incidents.csv-metadata.json",
            "/violations.csv-metadata.json",
            "/claims.csv-metadata.json",
            "/map.json",
            "/density.json",
            "/zones.json",
            "/coverage",
            "/without",
            "/claims",
            "/sources",
            "/report",
            "/data",
            "/daily",
            "/trend",
            "/public",
            "/questions",
            "/questions.md",
            "/briefings",
            "/briefings/compare",
            "/briefing",
            "/facts",
            "/mission",
            "/counting",
            "/nations",
            "/timeline",
            "/guarantees",
            "/whatif",
            "/support",
            "/support/items",
            "/support/promises",
            "/support/editions",
            "/support/restated",
            "/support/flow.csv",
            "/support/stages.csv",
            "/support/kinds.csv",
            "/support/kinds.svg",
            "/support/months.csv",
            "/support/months.svg",
            "/support/items.csv",
            "/support/promises.csv",
            "/support/depots",
            "/support/financing",
            "/support/sanctions",
            "/support/capacity",
            "/support/reach.csv",
            "/support/depots.csv",
            "/support/financing.csv",
            "/support/financing.svg",
            "/support/gaps.csv",
            "/support/sanctions.csv",
            "/support/industry.csv",
            "/support/training.csv",
            "/support/works.csv",
            "/forces",
            "/forces/plan",
            "/forces/compare",
            "/forces/unlock",
            "/forces/withdraw",
            "/forces/sustain",
            "/forces/sustain.csv",
            "/forces/unlock.csv",
            "/forces/tasks.csv",
            "/forces/weakened.csv",
            "/forces/offers",
            "/forces/editor",
            "/forces/fill.csv",
            "/forces/shortfalls.csv",
            "/forces/curve.csv",
            "/forces/curve.svg",
            "/forces/days.csv",
            "/forces/days.svg",
            "/forces/burden.csv",
            "/forces/serving.csv",
            "/forces/places.csv",
            "/forces/plan.lp",
            "/forces/offers.csv",
            "/forces/compare.csv",
            "/forces/withdraw.csv",
            "/commission",
            "/commission/open",
            "/commission/refused",
            "/commission/allege",
            "/commission/intake",
            "/commission/party",
            "/sensors",
            "/audible",
            "/audible.json",
            "/gaps",
        ];
        return
        [
            .. plain.Select(p => Open("/m/{mission}" + p, "/m/{m}" + p)),
            Open("/m/{mission}/sensors/{id}", "/m/{m}/sensors/N-1"),
            Open("/m/{mission}/live", "/m/{m}/live", told: true),
            Open("/m/{mission}/record", "/m/{m}/record", told: true),
            Open("/m/{mission}/incidents/{id}", "/m/{m}/incidents/{i}"),
            Open("/m/{mission}/incidents.{format:regex(^(csv|json|geojson)$)}", "/m/{m}/incidents.geojson"),
            Open("/m/{mission}/violations.{format:regex(^(csv|json|geojson)$)}", "/m/{m}/violations.csv"),
            Open("/m/{mission}/claims.{format:regex(^(csv|json)$)}", "/m/{m}/claims.csv"),
            Open("/m/{mission}/daily.{format:regex(^(html|md|json)$)}", "/m/{m}/daily.json"),
            Open("/m/{mission}/briefing.{format:regex(^(html|md|csv|json|geojson|cap|pdf)$)}", "/m/{m}/briefing.csv"),
            Open("/m/{mission}/briefings/{id}", "/m/{m}/briefings/none"),
            Open("/m/{mission}/briefings/{id}/file.{format:regex(^(html|md|csv|json|geojson|cap|pdf)$)}", "/m/{m}/briefings/none/file.md"),
            Open("/m/{mission}/nations/{id}", "/m/{m}/nations/{n}"),
            Open("/m/{mission}/guarantees/{undertaking}", "/m/{m}/guarantees/{u}"),
            Open("/m/{mission}/support/item", "/m/{m}/support/item?id=EU.facility"),
            Open("/m/{mission}/support/package", "/m/{m}/support/package?package=EU.facility"),
            Open("/m/{mission}/support/residuals.csv", "/m/{m}/support/residuals.csv?edition=none"),
            Open("/m/{mission}/support/coverage.csv", "/m/{m}/support/coverage.csv"),
            Open("/m/{mission}/support/restated.csv", "/m/{m}/support/restated.csv"),
            Open("/m/{mission}/forces/offers/{offer}", "/m/{m}/forces/offers/GB.infantry"),
            Open("/m/{mission}/forces/own-offers/{key}", "/m/{m}/forces/own-offers/0123456789abcdef0123"),
            Open("/m/{mission}/commission/cases/{id}", "/m/{m}/commission/cases/{c}"),
            Open("/m/{mission}/commission/allege/receipt/{once}", "/m/{m}/commission/allege/receipt/0123456789abcdef"),
            Open("/m/{mission}/commission/party/cases/{id}", "/m/{m}/commission/party/cases/{c}"),
        ];
    }

    private static RouteRow[] Api()
    {
        string[] plain =
        [
            "",
            "/counts",
            "/incidents",
            "/violations",
            "/claims",
            "/coverage",
            "/without",
            "/sources",
            "/quarantine",
            "/trend",
            "/questions",
            "/nations",
            "/timeline",
            "/facts",
            "/guarantees",
            "/whatif",
            "/support",
            "/support/items",
            "/support/editions",
            "/support/promises",
            "/support/depots",
            "/support/financing",
            "/support/sanctions",
            "/support/industry",
            "/support/training",
            "/support/works",
            "/forces",
            "/forces/plan",
            "/forces/offers",
            "/forces/unlock",
            "/forces/compare",
            "/forces/withdraw",
            "/forces/sustain",
            "/sensors",
            "/audible",
            "/gaps",
        ];
        return
        [
            Open("/api/v1/missions/{mission}/sensors/{id}", "/api/v1/missions/{m}/sensors/N-1"),
            .. plain.Select(p => Open("/api/v1/missions/{mission}" + p, "/api/v1/missions/{m}" + p)),
            Open("/api/{documentName}/openapi.json", "/api/v1/openapi.json"),
            Open("/api/v1", "/api/v1"),
            Open("/api/v1/conformance", "/api/v1/conformance"),
            Open("/api/v1/collections", "/api/v1/collections"),
            Open("/api/v1/collections/{collection}", "/api/v1/collections/incidents"),
            Open("/api/v1/collections/{collection}/items", "/api/v1/collections/incidents/items"),
            Open("/api/v1/collections/{collection}/items/{fid}", "/api/v1/collections/incidents/items/{i}"),
            Open("/api/v1/missions", "/api/v1/missions"),
            Open("/api/v1/missions/{mission}/incidents/{id}", "/api/v1/missions/{m}/incidents/{i}"),
            Open("/api/v1/missions/{mission}/support/restated", "/api/v1/missions/{m}/support/restated"),
            Open("/api/v1/missions/{mission}/nations/{id}", "/api/v1/missions/{m}/nations/{n}"),
            Open("/api/v1/missions/{mission}/questions/{id}", "/api/v1/missions/{m}/questions/main-goal"),
            Open("/api/v1/missions/{mission}/guarantees/{undertaking}", "/api/v1/missions/{m}/guarantees/{u}"),
            Open("/api/v1/missions/{mission}/guarantees/{undertaking}/unlock", "/api/v1/missions/{m}/guarantees/{u}/unlock"),
            Open("/api/v1/missions/{mission}/guarantees/{undertaking}/lock", "/api/v1/missions/{m}/guarantees/{u}/lock"),
            Open("/api/v1/missions/{mission}/time-to-effect/{undertaking}", "/api/v1/missions/{m}/time-to-effect/{u}"),
        ];
    }

    private static RouteRow[] Cases()
    {
        const string pages = "/m/{mission}/commission";
        const string api = "/api/v1/m/{mission}/commission";
        string[] read = ["", "/latency", "/stall", "/refused", "/intake"];
        string[] acts =
        [
            "/cases",
            "/cases/{id}/acts/{word}",
            "/intake/{reference}/open",
            "/intake/{reference}/link",
            "/intake/{reference}/set-aside",
        ];
        string[] forms = ["open", "link", "set-aside", "contact"];
        string[] parties = ["receipt", "reply", "correction"];
        return
        [
            .. read.Select(p => Open(api + p, "/api/v1/m/{m}/commission" + p)),
            Open(api + "/cases/{id}", "/api/v1/m/{m}/commission/cases/{c}"),
            Open(api + "/cases/{id}/evidence", "/api/v1/m/{m}/commission/cases/{c}/evidence"),
            .. acts.Select(p => new RouteRow($"POST {api}{p}", "who acts in cases")),
            new($"POST {api}/allegations", "everybody"),
            new($"POST {pages}/allege", "everybody"),
            .. forms.Select(p => new RouteRow($"POST {pages}/intake/{{reference}}/{p}", "who acts in cases")),
            .. parties.Select(p => new RouteRow($"POST {pages}/party/cases/{{id}}/{p}", "who acts in cases")),
        ];
    }

    private static RouteRow[] Log() =>
        [
            Open("/log/{mission}/checkpoint", "/log/{m}/checkpoint", told: true),
            Open("/log/{mission}/handover-{size:long}", "/log/{m}/handover-1", told: true),
            Open("/log/{mission}/log.pub", "/log/{m}/log.pub", told: true),
            Open("/log/{mission}/tile/{**path}", "/log/{m}/tile/0/000.p/1", told: true),
            Open("/api/v1/missions/{mission}/record", "/api/v1/missions/{m}/record", told: true),
            Open("/api/v1/missions/{mission}/record/proof/{index}", "/api/v1/missions/{m}/record/proof/0", told: true),
            Open("/api/v1/missions/{mission}/record/consistency", "/api/v1/missions/{m}/record/consistency?from=1", told: true),
        ];

    private static RouteRow[] Doors()
    {
        string[] held = ["grant", "link", "disable", "enable", "unlock", "seats", "seats/take", "tokens/{id}/revoke", "sessions/{id}/end"];
        string[] own = ["password", "tokens", "tokens/{id}/revoke", "sessions/{id}/end"];
        return
        [
            Open("/sign-in", "/sign-in"),
            Open("/first-link", "/first-link"),
            new("POST /sign-in", "everybody"),
            new("POST /sign-out", "everybody"),
            new("POST /first-link", "everybody"),
            new("POST /first-link/code", "everybody"),
            new("GET /account", "signed in", "/account"),
            .. own.Select(p => new RouteRow("POST /account/" + p, "signed in")),
            new("GET /accounts", "administrators", "/accounts"),
            new("POST /accounts", "administrators"),
            new("GET /accounts/{name}", "administrators", "/accounts/planner"),
            .. held.Select(p => new RouteRow("POST /accounts/{name}/" + p, "administrators")),
            new("GET /seats", "who confirms seats", "/seats"),
            new("POST /seats/confirm", "who confirms seats"),
            new("GET /audit", "auditors", "/audit"),
        ];
    }
}
