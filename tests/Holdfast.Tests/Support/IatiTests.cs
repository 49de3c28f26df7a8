using System.Text;
using System.Xml.Linq;
using Holdfast.App.Support.Export;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

/// <summary>The ledger as IATI 2.03: what becomes of each stage, the rules, the schema where there is one.</summary>
public sealed class IatiTests
{
    private static readonly IatiReporter Reporter = new("XM-TEST-1", "A reporter", "90");
    private static readonly Dictionary<string, string> Names = new() { ["DE"] = "Germany", ["UA"] = "Ukraine" };

    private static readonly LedgerItem[] Items =
    [
        Item("n", SupportStage.Need, "2024-12-01", quantity: "20 piece", donor: ""),
        Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR", "10 piece") with
        {
            Package = "P1",
            Due = Date("2025-06"),
            Title = "Guns & <shells>",
        },
        Item("c", SupportStage.Commitment, "2025-02", "90.50 EUR", follows: "p") with
        {
            Package = "P1",
            Condition = "peace",
        },
        Item("x", SupportStage.Cancelled, "2025-02-20", "9.50 EUR", follows: "p") with
        {
            Package = "P1",
        },
        Item("a", SupportStage.Allocation, "2025-02-03", "50 EUR", follows: "c") with
        {
            Package = "P1",
        },
        Item("a2", SupportStage.Allocation, "2025-02-17", "40 EUR", follows: "c") with
        {
            Package = "P1",
        },
        Item("d", SupportStage.Delivery, "2025-03-02", "40 EUR", "4-5 piece", "a") with
        {
            Package = "P1",
            Basis = ValueBasis.Replacement,
        },
        Item("m", SupportStage.Disbursement, "2025-03-05", "7.25 USD", kind: SupportKind.Humanitarian, donor: "FR") with
        {
            PriceDate = Date("2024"),
        },
        Item("r", SupportStage.Refused, "2025-03-06", donor: "FR", kind: SupportKind.Humanitarian),
        Item("u", SupportStage.Pledge, "", "3 EUR", donor: "FR", kind: SupportKind.Humanitarian),
        Item("w", SupportStage.Pledge, "", "5 EUR", donor: "PL"),
        Item("f", SupportStage.Pledge, "2027-01-01", "5 EUR", donor: "FR", kind: SupportKind.Humanitarian),
    ];

    private static IatiReport Report() =>
        new IatiActivities(Names, Reporter, Today).Of(
            Items,
            [new SupportPackage("P1", "DE", "Howitzers", null, "", "", Standing.Attributed, "Doc")]
        );

    private static byte[] Xml(IatiReport report)
    {
        using var made = new MemoryStream();
        IatiWriter.Write(made, report, Instant.FromUtc(2026, 3, 1, 12, 0));
        return made.ToArray();
    }

    private static IatiChecked Check(string xml) => IatiRules.Check(new MemoryStream(Encoding.UTF8.GetBytes(xml)), Today);

    private static string Text() => Encoding.UTF8.GetString(Xml(Report()));

    [Fact]
    public void Each_stage_becomes_the_element_that_means_it()
    {
        var package = Report().Activities.Single(a => a.Title == "Howitzers");
        package
            .Transactions.Select(t => (t.Reference, t.Type, t.Date.ToString("uuuu-MM-dd", null), t.Value.ToString()))
            .ShouldBe([
                ("p", "12", "2025-01-10", "100 EUR"),
                ("x", "12", "2025-02-20", "-9.50 EUR"),
                ("c", "2", "2025-02-28", "90.50 EUR"),
                ("d", "4", "2025-03-02", "40 EUR"),
            ]);
        var budget = package.Budgets.ShouldHaveSingleItem();
        (budget.Start, budget.End, budget.Sum.ToString(), budget.Items).ShouldBe((Day("2025-02-01"), new LocalDate(2025, 2, 28), "90", 2));
        package
            .Measures.Select(m => (m.Item, m.IsTarget, m.Quantity.ToString()))
            .ShouldBe([("p", true, "10 piece"), ("d", false, "4-5 piece")]);
        package.Participants.Select(p => (p.Role, p.Name, p.Type)).ShouldBe([("1", "Germany", "10"), ("2", "Germany", "10")]);
        (package.Status, package.RecipientCountry, package.PlannedEnd, package.Conditions.Single()).ShouldBe(
            ("2", "UA", new LocalDate(2025, 6, 30), "peace")
        );
        var french = Report().Activities.Single(a => a.IsHumanitarian);
        french.Transactions.ShouldHaveSingleItem().ValueDate.ShouldBe(new LocalDate(2024, 12, 31));
    }

