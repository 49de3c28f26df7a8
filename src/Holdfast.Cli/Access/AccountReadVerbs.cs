using System.CommandLine;
using System.Text;
using System.Text.Json;
using Holdfast.App.Access;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Access;

/// <summary>Who there is, who is in, and what happened.</summary>
internal static class AccountReadVerbs
{
    public static IEnumerable<Command> All()
    {
        yield return ListVerb();
        yield return ShowVerb();
        yield return SessionsVerb();
        yield return AuditVerb();
        yield return IssuersVerb();
    }

    private static Command ListVerb()
    {
        var options = new AccountOptions();
        var verb = options.Command("list", "Lists all accounts. Example: holdfast account list --var var");
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        if (!seat.By.May(Right.ManageAccounts) && !seat.By.May(Right.ReadAudit))
                        {
                            return await options.RefuseAsync(args, NotForYou(Right.ManageAccounts));
                        }
                        var (book, now) = (await seat.Accounts.BookAsync(cancellation), TimeProvider.System.GetUtcNow());
                        await AccountText.ListAsync(args, options.IsJson(args), book, NodaTime.Instant.FromDateTimeOffset(now));
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command ShowVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var verb = options.Command("show", "Shows one account: grant, seats, sessions, tokens. Example: holdfast account show olena", name);
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var wanted = args.GetRequiredValue(name);
                        if (seat.By.Account != wanted && !seat.By.May(Right.ManageAccounts) && !seat.By.May(Right.ReadAudit))
                        {
                            return await options.RefuseAsync(args, NotForYou(Right.ManageAccounts));
                        }
                        var book = await seat.Accounts.BookAsync(cancellation);
                        if (!book.Accounts.TryGetValue(wanted, out var account))
                        {
                            return await options.RefuseAsync(args, book.Unknown(wanted));
                        }
                        var now = NodaTime.Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
                        await AccountText.ShowAsync(args, options.IsJson(args), account, now);
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command SessionsVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var end = new Option<string?>("--end") { Description = "Ends the session of this id." };
        var verb = options.Command(
            "sessions",
            "Lists an account's open sessions, or ends one. Example: holdfast account sessions olena --end 1f2e3d4c5b6a",
            name,
            end
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var wanted = args.GetRequiredValue(name);
                        if (args.GetValue(end) is { } id)
                        {
                            var answer = await seat.Accounts.EndSessionAsync(seat.By, wanted, id, cancellation);
                            return await options.AnswerAsync(args, answer, $"session of {wanted} ended");
                        }
                        var book = await seat.Accounts.BookAsync(cancellation);
                        if (!book.Accounts.ContainsKey(wanted))
                        {
                            return await options.RefuseAsync(args, book.Unknown(wanted));
                        }
                        await AccountText.SessionsAsync(
                            args,
                            options.IsJson(args),
                            await seat.Accounts.SessionsAsync(wanted, cancellation)
                        );
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command AuditVerb()
    {
        var options = new AccountOptions();
        var limit = new Option<int>("--limit") { Description = "How many entries, the latest.", DefaultValueFactory = _ => 50 };
        var kind = new Option<string?>("--kind") { Description = "Only entries of this kind, such as access.refused/1." };
        var file = new Option<string?>("--record")
        {
            Description =
                "A mission's record: what was refused there, in cases, the intake and releases, instead of the installation's own record.",
        };
        var verb = options.Command(
            "audit",
            "Prints the latest entries of the installation's own record, or what was refused in a mission's. Example: holdfast account audit --kind access.refused/1 --limit 20",
            limit,
            kind,
            file
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var mission = args.GetValue(file);
                        string[] kinds = mission is null ? [.. AccountCodec.Kinds, Accounts.RefusedKind] : [AuditedRefusal.Kind];
                        if (args.GetValue(kind) is { } asked && !kinds.Contains(asked))
                        {
                            var refusal = new AccountRefusal(
                                RefusalCode.BadWord,
                                $"'{asked}' is none of {string.Join(", ", kinds)}.",
                                NearestWord.To(asked, kinds)
                            );
                            return await options.RefuseAsync(args, refusal);
                        }
                        var most = Math.Clamp(args.GetValue(limit), 1, 100_000);
                        if (mission is not null)
                        {
                            return await MissionAsync(options, args, seat, mission, most, cancellation);
                        }
                        var query = new RecordQuery(Kinds: args.GetValue(kind) is { } only ? [only] : default);
                        var entries = await seat.Accounts.AuditAsync(seat.By, query, cancellation);
                        return entries is null
                            ? await options.RefuseAsync(args, NotForYou(Right.ReadAudit))
                            : await PrintAsync(options, args, entries, most, cancellation);
                    },
                    cancellation
                )
        );
        return verb;
    }

    /// <summary>What was refused in a mission, in words; the right is asked for and a refusal noted as for the installation's own record.</summary>
    private static async Task<int> MissionAsync(
        AccountOptions options,
        ParseResult args,
        AccountSeat seat,
        string path,
        int most,
        CancellationToken cancellation
    )
    {
        if (await seat.Accounts.AuditAsync(seat.By, new RecordQuery(0, 0), cancellation) is null)
        {
            return await options.RefuseAsync(args, NotForYou(Right.ReadAudit));
        }
        await using var record = await SqliteRecord.OpenReadOnlyAsync(path, cancellation);
        var query = new RecordQuery(Kinds: [AuditedRefusal.Kind]);
        var entries = record.ReadAsync(Grant.Auditing(seat.By.Reader), query, cancellation);
        return await PrintAsync(options, args, entries, most, cancellation);
    }

    private static Command IssuersVerb()
    {
        var options = new AccountOptions();
        var verb = options.Command(
            "issuers",
            "Checks issuers.yaml and lists the outside issuers it names. Example: holdfast account issuers --var var"
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var output = args.InvocationConfiguration.Output;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(output, new { issuers = seat.Accounts.Issuers.All });
                            return 0;
                        }
                        foreach (var issuer in seat.Accounts.Issuers.All)
                        {
                            await output.WriteLineAsync(
                                $"{issuer.Url}  for {issuer.Audience}  keys {issuer.KeysFile ?? "by discovery"}  account from '{issuer.AccountClaim}'"
                            );
                        }
                        if (seat.Accounts.Issuers.All.Length == 0)
                        {
                            await output.WriteLineAsync(
                                "No outside issuer is trusted. To trust one, name it in access/issuers.yaml under the --var folder: docs/guide/access.md says how."
                            );
                        }
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<int> PrintAsync(
        AccountOptions options,
        ParseResult args,
        IAsyncEnumerable<Entry> entries,
        int limit,
        CancellationToken cancellation
    )
    {
        var latest = new Queue<Entry>();
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            latest.Enqueue(entry);
            if (latest.Count > limit)
            {
                latest.Dequeue();
            }
        }
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            var all = latest.Select(e => JsonSerializer.Deserialize<JsonElement>(EntryLine.Write(e)));
            Output.WriteJson(output, new { entries = all });
            return 0;
        }
        foreach (var e in latest)
        {
            await output.WriteLineAsync(
                $"{e.Index, 6}  {Iso.Format(e.RecordedAt)[..19]}Z  {e.Author, -16} {e.Kind, -26} {AuditedRefusal.Words(e) ?? Encoding.UTF8.GetString(e.Body.Span)}"
            );
        }
        return 0;
    }

    private static AccountRefusal NotForYou(Right right) =>
        new(RefusalCode.NotPermitted, Rights.Explain(RightDecision.NotOfAnyRole, right));
}
