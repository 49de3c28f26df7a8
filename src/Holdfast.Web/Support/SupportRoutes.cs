using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Guarantees;
using Holdfast.App.Support;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Holdfast.Web.Support;

/// <summary>The pages of support: flow, items down to their rows, promise and deed, packages, sources and what they restate; their figures as files; and the API.</summary>
internal static class SupportRoutes
{
    private const string Asks = "series=, known= (a day), mode= ask.";
    private static readonly ImmutableArray<string> Files =
    [
        "flow.csv",
        "stages.csv",
        "kinds.csv",
        "kinds.svg",
        "months.csv",
        "months.svg",
        "items.csv",
        "promises.csv",
        "residuals.csv",
        "restated.csv",
    ];

    public static void MapSupport(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/support").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("", (Visit visit) => PageAsync<SupportPage>(visit, "Support", (_, _) => ValueTask.FromResult<Refusal?>(null)));
        pages.MapGet("/items", (Visit visit) => PageAsync<ItemsPage>(visit, "Items of support", Items));
        pages.MapGet("/item", (Visit visit) => PageAsync<ItemPage>(visit, "One item of support", ItemAsync(visit)));
        pages.MapGet("/package", (Visit visit) => PageAsync<PackagePage>(visit, "A package of support", PackageAsync(visit)));
        pages.MapGet("/promises", (Visit visit) => PageAsync<PromisesPage>(visit, "Promise and deed", Promises));
        pages.MapGet("/editions", (Visit visit) => PageAsync<EditionsPage>(visit, "Sources of support", EditionAsync(visit)));
        pages.MapGet("/restated", (Visit visit) => PageAsync<RestatedPage>(visit, "What was restated", Restated));
        foreach (var name in Files)
        {
            pages.MapGet("/" + name, (Visit visit) => FileAsync(visit, name));
        }
        MapApi(routes.MapGroup("/api/v1/missions/{mission}/support").WithMetadata(RoutePolicy.PublicRead).WithTags("support"));
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        api.MapGet(
                "",
                (Visit visit) =>
                    AnswerAsync(visit, view => Results.Json(FlowItem.Of(view.Flow(), view.EditionOf(view.Series)), JsonText.Options))
            )
            .WithName("getSupport")
            .WithSummary("One account from promise to deed, by donor, stage, kind and month. " + Asks)
            .Produces<FlowItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet(
                "/items",
                (Visit visit) =>
                    AnswerAsync(
                        visit,
                        view =>
                            Results.Json(
                                Narrowed(view).Skip(Skip(view)).Take(SupportView.PageLength).Select(SupportItem.Of).ToArray(),
                                JsonText.Options
                            )
                    )
            )
            .WithName("listSupportItems")
            .WithSummary(
                $"Items, {SupportView.PageLength} at a time from skip=; donor=, stage=, kind=, month=, class=, package= narrow. " + Asks
            )
            .Produces<SupportItem[]>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet(
                "/editions",
                (Visit visit) =>
                    AnswerAsync(
                        visit,
                        view => Results.Json(view.Book.Editions.Select(e => EditionItem.Of(e.Edition)).ToArray(), JsonText.Options)
                    )
            )
            .WithName("listSupportEditions")
            .WithSummary("Editions of sources in the order in which they were known, with what their own rows do not give.")
            .Produces<EditionItem[]>();
        api.MapGet(
                "/promises",
                (Visit visit) =>
                    AnswerAsync(visit, view => Results.Json(Report(view).Chains.Select(PromiseItem.Of).ToArray(), JsonText.Options))
            )
            .WithName("listSupportPromises")
            .WithSummary("Promises with what became of them, where the source links them. " + Asks)
            .Produces<PromiseItem[]>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/restated", (Visit visit) => AnswerAsync(visit, RestatedItem))
            .WithName("getSupportRestatement")
            .WithSummary("What the edition after= restates of the edition before=, by donor.")
            .Produces<RestatementItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private delegate ValueTask<Refusal?> More(SupportView view, Dictionary<string, object?> parameters);

    private static async Task<IResult> PageAsync<TPage>(Visit visit, string title, More more)
        where TPage : IComponent
    {
        var (view, fault) = await SupportView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var frame = PageFrame.Of(visit.Context, title, "support") with { Mode = view.Mode };
        if (view.Book.IsEmpty)
        {
            return Html.Page<NoSupportPage>(new { Frame = frame });
        }
        var parameters = new Dictionary<string, object?> { ["View"] = view, ["Frame"] = frame };
        if (await more(view, parameters) is { } refusal)
        {
            return refusal.ToResult(visit.Context);
        }
        return view.Query.Elsewhere(visit) ?? Html.Page<TPage>(parameters);
    }

    private static async Task<IResult> AnswerAsync(Visit visit, Func<SupportView, IResult> answer)
    {
        var (view, fault) = await SupportView.AskAsync(visit);
        return view is null ? (fault ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : view.Book.IsEmpty ? Refusal.NotFound("No support is known in this mission yet.").ToResult(visit.Context)
            : answer(view);
    }

    private static int Skip(SupportView view) => int.TryParse(view.Query["skip"], out var skip) ? skip : 0;

    private static LedgerItem[] Narrowed(SupportView view)
    {
        bool Is(string name, string value) => view.Query[name] is not { Length: > 0 } asked || asked == value;
        return
        [
            .. view
                .Items.Where(i =>
                    Is("donor", i.Donor)
                    && Is("stage", SupportWords.Of(i.Stage))
                    && Is("kind", SupportWords.Of(i.Kind))
                    && Is("class", i.ItemClass)
                    && Is("package", i.Package)
                    && (
                        view.Query["month"] is not { Length: > 0 } month
                        || (i.Date?.ToString().StartsWith(month, StringComparison.Ordinal) ?? month == "undated")
                    )
                )
                .OrderByDescending(i => i.Date?.Latest ?? LocalDate.MinIsoValue)
                .ThenBy(i => i.Id, StringComparer.Ordinal),
        ];
    }

    private static ValueTask<Refusal?> Items(SupportView view, Dictionary<string, object?> parameters)
    {
        parameters["Narrowed"] = Narrowed(view);
        parameters["Skip"] = Skip(view);
        return ValueTask.FromResult<Refusal?>(null);
    }

    private static More ItemAsync(Visit visit) =>
        async (view, parameters) =>
        {
            var id = view.Query["id"];
            // An item that was restated away still has its page.
            var item =
                view.Items.FirstOrDefault(i => i.Id == id)
                ?? view.Book.Own.FirstOrDefault(i => i.Series == view.Series && i.Id == id)
                ?? view.Book.Editions.SelectMany(e => e.Items).LastOrDefault(i => i.Series == view.Series && i.Id == id);
            if (item is null)
            {
                var near = NearestWord.To(id, view.Items.Select(i => i.Id));
                return Refusal.NotFound(
                    $"There is no item '{Cut(id)}' in this account." + (near is null ? "" : $" Did you mean '{near}'?")
                );
            }
            parameters["Item"] = item;
            parameters["Condition"] = await HoldsAsync(visit, view, item.Condition);
            return null;
        };

    private static More PackageAsync(Visit visit) =>
        async (view, parameters) =>
        {
            var id = view.Query["package"];
            if (view.Mission.Ledger.Package(id) is not { } package)
            {
                var near = NearestWord.To(id, view.Mission.Ledger.Packages.Select(p => p.Id));
                return Refusal.NotFound($"There is no package '{Cut(id)}'." + (near is null ? "" : $" Did you mean '{near}'?"));
            }
            parameters["Package"] = package;
            parameters["Condition"] = await HoldsAsync(visit, view, package.Condition);
            return null;
        };

    private static More EditionAsync(Visit visit) =>
        async (view, parameters) =>
        {
            if (view.Query["edition"] is not { Length: > 0 } id)
            {
                return null;
            }
            if (view.Book.Find(id) is not { } edition)
            {
                var near = NearestWord.To(id, view.Book.Editions.Select(e => e.Edition.Id));
                return Refusal.NotFound($"There is no edition '{Cut(id)}'." + (near is null ? "" : $" Did you mean '{near}'?"));
            }
            parameters["Chosen"] = edition.Edition;
            parameters["Quarantined"] = (
                await SupportImport.QuarantinedAsync(visit.Workspace.Record, visit.Reader, view.Mode, id, visit.Cancellation)
            ).ToArray();
            return null;
        };

    private static PromiseReport Report(SupportView view) => PromiseReport.Of(view.Known.Items, view.On);

    private static ValueTask<Refusal?> Promises(SupportView view, Dictionary<string, object?> parameters)
    {
        parameters["Report"] = Report(view);
        return ValueTask.FromResult<Refusal?>(null);
    }

    private static ValueTask<Refusal?> Restated(SupportView view, Dictionary<string, object?> parameters)
    {
        var (change, fault) = Change(view);
        parameters["Change"] = change;
        return ValueTask.FromResult(fault);
    }

    private static IResult RestatedItem(SupportView view) =>
        Change(view) is ({ } change, _)
            ? Results.Json(RestatementItem.Of(change), JsonText.Options)
            : Results.Problem("Name two editions: before= and after=.", statusCode: StatusCodes.Status400BadRequest);

    /// <summary>The two editions asked for; the last two of one source where none is. Null where there are not two.</summary>
    private static (Restatement? Change, Refusal? Fault) Change(SupportView view)
    {
        var editions = view.Book.Editions;
        var after = view.Query["after"] is { Length: > 0 } later
            ? view.Book.Find(later)
            : editions.LastOrDefault(e => Before(editions, e) is not null);
        var before =
            view.Query["before"] is { Length: > 0 } earlier ? view.Book.Find(earlier)
            : after is null ? null
            : Before(editions, after);
        foreach (var (name, found) in new[] { ("before", before), ("after", after) })
        {
            if (found is null && view.Query[name] is { Length: > 0 } asked)
            {
                var near = NearestWord.To(asked, editions.Select(e => e.Edition.Id));
                return (null, Refusal.NotFound($"There is no edition '{Cut(asked)}'." + (near is null ? "" : $" Did you mean '{near}'?")));
            }
        }
        return before is null || after is null ? (null, null) : (Restatement.Of(before, after), null);
    }

    private static EditionItems? Before(ImmutableArray<EditionItems> editions, EditionItems after) =>
        editions.TakeWhile(e => e != after).LastOrDefault(e => e.Edition.Series.Intersect(after.Edition.Series).Any());

    /// <summary>Whether a condition holds now, for this reader; null where there is none.</summary>
    private static async ValueTask<Truth?> HoldsAsync(Visit visit, SupportView view, string text)
    {
        if (text.Length == 0 || view.Mission.Clauses.Ask(text).Condition is not { } condition)
        {
            return null;
        }
        var now = Instant.FromDateTimeOffset(visit.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var asked = await visit.Workspace.Guarantees.AskAsync(
            visit.Reader,
            GuaranteeQuestion.Now(now) with
            {
                Mode = view.Mode,
            },
            visit.Cancellation
        );
        return condition.At(asked.Today.Facts, now);
    }

    private static async Task<IResult> FileAsync(Visit visit, string name)
    {
        var (view, fault) = await SupportView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var text = name switch
        {
            "flow.csv" => SupportCsv.Flow(view.Flow(), view.Donors),
            "stages.csv" => SupportCsv.Stages(view.Series, view.Query["donor"], view.Curve(), view.Donors),
            "kinds.csv" => SupportCsv.Kinds(view.Flow(), view.Donors),
            "kinds.svg" => new FlowChart(view.Flow(), view.Donors).File(
                $"{SupportText.Series(view.Series)}: {SupportWords.Of(view.Flow().Main)}",
                SourceOf(view)
            ),
            "months.csv" => SupportCsv.Months(view.Flow()),
            "months.svg" => Drawing(view),
            "items.csv" => SupportCsv.Items(Narrowed(view)),
            "promises.csv" => SupportCsv.Promises(Report(view), view.Donors),
            "residuals.csv" => view.Book.Find(view.Query["edition"]) is { } edition ? SupportCsv.Residuals(edition.Edition) : null,
            "restated.csv" => Change(view).Change is { } change ? SupportCsv.Restated(change, view.Donors) : null,
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        var type = name.EndsWith(".svg", StringComparison.Ordinal) ? "image/svg+xml" : "text/csv";
        return text is null
            ? Refusal.NotFound("Name the edition, or both: edition=, before= and after=.").ToResult(visit.Context)
            : Results.File(Encoding.UTF8.GetBytes(text), $"{type}; charset=utf-8", $"{view.Mission.Name}-support-{name}");
    }

    private static string Drawing(SupportView view)
    {
        var flow = view.Flow();
        return new MonthChart(flow).File($"{SupportText.Series(view.Series)}: {SupportWords.Of(flow.Main)}", SourceOf(view), flow.Kinds);
    }

    private static string SourceOf(SupportView view) =>
        view.EditionOf(view.Series) is { } e ? $"{e.Source}, {e.Label}, known on {e.KnownOn:uuuu-MM-dd}" : view.Mission.Title;

    private static string Cut(string text) => text.Length > 60 ? text[..60] : text;
}
