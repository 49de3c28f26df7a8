using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Web;

namespace Holdfast.Cli.Missions;

/// <summary><c>holdfast serve</c>: the pages and the API over some missions, on 127.0.0.1.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var missions = new Option<string[]>("--mission")
        {
            Description = "A mission's folder; may be repeated. Without it every folder under missions/ is served.",
        };
        var store = new Option<string>("--var") { Description = "Where records are kept.", DefaultValueFactory = _ => "var" };
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 0 };
        var verb = new Command(
            "serve",
            "Serves missions on 127.0.0.1 and prints the address and a one-time sign-in link; their own feeds are read first. "
                + "Example: holdfast serve --mission missions/easter-truce-2025 --port 8080"
        )
        {
            missions,
            store,
            port,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    RunAsync(
                        Folders(args.GetValue(missions) ?? []),
                        args.GetRequiredValue(store),
                        args.GetRequiredValue(port),
                        cancellation
                    )
                )
        );
        return verb;
    }

    private static IReadOnlyList<string> Folders(string[] named) =>
        named.Length > 0 || !Directory.Exists("missions")
            ? named
            :
            [
                .. Directory
                    .EnumerateDirectories("missions")
                    .Where(d => File.Exists(Path.Combine(d, "mission.yaml")))
                    .Order(StringComparer.Ordinal),
            ];

    private static async Task<int> RunAsync(IReadOnlyList<string> folders, string store, int port, CancellationToken cancellation)
    {
        var opened = new List<Workspace>();
        try
        {
            foreach (var folder in folders)
            {
                var workspace = await WorkspaceOpener.OpenAsync(folder, store, TimeProvider.System, cancellation);
                opened.Add(workspace);
                await Progressing.RunAsync(report =>
                    WorkspaceOpener.ImportMissionFeedsAsync(
                        workspace,
                        TimeProvider.System,
                        new Progress<ImportProgress>(p => report.Report(Progressing.Of(p))),
                        cancellation
                    )
                );
            }
            await ServeAsync(new Workspaces(opened), store, port, cancellation);
            return 0;
        }
        finally
        {
            foreach (var workspace in opened)
            {
                await workspace.DisposeAsync();
            }
        }
    }

    private static async Task ServeAsync(Workspaces workspaces, string store, int port, CancellationToken cancellation)
    {
        string? address = null;
        var first = "";
        void Print(string path) => Console.WriteLine($"Sign in once: {address}{path}");
        var options = new HoldfastWebOptions
        {
            Port = port,
            VarDirectory = store,
            OnSignInPath = path =>
            {
                first = path;
                if (address is not null)
                {
                    Print(path);
                }
            },
        };
        await using var app = HoldfastWeb.Build(workspaces, options);
        await app.StartAsync(cancellation);
        address = app.Urls.First();
        Console.WriteLine($"Holdfast serves {workspaces.All.Count} missions at {address}");
        Print(first);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopped = app.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await Task.WhenAny(stopping.Task, Task.Delay(Timeout.InfiniteTimeSpan, cancellation));
        await app.StopAsync(CancellationToken.None);
    }
}
