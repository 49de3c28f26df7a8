using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Holdfast.App.Forces;

/// <summary>
/// A running child of our own program with a solver in it. The child dies with the <i>thread</i> that started it (so Linux has it), therefore one thread of its own starts
/// it and waits for its end.
/// </summary>
internal sealed class SolverProcess
{
    private const int Remembered = 4096;
    private readonly Process _process;
    private readonly StringBuilder _complaints = new();

    private SolverProcess(Process process, Task<int> ended) => (_process, Ended) = (process, ended);

    /// <summary>The exit code, once it has ended; 128 + signal where a signal ended it.</summary>
    public Task<int> Ended { get; }

    public int Id => _process.Id;

    public Stream Questions => _process.StandardInput.BaseStream;

    public TextReader Answers => _process.StandardOutput;

    /// <summary>The last of what it wrote to standard error.</summary>
    public string Complaints
    {
        get
        {
            lock (_complaints)
            {
                return _complaints.ToString();
            }
        }
    }

    /// <exception cref="System.ComponentModel.Win32Exception">The program does not start.</exception>
    public static async Task<SolverProcess> StartAsync(CbcOptions options)
    {
        var start = OwnProgram.Start([
            "solve-mixed",
            "--parent",
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "--memory",
            options.MemoryBytes.ToString(CultureInfo.InvariantCulture),
            "--library",
            options.Library,
        ]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        // The child computes nothing in managed memory: one heap and no background threads leave the machine to the solver.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        var process = new Process { StartInfo = start };
        var (started, ended) = (Source<bool>(), Source<int>());
        var thread = new Thread(() =>
        {
            try
            {
                started.SetResult(process.Start());
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                started.SetException(e);
                return;
            }
            process.WaitForExit();
            ended.SetResult(process.ExitCode);
        })
        {
            IsBackground = true,
            Name = "solver's parent",
        };
        thread.Start();
        await started.Task.ConfigureAwait(false);
        var made = new SolverProcess(process, ended.Task);
        process.ErrorDataReceived += (_, line) => made.Remember(line.Data);
        process.BeginErrorReadLine();
        return made;
    }

    /// <summary>Ends it at once. Harmless where it has ended.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return;
        }
    }

    private void Remember(string? line)
    {
        lock (_complaints)
        {
            _complaints.AppendLine(line);
            if (_complaints.Length > Remembered)
            {
                _complaints.Remove(0, _complaints.Length - Remembered);
            }
        }
    }

    private static TaskCompletionSource<T> Source<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
