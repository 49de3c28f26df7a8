using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support;

/// <summary>The ledger that a mission's files declare, and every complaint about them with its place.</summary>
public sealed class LedgerFilesTests
{
    [Fact]
    public void Items_packages_and_rates_are_read_with_their_sources()
    {
        var ledger = SupportWorld.Mission().Ledger;
        ledger
            .Items.Select(i => (i.Id, i.Row.ToString(), i.Cites))
            .ShouldBe([("p1", "support/items.csv:2", "Doc"), ("d1", "support/items.csv:3", "Doc")]);
        ledger.Items[1].Condition.ShouldBe("peace");
        var package = ledger.Package("P1").ShouldNotBeNull();
        (package.Undertaking, package.Standing, package.Date?.ToString()).ShouldBe(("DE.howitzers", Standing.Attributed, "2025-01-10"));
        ledger.Rates.All.ShouldHaveSingleItem().PerEuro.ShouldBe(1.08m);
    }

    [Fact]
    public void A_mission_without_the_files_declares_nothing() =>
        SupportWorld
            .Mission(("support/items.csv", null), ("support/packages.yaml", null), ("support/rates.csv", null))
            .Ledger.IsEmpty.ShouldBeTrue();

    // Which file, what stands there instead of what, and the place, the code and a part of what must be said.
    public static TheoryData<string, string, string, string, int, int, string> Faults =>
        new()
        {
            { "support/items.csv", ",40,EUR", ",4x,EUR", "not-a-number", 3, 37, "4x" },
            { "support/items.csv", ",40,EUR", ",40,EURO", "unknown-currency", 3, 40, "EUR" },
            { "support/items.csv", ",40,EUR", ",40,", "missing", 3, 1, "currency" },
            { "support/items.csv", ",40,EUR", ",-40,EUR", "negative", 3, 37, "cancelled" },
            { "support/items.csv", "delivery,", "delivry,", "unknown-word", 3, 17, "delivery" },
            { "support/items.csv", "d1,DE,equipment", "d1,DE,equipmnt", "unknown-word", 3, 7, "equipment" },
            { "support/items.csv", "2025-03-02", "2.3.2025", "not-a-date", 3, 26, "2025-03-02" },
            { "support/items.csv", "d1,DE", "d1,", "merged-cell", 3, 1, "DE" },
            { "support/items.csv", "\nd1,", "\np1,", "duplicate-id", 3, 1, "line 2" },
            { "support/items.csv", ",,p1,", ",,p7,", "unknown-item", 3, 56, "p1" },
            { "support/items.csv", "4,piece,P1", "4,piece,P9", "unknown-name", 3, 52, "P1" },
            { "support/items.csv", ",peace", ",piece", "unknown-name", 3, 74, "peace" },
            { "support/items.csv", ",Doc,peace", ",Dok,peace", "unknown-reference", 3, 70, "Doc" },
            { "support/items.csv", "d1,DE,equipment,delivery", "d1,DE,equipment,request", "backwards", 3, 55, "pledge" },
            { "support/packages.yaml", "DE.howitzers", "DE.howitzer", "unknown-name", 2, 77, "DE.howitzers" },
            { "support/packages.yaml", "title:", "titel:", "unknown-key", 2, 26, "title" },
            { "support/packages.yaml", "date: 2025-01-10", "date: 10.1.2025", "bad-date", 2, 52, "2025-01-10" },
            { "support/packages.yaml", "standing: attributed", "standing: atributed", "unknown-word", 2, 101, "attributed" },
            { "support/packages.yaml", "DE.howitzers,", "DE.howitzers, when: \"peese\",", "unknown-name", 2, 97, "peace" },
            { "support/rates.csv", "USD", "UDS", "unknown-currency", 2, 1, "USD" },
            { "support/rates.csv", "1.08", "\"1,08\"", "not-a-number", 2, 13, "1.08" },
            { "support/rates.csv", "1.08", "0", "not-a-number", 2, 13, "above 0" },
            {
                "support/rates.csv",
                "attributed,Doc\n",
                "attributed,Doc\nUSD,2025-03,1.09,attributed,Doc\n",
                "duplicate-id",
                3,
                5,
                "2025-03"
            },
            { "support/rates.csv", "currency,", "curency,", "unknown-column", 1, 1, "currency" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_file_line_and_column_and_the_right_word(
        string path,
        string was,
        string now,
        string code,
        int line,
        int column,
        string says
    )
    {
        var text = SupportWorld.Files().Single(f => f.Path == path).Text;
        text.ShouldContain(was);
        var (mission, diagnostics) = SupportWorld.Read((path, text.Replace(was, now, StringComparison.Ordinal)));
        mission.ShouldBeNull();
        var found = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && d.Code == code).ToList();
        found.ShouldNotBeEmpty(string.Join('\n', diagnostics));
        (found[0].File, found[0].Line, found[0].Column).ShouldBe((path, line, column), string.Join('\n', diagnostics));
        (found[0].Message + " " + found[0].Suggestion).ShouldContain(says);
    }

    [Fact]
    public void A_donor_that_is_no_code_is_a_warning_with_the_nearest()
    {
        var items = SupportWorld.Items.Replace("d1,DE", "d1,UK", StringComparison.Ordinal);
        var (mission, diagnostics) = SupportWorld.Read(("support/items.csv", items));
        mission.ShouldNotBeNull();
        var warning = diagnostics.Where(d => d.Code == "unknown-nation").ShouldHaveSingleItem();
        (warning.Severity, warning.Line, warning.Suggestion).ShouldBe((DiagnosticSeverity.Warning, 3, "GB"));
    }
}
