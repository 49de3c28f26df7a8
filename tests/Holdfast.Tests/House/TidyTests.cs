using System.Text.RegularExpressions;
using Shouldly;

namespace Holdfast.Tests.House;

/// <summary>Habits that a machine can check (STYLE.md): short functions, files of bounded length, no helper folders, nothing unfinished.</summary>
public sealed partial class TidyTests
{
    private const int LongestFunction = 60;
    private const int LongestFile = 400;

    [Fact]
    public void A_function_fits_one_screen() =>
        Repository
            .Sources("src", "bench")
            .SelectMany(path => TooLong(Path.GetRelativePath(Repository.Root, path), File.ReadAllLines(path)))
            .ShouldBeEmpty();

    [Fact]
    public void The_measure_of_functions_sees_a_long_one()
    {
        string[] text = ["class A", "{", "    void B()", "    {", .. Enumerable.Repeat("        C();", LongestFunction + 1), "    }", "}"];
        TooLong("A.cs", text).Single().ShouldStartWith("A.cs:3");
    }

    [Fact]
    public void A_file_can_be_read_in_one_sitting() =>
        Repository
            .Sources("src", "bench", "tests")
            .Select(path => (Path: Path.GetRelativePath(Repository.Root, path), Lines: File.ReadAllLines(path).Length))
            .Where(file => file.Lines > LongestFile)
            .ShouldBeEmpty();

    [Fact]
    public void No_folder_or_type_is_called_helper()
    {
        Repository
            .Sources("src", "tests", "bench")
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => HelperName().IsMatch(path))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_unfinished_or_silenced() =>
        Repository
            .Sources("src")
            .SelectMany(path =>
                File.ReadLines(path).Select((line, i) => (Place: $"{Path.GetRelativePath(Repository.Root, path)}:{i + 1}", line))
            )
            .Where(row => Unfinished().IsMatch(row.line))
            .Select(row => row.Place)
            .ShouldBeEmpty();

    [Fact]
    public void Lock_files_name_no_download_address() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "package-lock.json", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(path).Contains("\"resolved\"", StringComparison.Ordinal))
            .ShouldBeEmpty();

    // A function is a line indented by four or eight that ends a signature, followed by a brace of the same indent; it ends at the closing brace of
    // that indent. The formatter guarantees this layout.
    private static IEnumerable<string> TooLong(string path, string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            var brace = lines[i];
            var indent = brace.Length - brace.TrimStart().Length;
            if (brace.Trim() != "{" || indent is not (4 or 8) || NotAFunction().IsMatch(lines[i - 1]))
            {
                continue;
            }
            var end = Array.FindIndex(lines, i, line => line.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
            if (end - i - 1 > LongestFunction && lines[i - 1].TrimEnd().EndsWith(')'))
            {
                yield return $"{path}:{i}: {end - i - 1} lines";
            }
        }
    }

    [GeneratedRegex(
        @"^\s*(public |internal |private |sealed |static |abstract |partial |readonly )*(class|record|struct|interface|enum|namespace)\b|=>|^\s*(if|for|foreach|while|switch|using|lock|else)\b"
    )]
    private static partial Regex NotAFunction();

    [GeneratedRegex(@"(^|/)(Utils?|Common|Shared|Helpers?|Misc)(/|\.cs)|(Manager|Helper|Utils?)\.cs$")]
    private static partial Regex HelperName();

    [GeneratedRegex(
        @"\b(TODO|FIXME|HACK)\b|NotImplementedException|new NotSupportedException\(\)|#pragma warning disable|#nullable disable|SuppressMessage"
    )]
    private static partial Regex Unfinished();
}
