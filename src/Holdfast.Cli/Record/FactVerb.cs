using System.CommandLine;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast fact</c>: the one door by which facts enter the record, and what it holds.</summary>
public static class FactVerb
{
    public static Command Create() =>
        new(
            "fact",
            "States, takes back and lists facts. Example: holdfast fact list --mission missions/easter-truce-2025 --record r.db --known 2025-04-20"
        )
        {
            FactStateVerb.Create(
                asserts: true,
                "States that a fact is so. Example: holdfast fact assert ceasefire.in_effect --mission missions/easter-truce-2025 "
                    + "--record r.db --authority RU --source \"announcement of 19 April 2025\" --valid-from 2025-04-19T15:00:00Z"
            ),
            FactStateVerb.Create(
                asserts: false,
                "Takes back what an authority stated about a fact; the statement stays in the record. Example: holdfast fact retract "
                    + "ceasefire.in_effect --mission missions/easter-truce-2025 --record r.db --authority RU --source correction"
            ),
            FactListVerb.Create(),
        };
}
