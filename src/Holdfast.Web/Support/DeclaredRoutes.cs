using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Components;

namespace Holdfast.Web.Support;

/// <summary>The pages of declared support: depots, financing, sanctions, capacity (industry, training, works); their figures as files; and the API.</summary>
internal static class DeclaredRoutes
{
    private const string Coverage = "coverage.csv";
    private const string Asks = "scenario=, assume= (parted by semicolons), at=, known=, mode= ask.";

    private static readonly ImmutableArray<string> Files =
    [
        "reach.csv",
        Coverage,
        "depots.csv",
        "financing.csv",
        "financing.svg",
        "gaps.csv",
        "sanctions.csv",
        "industry.csv",
        "training.csv",
        "works.csv",
    ];

    /// <summary>Where reinforcement falls short is not for everybody's eyes (no adversary's handbook).</summary>
    private static readonly Refusal Restricted = new(
        StatusCodes.Status403Forbidden,
        "Restricted reading",
        "How far depots cover a requirement, and where they do not, is shown to those whose office it is, and to everybody where nothing but published inputs stands behind it."
    );

    public static void MapDeclaredSupport(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/support").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/depots", (Visit visit) => PageAsync<DepotsPage>(visit, "Depots"));
        pages.MapGet("/financing", (Visit visit) => PageAsync<FinancingPage>(visit, "Financing"));
        pages.MapGet("/sanctions", (Visit visit) => PageAsync<SanctionsPage>(visit, "Sanctions"));
        pages.MapGet("/capacity", (Visit visit) => PageAsync<CapacityPage>(visit, "Capacity"));
        foreach (var name in Files)
        {
            pages.MapGet("/" + name, (Visit visit) => FileAsync(visit, name));
        }
        MapApi(routes.MapGroup("/api/v1/missions/{mission}/support").WithMetadata(RoutePolicy.PublicRead).WithTags("support"));
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        api.MapGet("/depots", (Visit visit) => AnswerAsync(visit, Depots))
            .WithName("getDepots")
            .WithSummary("What could arrive at to= after hours= (parted by commas), drawn by for=; need= names a requirement. " + Asks)
            .Produces<DepotsAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet(
                "/financing",
                (Visit visit) => AnswerAsync(visit, v => FinancingItem.Of(FinancingBoard.Work(v.Model, v.Case.World), v.Case.World))
            )
            .WithName("getFinancing")
            .WithSummary("What is assured by period, conditional or blocked, and the gap to stated needs. " + Asks)
            .Produces<FinancingItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/sanctions", (Visit visit) => AnswerAsync(visit, v => SanctionsItem.Of(v.Case)))
            .WithName("getSanctions")
            .WithSummary("Measures, what lapses when nobody acts, and which undertakings that reaches. " + Asks)
            .Produces<SanctionsItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/industry", (Visit visit) => AnswerAsync(visit, v => IndustryItem.Of(Industry(v))))
            .WithName("getIndustry")
            .WithSummary("Projects by month from= for months=, and the input that binds. " + Asks)
            .Produces<IndustryItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/training", (Visit visit) => AnswerAsync(visit, v => TrainingItem.Of(Training(v))))
            .WithName("getTraining")
            .WithSummary("Places and trained persons by month from= for months=. " + Asks)
            .Produces<TrainingItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/works", (Visit visit) => AnswerAsync(visit, v => WorksItem.Of(WorksBoard.Work(v.Model, v.Case.World))))
            .WithName("getWorks")
            .WithSummary("Assistance to defensive structures by region and state. " + Asks)
            .Produces<WorksItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    internal static IndustryBoard Industry(DeclaredView view) => IndustryBoard.Work(view.Model, view.Case.World, view.First, view.Months);

    internal static TrainingBoard Training(DeclaredView view) => TrainingBoard.Work(view.Model, view.Case.World, view.First, view.Months);

    private static DepotsAnswer Depots(DeclaredView view) =>
        new(
            view.Reach is { } reach ? ReachItem.Of(view.Case, reach) : null,
            view.Coverage is { } coverage ? CoverageItem.Of(coverage) : null,
            view.Query["need"].Length > 0 && !view.MayWeigh
        );

    private static async Task<IResult> PageAsync<TPage>(Visit visit, string title)
        where TPage : IComponent
    {
        var frame = PageFrame.Of(visit.Context, title, "support");
        if (visit.Mission.Support is null)
        {
            return Html.Page<NoDeclaredPage>(new { Frame = frame });
        }
        var (view, fault) = await DeclaredView.AskAsync(visit);
        return view is null
            ? (fault ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : view.Query.Elsewhere(visit) ?? Html.Page<TPage>(new { View = view, Frame = frame with { Mode = view.Case.Question.Mode } });
    }

    private static async Task<IResult> AnswerAsync<T>(Visit visit, Func<DeclaredView, T> answer)
    {
        var (view, fault) = await DeclaredView.AskAsync(visit);
        return view is null ? (fault ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : view.Case.Diagnostics is [var wrong, ..]
                ? Refusal.BadRequest(wrong.Message + (wrong.Suggestion is { } s ? $" Did you mean '{s}'?" : "")).ToResult(visit.Context)
            : Results.Json(answer(view), JsonText.Options);
    }

    private static async Task<IResult> FileAsync(Visit visit, string name)
    {
        var (view, fault) = await DeclaredView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        if (name == Coverage && !view.MayWeigh)
        {
            return Restricted.ToResult(visit.Context);
        }
        var text = name switch
        {
            "reach.csv" => view.Reach is { } reach ? DeclaredCsv.Reach(reach) : null,
            Coverage => view.Coverage is { } coverage ? DeclaredCsv.Coverage(coverage) : null,
            "depots.csv" => view.Reach is { } reach ? DeclaredCsv.Depots(reach, view.Donors) : null,
            "financing.csv" => DeclaredCsv.Financing(FinancingBoard.Work(view.Model, view.Case.World), view.Donors),
            "financing.svg" => new FinanceChart(FinancingBoard.Work(view.Model, view.Case.World)).File(view.Mission.Title),
            "gaps.csv" => DeclaredCsv.Gaps(FinancingBoard.Work(view.Model, view.Case.World)),
            "sanctions.csv" => DeclaredCsv.Sanctions(view.Case, view.Donors),
            "industry.csv" => DeclaredCsv.Industry(Industry(view)),
            "training.csv" => DeclaredCsv.Training(Training(view), view.Donors),
            "works.csv" => DeclaredCsv.Works(WorksBoard.Work(view.Model, view.Case.World), view.Donors),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        var type = name.EndsWith(".svg", StringComparison.Ordinal) ? "image/svg+xml" : "text/csv";
        return text is null
            ? Refusal.NotFound("Name a requirement: need=.").ToResult(visit.Context)
            : Results.File(Encoding.UTF8.GetBytes(text), $"{type}; charset=utf-8", $"{view.Mission.Name}-{name}");
    }
}

/// <summary>What could arrive, and how far a requirement is covered.</summary>
/// <param name="CoverageRestricted">A requirement was asked about that this reader may not have an answer to.</param>
public sealed record DepotsAnswer(ReachItem? Reach, CoverageItem? Coverage, bool CoverageRestricted);
