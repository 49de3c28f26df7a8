using System.CommandLine;

namespace Holdfast.Cli.Access;

/// <summary><c>holdfast account</c>: who may come in, as what, and what they did.</summary>
public static class AccountVerb
{
    public static Command Create()
    {
        var verb = new Command(
            "account",
            "Accounts: people, roles, labels, seats, sessions, tokens and the audit. "
                + "Example: holdfast account create olena --role watch-officer --clearance restricted --nationality FR --var var"
        );
        foreach (
            var child in (Command[])
                [.. AccountGrantVerbs.All(), .. AccountSeatVerbs.All(), .. AccountHolderVerbs.All(), .. AccountReadVerbs.All()]
        )
        {
            verb.Subcommands.Add(child);
        }
        verb.Subcommands.Add(AccountTokenVerbs.Create());
        return verb;
    }
}
