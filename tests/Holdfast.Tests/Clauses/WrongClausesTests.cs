using System.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed class WrongClausesTests
{
    /// <summary>
    /// Compares with <c>WrongClauses.expected</c> beside this file. After a wanted change of a message, set HOLDFAST_ACCEPT=1, run once, and read
    /// the difference.
    /// </summary>
    [Fact]
    public void Wrong_files_get_exactly_the_expected_diagnostics()
    {
        var actual = new StringBuilder();
        foreach (var (name, text) in WrongClauses.All)
        {
            actual.Append("## ").Append(name).Append('\n').Append(text.ReplaceLineEndings("\n")).Append("\n--> \n");
            foreach (var diagnostic in ClauseWorld.Compile(text.ReplaceLineEndings("\n")).Diagnostics)
            {
                actual.Append(diagnostic).Append('\n');
            }
            actual.Append('\n');
        }
        var file = Path.Combine(Repository.Root, "tests", "Holdfast.Tests", "Clauses", "WrongClauses.expected");
        if (Environment.GetEnvironmentVariable("HOLDFAST_ACCEPT") == "1")
        {
            File.WriteAllText(file, actual.ToString());
        }
        actual.ToString().ShouldBe(File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_wrong_file_is_complained_about_and_only_warnings_leave_a_set()
    {
        WrongClauses.All.Length.ShouldBeGreaterThanOrEqualTo(20);
        foreach (var (name, text) in WrongClauses.All)
        {
            var (set, diagnostics) = ClauseWorld.Compile(text);
            diagnostics.ShouldNotBeEmpty(name);
            (set is null).ShouldBe(diagnostics.Any(d => d.Severity == Core.Values.DiagnosticSeverity.Error), name);
        }
    }
}
