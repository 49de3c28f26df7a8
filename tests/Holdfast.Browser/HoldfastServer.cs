using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Browser;

/// <summary>The real program, <c>holdfast serve</c>, in a process of its own over a record in a temporary folder.</summary>
internal sealed partial class HoldfastServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly string _var;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _signIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HoldfastServer(Process process, string var)
    {
        (_process, _var) = (process, var);
    }

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where it keeps its records, tokens and contacts.</summary>
    public string Folder => _var;

    /// <summary>The whole one-time link.</summary>
    public string SignInLink { get; private set; } = "";

    public static string Root { get; } = FindRoot();

    public static async Task<HoldfastServer> StartAsync(params string[] missions)
    {
        var directory = Directory.CreateTempSubdirectory("holdfast-browser-").FullName;
        string[] arguments = ["serve", .. missions.SelectMany(m => new[] { "--mission", m }), "--var", directory, "--port", "0"];
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "holdfast.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var server = new HoldfastServer(process, directory);
        await server.ListenAsync();
        return server;
    }

    private async Task ListenAsync()
    {
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.ErrorDataReceived += (_, e) => Read(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ended = _process.WaitForExitAsync();
        var ready = Task.WhenAll(_address.Task, _signIn.Task);
        if (await Task.WhenAny(ready, ended, Task.Delay(Patience)) != ready)
        {
            var said = Said;
            await DisposeAsync();
            throw new InvalidOperationException($"The server did not say where it listens. It said: {said}");
        }
        Address = await _address.Task;
        SignInLink = await _signIn.Task;
    }

    private string Said
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (_output)
        {
            _output.AppendLine(line);
        }
        if (Listening().Match(line) is { Success: true } at)
        {
            _address.TrySetResult(at.Groups["address"].Value);
        }
        if (SignIn().Match(line) is { Success: true } link)
        {
            _signIn.TrySetResult(link.Value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        Directory.Delete(_var, recursive: true);
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Holdfast.slnx")))
            {
                return at.FullName;
            }
        }
        throw new InvalidOperationException("The tests run inside the project's folder.");
    }

    [GeneratedRegex(@"(?<address>http://127\.0\.0\.1:[1-9]\d*)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/sign-in\?once=\S+")]
    private static partial Regex SignIn();
}
