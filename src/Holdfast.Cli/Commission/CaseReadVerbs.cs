using System.CommandLine;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Commission;

/// <summary><c>case list | show | stall | latency | refused</c>: what a person of the commission may read.</summary>
internal static class CaseReadVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db --as secretary";

    public static IEnumerable<Command> All() => [List(), Show(), Stall(), Latency(), Refused()];

    private static Instant Now() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private static Command List()
    {
        var options = new CaseOptions();
        var verb = options.Command("list", $"The docket, as whoever asks may see it. Example: holdfast case list {Where}");
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var rules = seat.Room.Desk.Registry.Rules;
                        var cases = await seat.Room.Desk.Registry.CasesAsync(seat.Person, null, cancellation);
                        var output = args.InvocationConfiguration.Output;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(output, CaseDocuments.Docket(cases, rules, Now()));
                            return 0;
                        }
                        foreach (var line in cases.Select(c => CaseText.Line(c, rules, Now())))
                        {
                            await output.WriteLineAsync(line);
                        }
                        await output.WriteLineAsync($"{cases.Length} cases.");
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Show()
    {
        var options = new CaseOptions();
        var id = CaseOptions.Id();
        var verb = options.Command("show", $"One case: its acts, clocks and hypotheses. Example: holdfast case show 2026-0001 {Where}", id);
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var wanted = args.GetRequiredValue(id);
                        if (await seat.Room.Desk.Registry.FindAsync(seat.Person, wanted, cancellation) is not { } of)
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync(
                                $"There is no case '{wanted}' that '{seat.Person}' may read."
                            );
                            return 1;
                        }
                        var rules = seat.Room.Desk.Registry.Rules;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(args.InvocationConfiguration.Output, CaseDocuments.Case(of, rules, Now()));
                            return 0;
                        }
                        foreach (var line in CaseText.Page(of, rules, Now()))
                        {
                            await args.InvocationConfiguration.Output.WriteLineAsync(line);
                        }
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Stall()
    {
        var options = new CaseOptions();
        var without = CaseOptions.Many("--without", "A member who does not vote: recused, or appointed by a party.");
        var verb = options.Command(
            "stall",
            "Could one member stall the commission past a tier's deadline? Computed from the rules of procedure, for its own people. "
                + $"Example: holdfast case stall --without ua {Where}",
            without
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(args, seat => StallAsync(args, options, seat, args.GetValue(without) ?? []), cancellation)
        );
        return verb;
    }

    private static async Task<int> StallAsync(ParseResult args, CaseOptions options, CaseSeat seat, string[] without)
    {
        var rules = seat.Room.Desk.Registry.Rules;
        if (rules.Member(seat.Person) is null && rules.Officer(seat.Person)?.Office is not Office.Secretary)
        {
            // No adversary's handbook.
            await args.InvocationConfiguration.Error.WriteLineAsync("Only members and the secretary are told who could stall.");
            return 1;
        }
        var excluded = without.ToHashSet(StringComparer.Ordinal);
        var tiers = Stalling.Tiers(rules, seat.Mission.Clauses, excluded);
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(output, CaseDocuments.Stall(rules, seat.Mission.Clauses, excluded));
            return 0;
        }
        foreach (var provisional in new[] { true, false })
        {
            await output.WriteLineAsync(PathLine(Stalling.Path(rules, provisional, excluded)));
        }
        foreach (var t in tiers)
        {
            var others = t.Others.IsEmpty ? "" : $" (others may determine it: {string.Join(", ", t.Others)})";
            await output.WriteLineAsync(
                $"{t.Undertaking} tier {t.Tier}, within {t.Within} from {t.From.ToString().ToLowerInvariant()}: {(t.InTime ? "in time" : "could be late")}{others}"
            );
        }
        return 0;
    }

    private static string PathLine(DeterminationPath path)
    {
        var kind = path.Provisional ? "Provisional" : "Final";
        var who = path.BlockedBy.IsEmpty ? "no single member can block it" : $"can be blocked by {string.Join(", ", path.BlockedBy)} alone";
        return FormattableString.Invariant($"{kind} determination: at most {path.Longest.TotalHours:0.#} h without any one member; {who}.");
    }

    private static Command Latency()
    {
        var options = new CaseOptions();
        var verb = options.Command(
            "latency",
            $"How long each stage takes, over the cases that whoever asks sees whole, beside the time that the rules give it. Example: holdfast case latency {Where}"
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var rules = seat.Room.Desk.Registry.Rules;
                        var cases = await seat.Room.Desk.Registry.CasesAsync(seat.Person, null, cancellation);
                        var output = args.InvocationConfiguration.Output;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(output, CaseDocuments.Latency(cases, rules, Now()));
                            return 0;
                        }
                        foreach (var l in StageClock.Measure(cases.Where(c => c.Title.Length > 0), rules, Now()))
                        {
                            await output.WriteLineAsync(LatencyLine(l));
                        }
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static string LatencyLine(StageLatency l)
    {
        static string Hours(Duration? d) => d is { } some ? FormattableString.Invariant($"{some.TotalHours:0.##} h") : "none";
        var part = l.MedianToWithin is { } p ? FormattableString.Invariant($" ({100 * p:0} % of it)") : "";
        return $"{CaseWords.Plain(l.State), -18} entered {l.Stays}, running {l.Running}, median {Hours(l.Median)} of {Hours(l.Within)} allowed{part}, longest {Hours(l.Longest)}, late {l.Overdue}";
    }

    private static Command Refused()
    {
        var options = new CaseOptions();
        var verb = options.Command(
            "refused",
            $"Acts that were refused, and entries that no lawful act could have made. Example: holdfast case refused {Where}"
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var refused = await seat.Room.Desk.Registry.RefusedAsync(seat.Person, cancellation);
                        var irregular = await seat.Room.Desk.Registry.IrregularitiesAsync(seat.Person, cancellation);
                        var output = args.InvocationConfiguration.Output;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(output, CaseDocuments.Refused(refused, irregular));
                            return 0;
                        }
                        foreach (var r in refused)
                        {
                            await output.WriteLineAsync($"{Iso.Format(r.At)[..16]}Z  {r.Case}  {r.By}: {r.Message} ({r.Code})");
                        }
                        foreach (var i in irregular)
                        {
                            await output.WriteLineAsync($"entry {i.Index}  {i.Case}  {i.By}: {i.Message} (irregular)");
                        }
                        await output.WriteLineAsync($"{refused.Length} refused, {irregular.Length} irregular.");
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }
}
