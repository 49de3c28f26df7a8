using System.CommandLine;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast operator</c>: decides about incidents through the one door, and shows the journal of what was decided.</summary>
internal static class OperatorVerb
{
    public static Command Create() =>
        new(
            "operator",
            "Decides about incidents, and shows what was decided. Example: holdfast operator confirm 3f0c9a1b2d4e5f60 --mission missions/minsk-2015 --record r.db --reason \"seen on video\""
        )
        {
            About("confirm", "The incident happened, as far as an operator can tell."),
            About("reject", "The incident is none: a false alarm, a test, noise. It counts nowhere from then on."),
            Split(),
            About("merge", "All observations of the incidents are one event."),
            Link("must-link", "The two observations are one event."),
            Link("cannot-link", "The two observations are never one event."),
            Fix(),
            Withdraw(),
            Journal(),
        };

    private static Command About(string word, string what)
    {
        var incidents = Incidents();
        var verb = new Command(word, $"{what} Example: holdfast operator {word} 3f0c9a1b2d4e5f60 --mission M --record r.db --reason TEXT")
        {
            incidents,
        };
        return OperatorCall.Acts(verb, args => new OperatorWish { Act = word, Incidents = [.. args.GetRequiredValue(incidents)] });
    }

    private static Command Split()
    {
        var incident = new Argument<string>("INCIDENT") { Description = "The id of the incident." };
        var part = new Option<string[]>("--part")
        {
            Description = "An observation (producer/message) that is not one event with the rest; may be given often.",
            Required = true,
        };
        var verb = new Command(
            "split",
            "Some observations of an incident are not one event with the rest. Example: holdfast operator split 3f0c9a1b2d4e5f60 --part press/17 --mission M --record r.db --reason TEXT"
        )
        {
            incident,
            part,
        };
        return OperatorCall.Acts(
            verb,
            args => new OperatorWish
            {
                Act = "split",
                Incidents = [args.GetRequiredValue(incident)],
                Observations = [.. args.GetRequiredValue(part)],
            }
        );
    }

    private static Command Link(string word, string what)
    {
        var first = new Argument<string>("A") { Description = "An observation, as producer/message." };
        var second = new Argument<string>("B") { Description = "The other." };
        var within = new Option<string[]>("--incident")
        {
            Description = "The id of the incident that holds one of them; given twice where they are of two.",
            Required = true,
        };
        var verb = new Command(
            word,
            $"{what} Example: holdfast operator {word} press/17 press/18 --incident 3f0c9a1b2d4e5f60 --mission M --record r.db --reason TEXT"
        )
        {
            first,
            second,
            within,
        };
        return OperatorCall.Acts(
            verb,
            args => new OperatorWish
            {
                Act = word,
                Incidents = [.. args.GetRequiredValue(within)],
                Observations = [args.GetRequiredValue(first), args.GetRequiredValue(second)],
            }
        );
    }

    private static Command Fix()
    {
        var incident = new Argument<string>("INCIDENT") { Description = "The id of the incident." };
        var (latitude, longitude) = (Needed("--latitude", "Degrees north."), Needed("--longitude", "Degrees east."));
        var sigma = Needed("--sigma", "Standard deviation of the place on either axis, metres.");
        var earliest = new Option<string>("--earliest") { Description = "When, at the earliest: an instant in UTC." };
        var latest = new Option<string>("--latest") { Description = "When, at the latest." };
        var verb = new Command(
            "fix",
            "Where, and if you like when, an incident was. Example: holdfast operator fix 3f0c9a1b2d4e5f60 --latitude 48.1 --longitude 37.5 --sigma 50 --mission M --record r.db --reason \"crater found\""
        )
        {
            incident,
            latitude,
            longitude,
            sigma,
            earliest,
            latest,
        };
        return OperatorCall.Acts(
            verb,
            args => new OperatorWish
            {
                Act = "fix",
                Incidents = [args.GetRequiredValue(incident)],
                Latitude = args.GetRequiredValue(latitude),
                Longitude = args.GetRequiredValue(longitude),
                SigmaMetres = args.GetRequiredValue(sigma),
                Earliest = args.GetValue(earliest) ?? "",
                Latest = args.GetValue(latest) ?? "",
            }
        );
    }

    private static Command Withdraw()
    {
        var entry = new Argument<string>("ENTRY") { Description = "The index of the act's entry, as journal prints it." };
        var verb = new Command(
            "withdraw",
            "Takes an act back; the journal keeps both. Example: holdfast operator withdraw 4711 --mission M --record r.db --reason TEXT"
        )
        {
            entry,
        };
        return OperatorCall.Acts(verb, args => new OperatorWish { Act = "withdraw", Entry = args.GetRequiredValue(entry) });
    }

    private static Command Journal()
    {
        var verb = new Command(
            "journal",
            "Every act, and what became of it. Example: holdfast operator journal --mission missions/minsk-2015 --record r.db --format json"
        );
        return OperatorCall.Reads(verb, JournalAsync);
    }

    private static async Task<int> JournalAsync(Workspace workspace, OperatorCall.Printed to, CancellationToken cancellation)
    {
        var desk = new OperatorDesk(workspace.Mission, workspace.Record, workspace.Watch);
        var lines = (await desk.JournalAsync(Reader.LocalOperator, cancellation)).Lines;
        if (to.Json)
        {
            Output.WriteJson(to.Output, new { Acts = lines.Select(OperatorText.Row) });
            return 0;
        }
        foreach (var line in lines)
        {
            var deed = line.Deed;
            to.Output.WriteLine(
                $"{deed.Entry.ToString(CultureInfo.InvariantCulture)}  {Iso.Format(deed.At)}  {deed.By} {OperatorWords.Sentence(deed.Act)} [{OperatorWords.Became(line)}]"
            );
            to.Output.WriteLine($"    {deed.Act.Reason}");
        }
        to.Output.WriteLine($"{lines.Length} acts, {lines.Count(l => l.Binds)} bind.");
        return 0;
    }

    private static Argument<string[]> Incidents() =>
        new("INCIDENT") { Description = "Ids of incidents; all their observations are cited.", Arity = ArgumentArity.OneOrMore };

    private static Option<string> Needed(string name, string description) => new(name) { Description = description, Required = true };
}
