using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Editions;

public enum EditionKind
{
    Public,
    Party,
    Commission,
    Nation,
    Internal,
}

/// <summary>
/// For whom a report is written: a reader like any other, so that what an edition holds is cut by the one function that decides about every read (<see cref="ReadAccess"/>) and released by the
/// one policy that releases everything (docs/guide/release.md). An edition may differ from another in detail and never in truth (<see cref="EditionProof"/>).
/// </summary>
/// <param name="Of">The party or nation; empty for the others.</param>
public sealed record Edition(EditionKind Kind, string Of)
{
    public static readonly Edition Public = new(EditionKind.Public, "");
    public static readonly Edition Internal = new(EditionKind.Internal, "");
    public static readonly Edition Commission = new(EditionKind.Commission, "");

    public static Edition Party(string id) => new(EditionKind.Party, id);

    public static Edition Nation(string id) => new(EditionKind.Nation, id);

    /// <summary>As addresses, verbs and entries write it: <c>public</c>, <c>party:XX</c>, <c>commission</c>, <c>nation:XX</c>, <c>internal</c>.</summary>
    public string Name => Of.Length == 0 ? Kind.ToString().ToLowerInvariant() : $"{Kind.ToString().ToLowerInvariant()}:{Of}";

    /// <summary>
    /// Who reads it. A party reads what is public and what is released to it by name at that level; a nation of the coalition what is restricted besides; the internal edition is the watch floor's and
    /// the cell's; the commission's holds nothing that is sealed, since a seal is opened by its members' keys and by no clearance.
    /// </summary>
    public Reader Reader =>
        Kind switch
        {
            EditionKind.Public => Reader.Anyone,
            EditionKind.Party => Made([Role.PartyRepresentative], Classification.Public, Of),
            EditionKind.Nation => Made([Role.NationalLiaison], Classification.Restricted, Of),
            EditionKind.Commission => Made([Role.Commissioner], Classification.Confidential, null) with { Categories = [Seal.Commission] },
            EditionKind.Internal => Made(
                [Role.WatchOfficer, Role.Analyst, Role.Planner, Role.LegalOfficer],
                Classification.Restricted,
                null
            ),
            _ => throw new InvalidOperationException("EditionKind is a closed enumeration."),
        };

    /// <summary>The label of the edition once it is released: whoever may read it may read everything in it.</summary>
    public Label Label =>
        Kind switch
        {
            EditionKind.Public => Label.Public,
            EditionKind.Party => Label.Public with { ReleasableTo = [Of] },
            EditionKind.Nation => Label.Restricted with { ReleasableTo = [Of] },
            EditionKind.Commission => new Label(Classification.Confidential, [Seal.Commission], []),
            EditionKind.Internal => Label.Restricted,
            _ => throw new InvalidOperationException("EditionKind is a closed enumeration."),
        };

    /// <summary>While it waits for the second person it is nobody's but the cell's.</summary>
    public Label DraftLabel =>
        Label.Classification == Classification.Public ? Label with { Classification = Classification.Restricted } : Label;

    /// <summary>
    /// Whether somebody may have it written on demand: whoever may read all that its reader may, with the same way of release. Analysis that is restricted takes its right besides.
    /// </summary>
    public bool MayBeReadBy(Reader reader)
    {
        var own = Reader;
        return reader.Clearance >= own.Clearance
            && own.Categories.All(reader.Categories.Contains)
            && (own.Nationality is null || own.Nationality == reader.Nationality)
            && (!own.InWatchRoom || reader.InWatchRoom)
            && (Kind is not (EditionKind.Commission or EditionKind.Internal) || Access.Rights.Allows(reader, Access.Right.ReadAnalysis));
    }

    /// <summary>Throws <see cref="FormatException"/> naming what there is and the nearest right one.</summary>
    public static Edition Parse(string text, IEnumerable<string> parties, IEnumerable<string> nations)
    {
        var all = All(parties, nations);
        if (all.FirstOrDefault(e => e.Name == text) is { } found)
        {
            return found;
        }
        var near = NearestWord.To(text, all.Select(e => e.Name));
        throw new FormatException(
            $"'{text}' is no edition; expected public, internal, commission, party:XX or nation:XX of this mission."
                + (near is null ? "" : $" Did you mean '{near}'?")
        );
    }

    /// <summary>Every edition that a mission can have.</summary>
    public static ImmutableArray<Edition> All(IEnumerable<string> parties, IEnumerable<string> nations) =>
        [
            Public,
            .. parties.Order(StringComparer.Ordinal).Select(Party),
            Commission,
            .. nations.Order(StringComparer.Ordinal).Select(Nation),
            Internal,
        ];

    public override string ToString() => Name;

    private Reader Made(ImmutableHashSet<Role> roles, Classification clearance, string? nationality) =>
        new($"edition {Name}", roles, clearance, [], nationality);
}
