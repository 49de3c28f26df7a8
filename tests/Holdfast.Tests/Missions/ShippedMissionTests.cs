using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.Cli.Missions;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

public sealed class ShippedMissionTests
{
    private static string Missions => Path.Combine(Repository.Root, "missions");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names() =>
        [.. Directory.EnumerateDirectories(Missions).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_shipped_mission_checks_clean_without_a_warning(string name)
    {
        var load = await MissionFolder.LoadAsync(Path.Combine(Missions, name), Cancellation);
        // Promises that wait for each other, and tiers that a procedure cannot make, are a finding about the world, not a fault of the text.
        load.Diagnostics.Where(d => d.Code is not ("deadlock" or "tier-too-short")).ShouldBeEmpty();
        var mission = load.OrThrow();
        (mission.Clauses.Terms.Length + mission.Clauses.Undertakings.Length).ShouldBeGreaterThan(0);
        (mission.Clauses.Terms.IsEmpty || !mission.Sectors.IsEmpty).ShouldBeTrue("terms are watched by sector");
        // seed-001 names neither its publisher nor its date, and nothing is made up for it.
        mission.References.ShouldAllBe(r =>
            r.Date != null || r.Url != null || r.Publisher.StartsWith("not named", StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_illustrative_shape_says_so_in_its_caption(string name)
    {
        var mission = (await MissionFolder.LoadAsync(Path.Combine(Missions, name), Cancellation)).OrThrow();
        mission
            .Atlas.Shapes.Values.Where(s => s.Standing == Standing.Illustrative)
            .ShouldAllBe(s => s.Caption.StartsWith("Illustrative", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spellings_of_event_files_find_the_oblasts_of_the_minsk_mission()
    {
        var mission = (await MissionFolder.LoadAsync(Path.Combine(Missions, "minsk-2015"), Cancellation)).OrThrow();
        mission.Atlas.Find("Donetsk oblast").ShouldNotBeNull().Name.ShouldBe("donetsk_oblast");
        mission.Atlas.Find("Luhansk oblast").ShouldNotBeNull().Name.ShouldBe("luhansk_oblast");
        mission.Atlas.Find("Donetsk oblast").ShouldNotBeNull().Geometry.ShouldBe(mission.Atlas.Find("donetsk_oblast")?.Geometry);
    }

    [Fact]
    public async Task Only_the_exercise_is_released_late_and_every_line_of_it_is_marked_as_one()
    {
        var mission = (await MissionFolder.LoadAsync(Path.Combine(Missions, "ukraine"), Cancellation)).OrThrow();
        mission.Exposure.ShouldBe(Exposure.Live);
        mission.Mode.ShouldBe(Mode.Exercise);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Missions, "ukraine", "feeds", "exercise.jsonl"), Cancellation);
        lines.Length.ShouldBeGreaterThan(200);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            json.RootElement.GetProperty("mode").GetString().ShouldBe("exercise");
            json.RootElement.GetProperty("standing").GetString().ShouldBe("illustrative");
        }
    }

    [Fact]
    public async Task The_revision_changes_with_any_byte_and_with_nothing_else()
    {
        var folder = Path.Combine(Missions, "minsk-2015");
        var first = (await MissionFolder.LoadAsync(folder, Cancellation)).OrThrow();
        var again = (await MissionFolder.LoadAsync(folder + Path.DirectorySeparatorChar, Cancellation)).OrThrow();
        again.Revision.ShouldBe(first.Revision);
        var other = first.Files.Select(f => f.Path == "facts.yaml" ? f with { Sha256 = new string('0', 64) } : f).Reverse().ToArray();
        MissionReader.Read("minsk-2015", other).Mission.ShouldNotBeNull().Revision.ShouldNotBe(first.Revision);
    }

    [Fact]
    public async Task A_new_mission_checks_clean()
    {
        var parent = Directory.CreateTempSubdirectory("holdfast-new-");
        try
        {
            var output = new StringWriter();
            (await NewVerb.RunAsync("my-truce", parent.FullName, json: false, output, output, Cancellation)).ShouldBe(0);
            var load = await MissionFolder.LoadAsync(Path.Combine(parent.FullName, "my-truce"), Cancellation);
            load.Diagnostics.ShouldBeEmpty();
            load.OrThrow().Name.ShouldBe("my-truce");
            // A second time nothing is overwritten.
            (await NewVerb.RunAsync("my-truce", parent.FullName, json: false, output, output, Cancellation)).ShouldBe(2);
            (await NewVerb.RunAsync("My truce", parent.FullName, json: false, output, output, Cancellation)).ShouldBe(2);
            output.ToString().ShouldContain("Did you mean 'my-truce'?");
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }
}
