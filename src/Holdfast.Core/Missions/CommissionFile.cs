using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>commission.yaml</c>, the commission's rules of procedure: members, officers, quorum, majorities, and how long each stage may take.</summary>
/// <param name="actors">Who may appoint a member; empty where the mission names no nations, and then nobody is checked.</param>
internal sealed class CommissionFile(Complaints complaints, Citations citations, ImmutableSortedSet<string> actors)
{
    public static readonly string[] Keys =
    [
        "title",
        "standing",
        "cites",
        "chair",
        "quorum",
        "majority",
        "provisional",
        "own_party_votes",
        "members",
        "officers",
        "stages",
    ];
    public static readonly string[] ProvisionalKeys = ["majority", "within"];
    public static readonly string[] MemberKeys = ["id", "name", "nation"];
    public static readonly string[] OfficerKeys = ["id", "name", "office", "party"];
    public static readonly string[] StageKeys = ["stage", "within", "by", "late"];

    public static readonly (string Word, Majority Value)[] Majorities = Words<Majority>();
    public static readonly (string Word, Office Value)[] Offices = Words<Office>();
    public static readonly (string Word, StageActor Value)[] Actors = Words<StageActor>();
    public static readonly (string Word, WhenLate Value)[] Lates = Words<WhenLate>();

    /// <summary>Stages with a clock of their own, in order.</summary>
    public static readonly (string Word, CaseState Value)[] Timed =
    [
        .. Words<CaseState>()
            .Where(w =>
                w.Value
                    is CaseState.Received
                        or CaseState.Preliminary
                        or CaseState.Investigating
                        or CaseState.Draft
                        or CaseState.PartyResponse
                        or CaseState.Deliberation
            ),
    ];

    private static readonly (string, double)[] Units =
    [
        ("minutes", 60),
        ("h", 3600),
        ("hours", 3600),
        ("hour", 3600),
        ("days", 86_400),
        ("day", 86_400),
    ];

    private static (string Word, T Value)[] Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => (CaseWords.Plain(v), v))];

    /// <summary>Null where the mission has no such file, or it is no mapping.</summary>
    public CommissionRules? Read(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return null;
        }
        var s = new Section(root, complaints, "the rules of the commission", Keys);
        var standing = s.Standing();
        s.Need("members");
        s.Need("stages");
        s.Need("quorum");
        var members = s.Sections("members", "a member", MemberKeys).Select(Member).ToImmutableArray();
        var officers = s.Sections("officers", "an officer", OfficerKeys).Select(Officer).ToImmutableArray();
        Twice(s, members.Select(m => m.Id).Concat(officers.Select(o => o.Id)));
        var provisional = s.Child("provisional", "the rules of provisional determinations", ProvisionalKeys);
        s.Need("provisional");
        var majority = s.Choice("majority", null, Majorities);
        return new CommissionRules
        {
            Title = s.Text("title"),
            Members = members,
            Officers = officers,
            Chair = Chair(s, members),
            Quorum = (int)s.Number("quorum", 1, 1, Math.Max(1, members.Length)),
            Majority = majority,
            ProvisionalMajority = provisional?.Choice("majority", majority, Majorities) ?? majority,
            ProvisionalWithin = provisional is null ? Duration.Zero : Within(provisional),
            OwnPartyVotes = s.Choice("own_party_votes", false, ("no", false), ("yes", true)),
            Stages = Stages(s),
            Cites = citations.Of(s, standing),
        };
    }

    private CommissionMember Member(Section s)
    {
        var nation = s.Text("nation");
        if (actors.Count > 0 && nation.Length > 0 && !actors.Contains(nation))
        {
            complaints.Error(
                s.At("nation"),
                "unknown-nation",
                $"'{nation}' is neither a party nor a nation of the mission",
                NearestWord.To(nation, actors)
            );
        }
        return new CommissionMember(Id(s), s.Text("name"), nation);
    }

    private CommissionOfficer Officer(Section s)
    {
        var office = s.Choice("office", null, Offices);
        var party = s.TextOrNull("party")?.Trim();
        if ((office == Office.PartyRepresentative) != party is { Length: > 0 })
        {
            complaints.Error(s.At("party"), "bad-party", "'party' is given for a party representative, and for nobody else");
        }
        return new CommissionOfficer(Id(s), s.Text("name"), office, party);
    }

    private string Id(Section s)
    {
        var id = s.Text("id");
        var good =
            id.Length is > 0 and <= 64 && id != CommissionRules.Public && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
        if (id.Length > 0 && !good)
        {
            complaints.Error(
                s.At("id"),
                "bad-id",
                $"'{id}' is no id: letters, digits, '-' and '.', and not '{CommissionRules.Public}', which stands for the public form"
            );
        }
        return id;
    }

    private void Twice(Section s, IEnumerable<string> ids)
    {
        foreach (var twice in ids.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() > 1))
        {
            complaints.Error(s.At("members"), "twice", $"'{twice.Key}' is the id of two people");
        }
    }

    private string? Chair(Section s, ImmutableArray<CommissionMember> members)
    {
        var chair = s.TextOrNull("chair")?.Trim();
        if (chair is not null && members.All(m => m.Id != chair))
        {
            complaints.Error(
                s.At("chair"),
                "unknown-member",
                $"no member has the id '{chair}'",
                NearestWord.To(chair, members.Select(m => m.Id))
            );
        }
        return chair;
    }

    private ImmutableArray<StageRule> Stages(Section s)
    {
        var stages = s.Sections("stages", "a stage", StageKeys).Select(Stage).ToImmutableArray();
        foreach (var (word, state) in Timed)
        {
            var count = stages.Count(r => r.Stage == state);
            if (count != 1 && s.Find("stages") is not null)
            {
                complaints.Error(
                    s.At("stages"),
                    count == 0 ? "missing-stage" : "twice",
                    count == 0 ? $"the stage '{word}' has no rule" : $"the stage '{word}' has {count} rules"
                );
            }
        }
        if (s.Find("chair") is null && stages.Any(r => r.By == StageActor.Chair))
        {
            complaints.Error(s.At("stages"), "no-chair", "a stage waits for the chair, and no chair is named");
        }
        return [.. stages.OrderBy(r => r.Stage)];
    }

    private StageRule Stage(Section s)
    {
        var stage = s.Choice("stage", null, Timed);
        var by = s.Choice("by", null, Actors);
        if (
            (by == StageActor.Vote) != (stage == CaseState.Deliberation)
            || (by == StageActor.Parties) != (stage == CaseState.PartyResponse)
        )
        {
            complaints.Error(
                s.At("by"),
                "bad-stage",
                "a vote ends the deliberation and nothing else; the parties end the party response and nothing else"
            );
        }
        return new StageRule(stage, Within(s), by, s.Choice("late", WhenLate.Proceeds, Lates));
    }

    private Duration Within(Section s)
    {
        s.Need("within");
        var seconds = s.Quantity("within", 0, Units);
        if (s.Find("within") is { } node && (seconds is <= 0 or > 3650 * 86_400.0))
        {
            complaints.Error(node, "out-of-range", "a time of a procedure is longer than nothing and shorter than ten years");
        }
        return Duration.FromSeconds(seconds);
    }
}
