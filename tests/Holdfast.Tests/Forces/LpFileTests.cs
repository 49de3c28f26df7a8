using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>The exported text, solved by programs that share no code with ours: GLPK's and CBC's own.</summary>
public sealed class LpFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Glpsol_and_cbc_find_the_same_optimum_in_the_exported_file(int seed)
    {
        Solvers.Needed();
        var problem = SmallForces.Middle(seed);
        await using var solver = new CbcProcess(new CbcOptions());
        var least = await Solvers.LeastUnfilledAsync(solver, problem, Cancellation);
        var folder = Directory.CreateTempSubdirectory("holdfast-lp");
        try
        {
            var file = Path.Combine(folder.FullName, "forces.lp");
            await File.WriteAllTextAsync(file, LpFile.Text(ForceProgram.Of(problem, 1).Program), Cancellation);
            var glpk = await OutputAsync(
                "glpsol",
                ["--lp", file, "--output", Path.Combine(folder.FullName, "glpk.txt")],
                Path.Combine(folder.FullName, "glpk.txt")
            );
            var cbc = await OutputAsync(
                "cbc",
                [file, "-solve", "-solution", Path.Combine(folder.FullName, "cbc.txt")],
                Path.Combine(folder.FullName, "cbc.txt")
            );
            Number(glpk, @"Objective:\s+unfilled = (\S+)").ShouldBe(least);
            glpk.ShouldContain("INTEGER OPTIMAL");
            Number(cbc, @"Optimal - objective value (\S+)").ShouldBe(least);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Text_is_what_both_programs_read_and_lines_stay_short()
    {
        var text = LpFile.Text(ForceProgram.Of(SmallForces.Middle(1)).Program);

        text.ShouldStartWith("Minimize\n unfilled:");
        text.ShouldEndWith("End\n");
        text.Split('\n').ShouldAllBe(line => line.Length < 255);
    }

    private static double Number(string text, string pattern) =>
        double.Parse(Regex.Match(text, pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<string> OutputAsync(string program, string[] arguments, string result)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException(program);
            var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            process.ExitCode.ShouldBe(0, said);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"'{program}' is not installed here: apt-get install glpk-utils coinor-cbc");
        }
        return await File.ReadAllTextAsync(result, Cancellation);
    }
}
