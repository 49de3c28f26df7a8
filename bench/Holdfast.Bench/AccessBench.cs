using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// What access costs: decisions about labels, against a peer that reads the label's text anew at each; the lookups that every request makes; signing in at the full number of
/// rounds; and opening an installation with a history. Argument: sign-ins in the history (5000).
/// </summary>
public static class AccessBench
{
    private const int Pairs = 1_000_000;
    private const int Lookups = 5_000;
    private const int Runs = 5;
    private static readonly string[] Categories = ["A", "B", "C", "COMMISSION", "PARTY.UA", "PARTY.RU"];
    private static readonly string[] Nations = ["FR", "GB", "UA", "PL"];

    public static async Task RunAsync(string[] args)
    {
        var history = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5_000;
        Decisions();
        var folder = Directory.CreateTempSubdirectory("holdfast-access-");
        try
        {
            await InstallationAsync(folder.FullName, history);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Decisions()
    {
        var random = new Random(1);
        var labels = Enumerable.Range(0, 1_000).Select(_ => AnyLabel(random)).ToArray();
        var texts = labels.Select(l => l.ToString()).ToArray();
        var readers = Enumerable.Range(0, 1_000).Select(_ => AnyReader(random)).ToArray();
        var ours = Median(() => Count(i => ReadAccess.MayRead(readers[i * 7 % 1_000], labels[i * 13 % 1_000])));
        var peer = Median(() =>
            Count(i => Label.TryParse(texts[i * 13 % 1_000], out var label) && ReadAccess.MayRead(readers[i * 7 % 1_000], label))
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"decisions: {ours.TotalNanoseconds / Pairs:0} ns each of processor time; a peer that reads the text each time {peer.TotalNanoseconds / Pairs:0} ns, {peer / ours:0.0} times as long"
            )
        );
    }

    private static async Task InstallationAsync(string folder, int history)
    {
        var clock = new Steps();
        string session,
            token;
        await using (var accounts = await Accounts.OpenAsync(folder, clock, default, new AccountsOptions { PasswordRounds = 10 }))
        {
            (session, token) = await FillAsync(accounts, clock, history);
        }
        var opening = Stopwatch.StartNew();
        await using var opened = await Accounts.OpenAsync(folder, clock);
        var book = await opened.BookAsync();
        Console.WriteLine($"opening: {book.Upto} entries folded in {opening.ElapsedMilliseconds} ms by the clock");
        await LookupsAsync("session", async () => (await opened.PrincipalOfSessionAsync(session)).Principal is not null);
        await LookupsAsync("token", async () => (await opened.PrincipalOfTokenAsync(token)).Principal is not null);
        await SigningInAsync(opened);
    }

    private static async Task LookupsAsync(string what, Func<Task<bool>> look)
    {
        var times = new List<double>();
        for (var i = 0; i < Lookups; i++)
        {
            var started = Stopwatch.GetTimestamp();
            if (!await look())
            {
                throw new InvalidOperationException($"The {what} lets nobody in.");
            }
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
        times.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: median {times[Lookups / 2]:0} us, 99th percentile {times[Lookups * 99 / 100]:0} us by the clock"
            )
        );
    }

    private static async Task SigningInAsync(Accounts accounts)
    {
        // A name that nobody has costs what any costs: the first row is one of those.
        foreach (var name in new[] { "nobody-1", "olena-0" })
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            for (var i = 0; i < Runs; i++)
            {
                await accounts.SignInAsync(name, "not the password at all", "123456", "bench");
            }
            var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / Runs;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sign-in refused, {name}: {spent:0} ms of processor time"));
        }
    }

    private static async Task<(string Session, string Token)> FillAsync(Accounts accounts, Steps clock, int history)
    {
        var (session, token) = ("", "");
        for (var a = 0; a < 20; a++)
        {
            var name = $"olena-{a}";
            var grant = new Grant([Role.WatchOfficer], Classification.Restricted, [], "FR", []);
            var link = (await accounts.CreateAsync(Principal.LocalOperator, name, grant)).Secret ?? "";
            var enrolment =
                (await accounts.RedeemFirstLinkAsync(link, "seven brown geese over the weir")).Enrolment
                ?? throw new InvalidOperationException();
            await accounts.EnrolTotpAsync(enrolment.Ticket, Code(enrolment, clock));
            for (var i = 0; i < history / 20; i++)
            {
                clock.Advance();
                session = await accounts.SignInAsync(name, "seven brown geese over the weir", Code(enrolment, clock), "bench")
                    is SignInAnswer.Granted granted
                    ? granted.Session
                    : throw new InvalidOperationException("Not let in.");
            }
            var expires = Instant.FromDateTimeOffset(clock.GetUtcNow()) + Duration.FromDays(1);
            token = (await accounts.IssueTokenAsync(Principal.LocalOperator, name, "bench", ["watch-room"], expires)).Secret ?? "";
        }
        return (session, token);
    }

    private static string Code(Enrolment enrolment, Steps clock) =>
        Totp.Code(Totp.FromBase32(enrolment.Secret), Totp.StepAt(Instant.FromDateTimeOffset(clock.GetUtcNow())));

    private static int Count(Func<int, bool> decide)
    {
        var granted = 0;
        for (var i = 0; i < Pairs; i++)
        {
            granted += decide(i) ? 1 : 0;
        }
        return granted;
    }

    private static TimeSpan Median(Func<int> work)
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run <= Runs; run++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            work();
            times.Add(Process.GetCurrentProcess().TotalProcessorTime - before);
        }
        return times.Skip(1).Order().ElementAt(Runs / 2);
    }

    private static Label AnyLabel(Random random) =>
        new((Classification)random.Next(3), Some(random, Categories), Some(random, Nations))
        {
            AnyOf = random.Next(4) == 0 ? Some(random, Categories) : [],
        };

    private static Reader AnyReader(Random random) =>
        new("x", [], (Classification)random.Next(3), [.. Some(random, Categories)], Nations[random.Next(Nations.Length)]);

    private static ImmutableSortedSet<string> Some(Random random, string[] from) =>
        from.Where(_ => random.Next(3) == 0).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>A clock that goes one step of a second factor at a time.</summary>
    private sealed class Steps : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

        public void Advance() => _now += TimeSpan.FromSeconds(Totp.StepSeconds);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