    [Fact]
    public void A_guarantee_is_a_credit_guarantee_and_in_no_sum_of_promised_or_paid_money()
    {
        LedgerItem[] items =
        [
            Item("loan", SupportStage.Commitment, "2025-12-19", "90 EUR"),
            Item("cover", SupportStage.Guarantee, "2025-12-19", "90 EUR"),
            Item("less", SupportStage.Cancelled, "2026-01-10", "10 EUR", follows: "cover"),
        ];
        new LedgerChains(items).Faults.ShouldBeEmpty();
        var report = new IatiActivities(Names, Reporter, Today).Of(items, []);
        report.LeftOut.ShouldBeEmpty();
        report.Sums.Select(s => $"{s.Type} {s.Sum} {s.Currency}").ShouldBe(["10 80 EUR", "2 90 EUR"]);
        IatiRules.Check(new MemoryStream(Xml(report)), Today).Findings.ShouldBeEmpty();
        // Stages are always apart, so that no total adds cover to money.
        var totals = new LedgerTotals(LedgerField.Donor);
        foreach (var item in items)
        {
            totals.Add(item);
        }
        totals.Groups().Select(g => $"{g.Key[1]} {g.Totals.In("EUR")}").ShouldBe(["cancelled 10", "commitment 90", "guarantee 90"]);
        new LedgerChains(items).Promises(Today).ShouldHaveSingleItem().Promise.Id.ShouldBe("loan");
    }

    [Fact]
    public void Nothing_is_dropped_each_item_is_in_the_file_or_listed_with_the_reason()
    {
        var report = Report();
        report
            .LeftOut.Select(l => (l.Item.Id, l.Code, l.InFile))
            .OrderBy(l => l.Id, StringComparer.Ordinal)
            .ShouldBe([
                ("f", "later", true),
                ("n", "no-transaction", true),
                ("r", "no-transaction", true),
                ("u", "no-date", true),
                ("w", "no-dated-item", false),
            ]);
        var text = Text();
        foreach (var item in Items.Where(i => i.Id is not ("w" or "a" or "a2")))
        {
            (
                text.Contains($"ref=\"{item.Id}\"", StringComparison.Ordinal)
                || text.Contains($"value=\"{item.Id}; ", StringComparison.Ordinal)
            ).ShouldBeTrue(item.Id);
        }
    }

    [Fact]
    public void Sums_of_the_file_are_those_of_the_ledger_to_the_last_digit()
    {
        var check = Check(Text());
        check.Findings.ShouldBeEmpty();
        check
            .Sums.Select(s => (s.Type, s.Currency, s.Sum.ToString()))
            .ShouldBe([("12", "EUR", "90.5"), ("2", "EUR", "90.5"), ("3", "USD", "7.25"), ("4", "EUR", "40")]);
        Report()
            .Sums.Select(s => (s.Type, s.Currency, s.Sum.ToString()))
            .ShouldBe(check.Sums.Select(s => (s.Type, s.Currency, s.Sum.ToString())));
    }

    [Fact]
    public void Any_ledger_gives_a_file_without_a_finding_whose_sums_are_its_own() =>
        ForAnySeed(
            random =>
            {
                LedgerItem[] items =
                [
                    .. Enumerable.Range(0, 40).Select(i => AnyItem(random, i) with { Series = "s", Beneficiary = "UA" }),
                    Item("dated", SupportStage.Disbursement, "2024-01-01", "1 EUR", series: "s"),
                ];
                var report = new IatiActivities(Names, Reporter, Today).Of(items, []);
                var check = IatiRules.Check(new MemoryStream(Xml(report)), Today);
                var expected = new ExactSum(
                    items
                        .Where(i => i.Stage == SupportStage.Disbursement && i.Date?.Earliest <= Today && i.Amount?.Currency == "EUR")
                        .Select(i => i.Amount.GetValueOrDefault().Value)
                );
                return check.Findings.IsEmpty
                    && check.Sums.Single(s => s is { Type: "3", Currency: "EUR" }).Sum.ToString() == expected.ToString()
                    && report.Activities.Select(a => a.Identifier).Distinct().Count() == report.Activities.Length;
            },
            100
        );

