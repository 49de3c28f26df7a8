using System.CommandLine;
using Holdfast.App.Access;
using Holdfast.Cli.Record;
using Holdfast.Core.Access;

namespace Holdfast.Cli.Access;

/// <summary>Seats in a mission's commission.</summary>
internal static class AccountSeatVerbs
{
    private static readonly Option<string> Mission = new("--mission")
    {
        Description = "The mission's folder, which holds commission.yaml.",
        Required = true,
    };
    private static readonly Option<string> Person = new("--person")
    {
        Description = "The id of a member or officer in commission.yaml.",
        Required = true,
    };

    public static IEnumerable<Command> All()
    {
        yield return Verb(
            "seat",
            "Gives an account a seat. A member's has effect once another person confirmed it. "
                + "Example: holdfast account seat olena --mission missions/ukraine --person fr",
            Person,
            async (seat, name, mission, person, cancellation) =>
                CommissionSeats.Fault(mission, person) is { } fault
                    ? new AccountAnswer(name, null, fault)
                    : await seat.Accounts.SeatAsync(
                        seat.By,
                        name,
                        mission.Name,
                        person,
                        CommissionSeats.KindOf(mission.Commission ?? throw new InvalidDataException("no commission"), person) ?? default,
                        cancellation
                    ),
            "seated"
        );
        yield return Verb(
            "confirm-seat",
            "Confirms a member's seat, as the second of two people. "
                + "Example: holdfast account confirm-seat olena --mission missions/ukraine --person fr --as auditor --code 123456",
            Person,
            async (seat, name, mission, person, cancellation) =>
                await seat.Accounts.ConfirmSeatAsync(seat.By, name, mission.Name, person, cancellation),
            "confirmed"
        );
        yield return Verb(
            "unseat",
            "Takes a seat. Example: holdfast account unseat olena --mission missions/ukraine",
            null,
            async (seat, name, mission, _, cancellation) => await seat.Accounts.UnseatAsync(seat.By, name, mission.Name, cancellation),
            "unseated"
        );
    }

    private delegate Task<AccountAnswer> Act(
        AccountSeat seat,
        string name,
        Core.Missions.Mission mission,
        string person,
        CancellationToken cancellation
    );

    private static Command Verb(string word, string description, Option<string>? person, Act act, string done)
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var verb = options.Command(word, description, [name, Mission, .. person is null ? (Symbol[])[] : [person]]);
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var mission = await FactStateVerb.LoadAsync(args.GetRequiredValue(Mission), cancellation);
                        var who = person is null ? "" : args.GetRequiredValue(person);
                        var answer = await act(seat, args.GetRequiredValue(name), mission, who, cancellation);
                        return await options.AnswerAsync(args, answer, $"{answer.Account} {done} in {mission.Name}");
                    },
                    cancellation
                )
        );
        return verb;
    }
}
