using System.CommandLine;
using System.Security.Cryptography;
using Holdfast.App.Access;
using Holdfast.App.Missions;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Cli;

/// <summary><c>holdfast serve</c>: the pages and the API over one or more missions, on this machine only.</summary>
public static class ServeVerb
{
    // The front page's mission first; folders that are not named here follow in order of their names.
    private static readonly string[] Usual = ["easter-truce-2025", "minsk-2015", "corridors-2022", "ukraine"];

    private static readonly Option<string[]> Missions = new("--mission")
    {
        Description = "A mission's folder; may be given several times, the first is the front page. Without it: all of missions/.",
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string> Var = new("--var")
    {
        Description = "Where records and caches are kept, one folder for each mission.",
        DefaultValueFactory = _ => "var",
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 0,
    };

    private static readonly Option<int> CheckpointEntries = new("--checkpoint-entries")
    {
        Description = "A signed checkpoint at the latest after so many new entries.",
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<int> CheckpointSeconds = new("--checkpoint-seconds")
    {
        Description = "A signed checkpoint at the latest so many seconds after a new entry.",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<Uri?> Authority = new("--timestamp-authority")
    {
        Description = "Address of an RFC 3161 time-stamping authority that is to timestamp every checkpoint.",
        CustomParser = Record.RecordOptions.Address,
    };

    private static readonly Option<Uri?> Address = new("--address")
    {
        Description = "Where the pages are reached from outside, for links in notices; without it where the server listens.",
        CustomParser = Record.RecordOptions.Address,
    };

    public static Command Create()
    {
        foreach (var atLeastOne in new[] { CheckpointEntries, CheckpointSeconds })
        {
            atLeastOne.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{atLeastOne.Name} is a whole number from 1.");
                }
            });
        }
        var command = new Command(
            "serve",
            "Serves pages and API on 127.0.0.1 and prints a one-time sign-in link. Example: holdfast serve --mission missions/minsk-2015 --port 8080"
        )
        {
            Missions,
            Var,
            Port,
            CheckpointEntries,
            CheckpointSeconds,
            Authority,
            Address,
        };
        command.SetAction(
            (args, cancellation) =>
                RunAsync(
                    args.GetValue(Missions) ?? [],
                    args.GetValue(Var) ?? "var",
                    args.GetValue(Port),
                    new Signing(
                        args.GetValue(CheckpointEntries),
                        TimeSpan.FromSeconds(args.GetValue(CheckpointSeconds)),
                        args.GetValue(Authority),
                        args.GetValue(Address)?.ToString().TrimEnd('/')
                    ),
                    args.InvocationConfiguration.Output,
                    args.InvocationConfiguration.Error,
                    cancellation
                )
        );
        return command;
    }

    /// <summary>When checkpoints are signed while serving, who timestamps them, and where the pages are reached from outside.</summary>
    private sealed record Signing(int Entries, TimeSpan Every, Uri? Authority, string? Address);

    private static async Task<int> RunAsync(
        string[] missions,
        string var,
        int port,
        Signing signing,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation
    )
    {
        var folders = missions.Length > 0 ? missions : Found();
        if (folders.Length == 0)
        {
            await error.WriteLineAsync("There is no mission to serve: name one with --mission, or make one with 'holdfast new NAME'.");
            return 1;
        }
        var clock = TimeProvider.System;
        var workspaces = new List<Workspace>();
        try
        {
            foreach (var folder in folders)
            {
                workspaces.Add(await WorkspaceOpener.OpenAsync(folder, var, clock, cancellation));
            }
            await using var accounts = await Accounts.OpenAsync(var, clock, cancellation);
            await ServeAsync(new Workspaces(workspaces), accounts, var, port, signing, output, error, cancellation);
            return 0;
        }
        catch (Exception e)
            when (e is IOException or InvalidDataException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            await error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            foreach (var workspace in workspaces)
            {
                await workspace.DisposeAsync();
            }
        }
    }

    private static async Task ServeAsync(
        Workspaces workspaces,
        Accounts accounts,
        string var,
        int port,
        Signing signing,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation
    )
    {
        string? address = null;
        var waiting = new List<string>();
        void Offer(string path)
        {
            if (address is null)
            {
                waiting.Add(path);
            }
            else
            {
                output.WriteLine($"Sign in, once: {address}{path}");
            }
        }
        var options = new HoldfastWebOptions
        {
            Port = port,
            VarDirectory = Path.GetFullPath(var),
            ApiToken = Token(var),
            Accounts = accounts,
            OnSignInPath = Offer,
            FollowsRecords = true,
            Address = signing.Address,
        };
        await using var app = HoldfastWeb.Build(workspaces, options);
        await app.StartAsync(cancellation);
        address = AddressOf(app);
        await output.WriteLineAsync($"Holdfast serves {workspaces.All.Count} mission(s) on {address}");
        waiting.ForEach(Offer);
        await output.WriteLineAsync($"Programs may send the bearer token in {Path.Combine(var, "api-token")}. Stop with Ctrl+C.");
        await output.FlushAsync(cancellation);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, app.Lifetime.ApplicationStopping);
        var reading = ReadFeedsAsync(workspaces, output, error, stopping.Token);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var own = RecordProofs.Open(accounts.RecordPath, TimeProvider.System);
        await using var checkpoints = CheckpointLoop.Start(
            workspaces.All,
            signing.Entries,
            signing.Every,
            TimeProvider.System,
            error.WriteLine,
            signing.Authority is { } at ? new TimestampAuthority(at, http) : null,
            own
        );
        await app.WaitForShutdownAsync(cancellation);
        await reading;
    }

    /// <summary>What the missions carry is read while the pages are already there; they show it as it comes in.</summary>
    private static async Task ReadFeedsAsync(Workspaces workspaces, TextWriter output, TextWriter error, CancellationToken stopping)
    {
        foreach (var workspace in workspaces.All)
        {
            try
            {
                foreach (var read in await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, null, stopping))
                {
                    if (read.Appended > 0)
                    {
                        await output.WriteLineAsync(
                            $"{workspace.Mission.Name}: {read.File} gave {read.Observations} observations, {read.Quarantined} lines in quarantine."
                        );
                    }
                }
                await workspace.Watch.CountsAsync(Reader.Anyone, new(Mode: workspace.Mission.Mode), stopping);
                if (workspace.Watch is WatchViews views)
                {
                    await views.SettleAsync(stopping);
                }
            }
            catch (Exception e) when (e is IOException or FeedFormatException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"{workspace.Mission.Name}: {e.Message}");
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The server says no address.");

    private static string[] Found() =>
        Directory.Exists("missions")
            ?
            [
                .. Directory
                    .EnumerateDirectories("missions")
                    .Where(d => File.Exists(Path.Combine(d, "mission.yaml")))
                    .OrderBy(d => Array.IndexOf(Usual, Path.GetFileName(d)) is var i and >= 0 ? i : int.MaxValue)
                    .ThenBy(d => d, StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The token for programs, made once and readable by this user alone.</summary>
    private static string Token(string var)
    {
        Directory.CreateDirectory(var);
        var path = Path.Combine(var, "api-token");
        if (File.Exists(path))
        {
            return File.ReadAllText(path).Trim();
        }
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var file = new StreamWriter(new FileStream(path, access));
        file.WriteLine(token);
        return token;
    }
}