    [Fact]
    public void Accounts_are_never_mixed_in_one_file() =>
        Should
            .Throw<ArgumentException>(() =>
                new IatiActivities(Names, Reporter, Today).Of(
                    [Items[1], Item("k", SupportStage.Allocation, "2025", "1 EUR", series: "kiel.months")],
                    []
                )
            )
            .Message.ShouldContain("kiel.months, ledger");

    [Fact]
    public void An_identifier_begins_with_its_reporter_and_stays_the_same()
    {
        var report = Report();
        report.Activities.ShouldAllBe(a =>
            a.Identifier.StartsWith("XM-TEST-1-ledger-", StringComparison.Ordinal) && !a.Identifier.Any(char.IsWhiteSpace)
        );
        report.Activities.Select(a => a.Identifier).ShouldContain("XM-TEST-1-ledger-package-P1-UA");
        // Two names that would be written alike are told apart.
        LedgerItem Of(string donor) => Item(donor, SupportStage.Pledge, "2025-01-01", "1 EUR", donor: donor);
        new IatiActivities(Names, Reporter, Today)
            .Of([Of("A bank"), Of("A_bank"), Of("A-bank")], [])
            .Activities.Select(a => a.Identifier)
            .ShouldBeUnique();
    }

    [Fact]
    public void What_is_made_up_or_attributed_says_so_in_the_file()
    {
        var item = Item("o", SupportStage.Pledge, "2025-01-01", "1 EUR") with { Standing = Standing.Illustrative };
        var report = new IatiActivities(Names, Reporter, Today).Of([item, item with { Id = "r", Stage = SupportStage.Refused }], []);
        var text = Encoding.UTF8.GetString(Xml(report));
        text.ShouldContain("standing: illustrative; source row: items.csv:2");
        text.ShouldContain("Standing of the weakest: illustrative.");
        text.ShouldContain("value=\"r; 2025-01-01; 1 EUR; standing: illustrative\"");
    }

    [Fact]
    public void Control_characters_of_a_title_do_not_break_the_file()
    {
        var odd = Item("o", SupportStage.Pledge, "2025-01-01", "1 EUR") with { Title = "bell \u0007 and half a pair \ud83d end" };
        var report = new IatiActivities(Names, Reporter, Today).Of([odd], []);
        Check(Encoding.UTF8.GetString(Xml(report))).Findings.ShouldBeEmpty();
    }

