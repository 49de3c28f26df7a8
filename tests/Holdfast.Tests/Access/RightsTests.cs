using System.Collections.Immutable;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Which role may do what, against a table written by hand from the guide.</summary>
public sealed class RightsTests
{
    // Columns: public reader, watch officer, analyst, investigator, commissioner, secretary, legal officer, planner, national liaison, party representative,
    // administrator, auditor.
    private const string Table = """
        ReadReleased       x x x x x x x x x x x x
        ReadLabelled       - x x x x x x x x x x x
        WatchRoom          - x x - - - - - - - - -
        WriteObservations  - x x - - - - - - - - -
        MendQuarantine     - x x - - - - - - - - -
        DecideIncidents    - x x - - - - - - - - -
        StateFacts         - x x - x x x - - - - -
        ReadAnalysis       - x x - x x x x - - - -
        ActInCommission    - - - x x x - - - - - -
        ReplyAsParty       - - - - - - - - - x - -
        ActInCell          - x x - - - x x - - - -
        SpeakForNation     - - - - - - - - x - - -
        ProposeRelease     - x x - x x x - - - - -
        ConfirmRelease     - x - - x - x - - - - -
        ManageAccounts     - - - - - - - - - - x -
        ConfirmSeat        - - - - - x x - - - x x
        ReadAudit          - - - - - - - - - - x x
        KeepRecord         - - - - - - - - - - x x
        ManageMission      - - - - - - - - - - x -
        UseOwnAccount      - x x x x x x x x x x x
        """;

    [Fact]
    public void Every_role_has_the_rights_of_the_table_and_no_other()
    {
        var roles = Enum.GetValues<Role>();
        var rows = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(r => r[0], r => r[1..]);
        rows.Keys.Order(StringComparer.Ordinal).ShouldBe(Enum.GetNames<Right>().Order(StringComparer.Ordinal));
        foreach (var (right, marks) in rows)
        {
            marks.Length.ShouldBe(roles.Length, right);
            for (var i = 0; i < roles.Length; i++)
            {
                Rights.Allows(Of(roles[i]), Enum.Parse<Right>(right)).ShouldBe(marks[i] == "x", $"{roles[i]} {right}");
            }
        }
    }

    [Fact]
    public void Several_roles_give_what_each_gives()
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            foreach (var (a, b) in Enum.GetValues<Role>().SelectMany(a => Enum.GetValues<Role>().Select(b => (a, b))))
            {
                Rights.Allows(Of(a, b), right).ShouldBe(Rights.Allows(Of(a), right) || Rights.Allows(Of(b), right));
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    public void What_nobody_knows_is_denied(int unknown)
    {
        Rights.Decide(Of(Enum.GetValues<Role>()), (Right)unknown).ShouldBe(RightDecision.UnknownRight);
        Rights.Explain(RightDecision.UnknownRight, (Right)unknown).ShouldNotBeEmpty();
        foreach (var right in Enum.GetValues<Right>())
        {
            Rights.Decide(Of((Role)unknown), right).ShouldBe(RightDecision.NotOfAnyRole);
        }
        Rights.Decide(Of(), Right.ReadReleased).ShouldBe(RightDecision.NotOfAnyRole);
    }

    [Fact]
    public void A_token_narrows_its_account_to_what_it_was_made_for()
    {
        var whole = Principal.LocalOperator;
        var narrow = whole.Within(["write-observations"]);
        narrow.Decide(Right.WriteObservations).ShouldBe(RightDecision.Granted);
        narrow.Decide(Right.MendQuarantine).ShouldBe(RightDecision.OutsideScope);
        narrow.Decide(Right.ReadAudit).ShouldBe(RightDecision.OutsideScope);
        narrow.Decide(Right.ActInCommission).ShouldBe(RightDecision.NotOfAnyRole);
        // It reads what everybody may, and as late.
        narrow.Reader.Clearance.ShouldBe(Classification.Public);
        narrow.Reader.InWatchRoom.ShouldBeFalse();
        whole.Within(["watch-room", "read-labelled"]).Reader.InWatchRoom.ShouldBeTrue();
        whole.Within(["read-labelled"]).Reader.Clearance.ShouldBe(Classification.Confidential);
    }

    [Fact]
    public void No_scope_beyond_the_roles_grants_anything()
    {
        var all = AccessWords.All<Right>().ToImmutableSortedSet(StringComparer.Ordinal);
        foreach (var role in Enum.GetValues<Role>())
        {
            var principal = Principal.Anyone with { Reader = Of(role) };
            foreach (var right in Enum.GetValues<Right>())
            {
                principal.Within(all).May(right).ShouldBe(principal.May(right));
            }
        }
    }

    private static Reader Of(params Role[] roles) => new("x", [.. roles], Classification.Public, [], null);
}
