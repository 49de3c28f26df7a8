using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Forces;

/// <summary>What a page about the force is asked, read from its address.</summary>
/// <param name="Words">The question as far as it goes; it may name no planning size.</param>
/// <param name="Percent">How much of what facts can fill is to be filled, where that is asked.</param>
public sealed record ForceAsked(AddressQuery Query, ForceQuestion Words, int Percent)
{
    /// <summary>What decisions cost, and what stays as it is.</summary>
    public LeverCosts Costs { get; init; } = LeverCosts.Equal;

    /// <summary>For how long something is to be kept up, where that is asked; ascending.</summary>
    public ImmutableArray<int> Years { get; init; } = ForceSustained.UsualYears;

    /// <summary>Null where the address names no planning size: nothing is asked yet.</summary>
    public ForceQuestion? Question => Words.Set.Length == 0 ? null : Words;

    /// <summary>The same question with other words for some of it.</summary>
    public string With(params (string Name, string? Value)[] changes) => Query.With(changes);
}

internal static class ForceAddress
{
    public const int UsualPercent = 95;
    private const int MostMonths = 60;
    private const int MostYears = 6;
    private const int MostAssumed = 60;
    private const int Longest = 4000;

    public static readonly ImmutableArray<string> Names =
    [
        "set",
        "scenario",
        "backstop",
        "start",
        "months",
        "procedures",
        "assume",
        "known",
        "mode",
        "offers",
        "lift",
        "percent",
        "cost",
        "keep",
        "caveats",
        "years",
    ];

    public static readonly ImmutableArray<(string Value, string Text)> Backstops =
    [
        ("with", "taken to be there"),
        ("without", "taken not to be there"),
    ];

    public static (ForceAsked Asked, Refusal? Fault) Read(Visit visit, ForceModel model)
    {
        var reading = new AddressReading(visit, Names, Longest);
        var set = reading.One("set", [.. model.Sets.Select(s => s.Id)]);
        var scenario = reading.One("scenario", [.. model.Scenarios.Select(s => s.Id)]);
        var backstop = reading.One("backstop", [.. Backstops.Select(b => b.Value)]);
        var procedures = reading.One("procedures", ["decided"]);
        var mode = reading.One("mode", [.. Enum.GetValues<Mode>().Select(Words.Of)]);
        var months = Whole(visit, reading, "months", MostMonths) ?? ForceQuestion.UsualMonths;
        var percent = Whole(visit, reading, "percent", 100) ?? UsualPercent;
        reading.Text("offers");
        var question = new ForceQuestion(
            set ?? "",
            scenario ?? "",
            backstop switch
            {
                "with" => BackstopChoice.With,
                "without" => BackstopChoice.Without,
                _ => BackstopChoice.AsOnRecord,
            },
            reading.Day("start") ?? Today(visit),
            months,
            reading.Texts("assume", MostAssumed),
            procedures is null,
            reading.Moment("known", endOfDay: true),
            mode is not null && Words.Find<Mode>(mode, Words.Of) is { } found ? found : Mode.Actual
        )
        {
            Lift = reading.Texts("lift", MostAssumed),
        };
        var years = Years(reading);
        var costs = Costs(visit, reading, model);
        return (new ForceAsked(reading.Query, question, percent) { Years = years, Costs = costs }, reading.Fault);
    }

    private static LeverCosts Costs(Visit visit, AddressReading reading, ForceModel model)
    {
        var (cost, keep) = (reading.Texts("cost", MostAssumed), reading.Texts("keep", MostAssumed));
        var caveats = reading.One("caveats", ["lift"]) is not null;
        var (costs, faults) = LeverCosts.Read(model, visit.Mission.Clauses, cost, keep, caveats);
        foreach (var fault in faults)
        {
            reading.Fail($"'{fault.File}': {fault.Message}{(fault.Suggestion is { } nearest ? $" Did you mean '{nearest}'?" : "")}");
        }
        return costs;
    }

    private static ImmutableArray<int> Years(AddressReading reading)
    {
        if (reading.Text("years") is not { } text)
        {
            return ForceSustained.UsualYears;
        }
        var years = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(y => int.TryParse(y, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : 0)
            .Distinct()
            .Order()
            .ToImmutableArray();
        if (years.Length > MostYears || years.Any(y => y is < 1 or > ForceSustained.MostYears))
        {
            reading.Fail(
                $"'years' is '{text}'; expected up to {MostYears} whole numbers from 1 to {ForceSustained.MostYears}, parted by commas, such as 1,3,10."
            );
            return ForceSustained.UsualYears;
        }
        return years;
    }

    private static int? Whole(Visit visit, AddressReading reading, string name, int most) =>
        string.IsNullOrWhiteSpace(visit.Query[name].ToString()) ? null : reading.Number(name, most);

    private static LocalDate Today(Visit visit) =>
        Instant
            .FromDateTimeOffset(visit.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
            .InZone(visit.Mission.Zone)
            .Date;
}
