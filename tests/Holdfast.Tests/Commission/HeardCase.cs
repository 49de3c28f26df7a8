using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using Holdfast.Tests.Web;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>A case in which the parties were heard, with a canary in everything that no party may see, entered through the desk.</summary>
internal static class HeardCase
{
    public const string Canary = "Canary";
    public const string Told = "Shells struck <b>the village</b> from the north.";

    public static Mission Mission(Mode mode = Mode.Exercise) => WebWorld.Mission(mode: mode) with { Commission = CommissionWorld.Usual };

    public static CaseDesk Desk(IRecord record, Mode mode = Mode.Exercise) =>
        new(record, CommissionWorld.Usual, GuaranteeWorld.Set("fact armed_attack(actor)"), mode, TimeProvider.System);

    public static async Task<string> EnterAsync(CaseDesk desk, bool publish = false, string inquirer = "inv")
    {
        var id = (await desk.OpenAsync("rep-ua", Canary + " title", CommissionWorld.Allegation() with { Text = Canary + " alleged" })).Id;
        async Task Do(string by, CaseAct act) => (await desk.ActAsync(id, by, act)).Refusal?.ToString().ShouldBeNull();
        await Do("secretary", new PartyNotified("RU", "A case concerns you."));
        await Do("secretary", new PartyNotified("UA", Canary + " for the other party"));
        await Do("secretary", new Moved(CaseState.Preliminary, Canary + " reason"));
        await Do("gb", new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, Canary + " ground")]));
        await Do(inquirer, new EvidenceAdded(CommissionWorld.Item("Canary-E1") with { Title = Canary + " evidence" }));
        await Do(inquirer, new HypothesisStated("H1", Canary + " hypothesis", "RU"));
        await Do(inquirer, new EvidenceWeighed("H1", "Canary-E1", Consistency.Consistent, Canary + " argument", null, ""));
        await Do("secretary", new Drafted("Canary-D1", Canary + " draft", []));
        foreach (var party in new[] { "UA", "RU" })
        {
            SummaryPoint[] points = [new SummaryPoint("A1", Told, 1, 0)];
            await Do("secretary", new SummaryDrafted($"Canary-{party}", party, [.. points]));
            await Do("gb", new SummaryReviewed($"Canary-{party}", Approved: true, Canary + " note"));
            await Do("pl", new SummaryReviewed($"Canary-{party}", Approved: true, Canary + " note"));
            await Do(
                "secretary",
                new SummarySent(party, [.. points], Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromHours(50))
            );
        }
        await Do("rep-ua", new ReplyReceived("UA", Canary + " reply of the other party"));
        await Do("rep-ua", new CorrectionRequested("UA", "UA-C1", Canary + " request of the other party"));
        if (publish)
        {
            await PublishAsync(desk, id, Do);
        }
        return id;
    }

    private static async Task PublishAsync(CaseDesk desk, string id, Func<string, CaseAct, Task> act)
    {
        await act("rep-ru", new ReplyReceived("RU", "We deny it."));
        await act("gb", new Moved(CaseState.Deliberation, Canary + " go on"));
        await act("fr", new NoteMade(Canary + " note of the deliberation"));
        var proposal = CommissionWorld.Proposal() with
        {
            Findings = [CommissionWorld.Proposal().Findings[0] with { Evidence = ["Canary-E1"] }],
        };
        await act("gb", new VoteOpened("V1", proposal));
        foreach (var member in new[] { "fr", "gb", "us" })
        {
            await act(member, new VoteCast("V1", member, VoteChoice.For));
        }
        await act("pl", new DissentFiled("V1", "pl", Canary + " between us", Publish: false));
        await act("gb", new Decided("V1", proposal, new Tally(4, 3, 0, 0)));
        await act("fr", new ReleaseProposed("V1"));
        var of = (await desk.Registry.FindAsync("gb", id)).ShouldNotBeNull();
        await act("gb", Publication.Confirmed(of, of.Of<Decided>().Single(), "gb").ShouldNotBeNull());
    }
}
