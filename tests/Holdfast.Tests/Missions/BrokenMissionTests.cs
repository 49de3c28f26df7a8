using Holdfast.Cli.Missions;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

/// <summary>
/// Each folder of <c>broken/</c> is a mission with one fault; beside it stands what <c>holdfast check</c> must say: file, line, column and the nearest
/// right word.
/// </summary>
public sealed class BrokenMissionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Holdfast.Tests", "Missions", "broken");

    public static TheoryData<string> Names() =>
        [.. Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_mission_is_told_where_and_what(string name)
    {
        var output = new StringWriter();
        var code = await CheckVerb.RunAsync(
            [Path.Combine(Folder, name)],
            json: false,
            output,
            new StringWriter(),
            TestContext.Current.CancellationToken
        );
        var said = output.ToString().Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        var expected = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".txt"), TestContext.Current.CancellationToken);
        said.ShouldBe(expected);
        code.ShouldBe(1);
    }

    [Fact]
    public void There_are_more_than_ten_different_faults() =>
        Directory
            .EnumerateFiles(Folder, "*.txt")
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(": error "))
            .Where(parts => parts.Length == 2)
            .Select(parts => parts[1].Split(':')[0])
            .Distinct()
            .Count()
            .ShouldBeGreaterThan(10);
}
