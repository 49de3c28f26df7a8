namespace Holdfast.Simulation.Commission;

/// <summary>A made-up mission with the smallest commission that can take a case as far as an inquiry. The bench of evidence has it from here too.</summary>
internal static class SmallCommission
{
    public const string Mission = """
        title: T
        summary: S
        exposure: historical
        mode: test
        zone: Europe/Kyiv
        period: {from: 2025-01-01, until: 2025-02-01}
        parties: [{id: UA, name: Ukraine}, {id: RU, name: Russia}]
        """;

    public const string Rules = """
        title: Rules
        standing: illustrative
        cites: illustrative
        quorum: 1
        majority: simple
        provisional: {within: 12 h}
        members:
          - {id: a, name: A, nation: FR}
        officers:
          - {id: secretary, name: S, office: secretary}
          - {id: inv, name: I, office: investigator}
        stages:
          - {stage: received, within: 2 h, by: secretariat}
          - {stage: preliminary, within: 4 h, by: any member}
          - {stage: investigating, within: 20 days, by: any member}
          - {stage: draft, within: 5 days, by: secretariat}
          - {stage: party response, within: 7 days, by: parties}
          - {stage: deliberation, within: 5 days, by: vote, late: waits}
        """;
}