    // What stands there, what instead, and the code with a part of the message.
    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            { "<transaction-type code=\"12\" />", "<transaction-type code=\"14\" />", "unknown-code", "14" },
            { "<transaction-type code=\"12\" />", "", "missing-element", "transaction-type" },
            { "iso-date=\"2025-01-10\"", "iso-date=\"10.1.2025\"", "not-a-date", "10.1.2025" },
            { "<transaction-date iso-date=\"2025-01-10\" />", "<transaction-date iso-date=\"2027-01-10\" />", "future", "2027-01-10" },
            { "currency=\"EUR\"", "currency=\"EURO\"", "unknown-currency", "Did you mean 'EUR'?" },
            { "currency=\"EUR\" ", "", "unknown-currency", "default-currency" },
            { ">100</value>", ">100,5</value>", "not-a-number", "100.5" },
            { " value-date=\"2025-01-10\"", "", "missing-attribute", "value-date" },
            { "<activity-status code=\"2\" />", "", "missing-element", "activity-status" },
            {
                "<activity-status code=\"2\" />",
                "<activity-status code=\"2\" /><activity-status code=\"2\" />",
                "repeated-element",
                "2 times"
            },
            { "<activity-status code=\"2\" />", "<activity-statu code=\"2\" />", "unknown-element", "Did you mean 'activity-status'?" },
            { "<activity-date type=\"2\" iso-date=\"2025-01-10\" />", "", "no-start", "start" },
            { "<recipient-country code=\"UA\" />", "<recipient-country code=\"UK\" />", "unknown-code", "Did you mean 'GB'?" },
            {
                "<recipient-country code=\"UA\" />",
                "<recipient-country code=\"UA\" percentage=\"60\" /><recipient-country code=\"PL\" percentage=\"39.9\" />",
                "sum",
                "99.9"
            },
            { "ref=\"XM-TEST-1\"", "ref=\"XM-TEST-2\"", "identifier", "XM-TEST-2-" },
            { "<narrative>Howitzers</narrative>", "<narrative> </narrative>", "no-narrative", "title" },
            { "role=\"1\"", "role=\"5\"", "unknown-code", "5" },
            { "<period-end iso-date=\"2025-02-28\" />", "<period-end iso-date=\"2025-01-28\" />", "out-of-order", "2025-01-28" },
            { "<period-end iso-date=\"2025-02-28\" />", "<period-end iso-date=\"2026-02-28\" />", "too-long", "a year" },
            { "version=\"2.03\"", "version=\"1.05\"", "version", "1.05" },
            { "xml:lang=\"en\"", "", "no-language", "xml:lang" },
            { "<sector vocabulary=\"99\" code=\"equipment\">", "<sektor vocabulary=\"99\" code=\"equipment\">", "not-xml", "sector" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_line_and_what_is_expected(string was, string now, string code, string says)
    {
        var text = Text();
        var at = text.IndexOf(was, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0, was);
        var check = Check(text.Remove(at, was.Length).Insert(at, now));
        check.HasErrors.ShouldBeTrue();
        var finding = check.Findings.First(f => f.Code == code);
        finding.Message.ShouldContain(says);
        finding.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Elements_out_of_order_are_told_with_the_one_they_stand_after()
    {
        var document = XDocument.Parse(Text());
        var activity = document.Descendants("iati-activity").First(a => a.Element("transaction") is not null);
        var status = activity.Element("activity-status").ShouldNotBeNull();
        status.Remove();
        activity.Add(status);
        Check(document.ToString())
            .Findings.ShouldContain(f =>
                f.Code == "order" && f.Message.StartsWith("'activity-status' stands after", StringComparison.Ordinal)
            );
    }

    [Theory]
    [InlineData("<a/>", "root")]
    [InlineData("<iati-activities version=\"2.03\"/>", "empty")]
    [InlineData("<iati-activities version=\"2.03\"><iati-activity/></iati-activities>", "missing-element")]
    [InlineData("not xml", "not-xml")]
    [InlineData(
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><iati-activities version=\"2.03\">&e;</iati-activities>",
        "not-xml"
    )]
    public void What_is_no_file_of_activities_is_a_finding_and_never_a_crash(string text, string code) =>
        Check(text).Findings.ShouldContain(f => f.Code == code && f.Severity == DiagnosticSeverity.Error);

    [Fact]
    public void A_file_is_valid_against_a_schema_of_the_same_structure_and_a_wrong_one_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-iati-");
        try
        {
            IatiStructure.Write(folder.FullName);
            var schema = IatiSchema.Load(folder.FullName);
            schema.Validate(new MemoryStream(Xml(Report()))).ShouldBeEmpty();
            var wrong = Text().Replace("<activity-status code=\"2\" />", "", StringComparison.Ordinal);
            var finding = schema.Validate(new MemoryStream(Encoding.UTF8.GetBytes(wrong))).First();
            (finding.Code, finding.Severity).ShouldBe(("schema", DiagnosticSeverity.Error));
            finding.Message.ShouldContain("activity-status");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_the_schema_or_with_a_part_of_it_missing_is_refused_and_nothing_is_fetched()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-iati-");
        try
        {
            Should.Throw<InvalidDataException>(() => IatiSchema.Load(folder.FullName)).Message.ShouldContain(IatiSchema.FileName);
            IatiStructure.Write(folder.FullName);
            File.Delete(Path.Combine(folder.FullName, "iati-common.xsd"));
            Should.Throw<InvalidDataException>(() => IatiSchema.Load(folder.FullName)).Message.ShouldContain("iati-common.xsd");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_is_valid_against_the_official_schema_where_it_is_given()
    {
        var folder = Environment.GetEnvironmentVariable("HOLDFAST_IATI_SCHEMA") ?? "";
        Assert.SkipUnless(Directory.Exists(folder), "HOLDFAST_IATI_SCHEMA names no folder with the official schemas of IATI 2.03.");
        IatiSchema.Load(folder).Validate(new MemoryStream(Xml(Report()))).ShouldBeEmpty();
    }
}
