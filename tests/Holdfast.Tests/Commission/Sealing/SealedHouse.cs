using System.Text;
using Holdfast.App.Access;
using Holdfast.App.Commission;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Guarantees;
using Shouldly;

namespace Holdfast.Tests.Commission.Sealing;

/// <summary>A live mission whose members have accounts and keys; its records and secrets lie in one folder, as an administrator of the machine would find them.</summary>
internal sealed class SealedHouse : IAsyncDisposable
{
    public const string Mission = "m";
    public const string Canary = "Zqcanary";
    private readonly Dictionary<string, string> _sessions = [];

    private SealedHouse(Desk desk, SqliteRecord record) => (Accounts, Record) = (desk, record);

    public Desk Accounts { get; }
    public SqliteRecord Record { get; }
    public EvidenceStore Store => new(Path.Combine(Accounts.Var, "evidence"));
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SealedHouse> OpenAsync(params string[] members)
    {
        var desk = await Desk.OpenAsync();
        var record = await SqliteRecord.OpenAsync(Path.Combine(desk.Var, "record.db"), desk.Clock, Stop);
        var house = new SealedHouse(desk, record);
        await desk.EnlistAsync("aud", Desk.Give(Role.Auditor));
        foreach (var member in members)
        {
            await desk.EnlistAsync(AccountOf(member), Desk.Give(Role.Commissioner));
            (
                await desk.Accounts.SeatAsync(Principal.LocalOperator, AccountOf(member), Mission, member, SeatKind.Member, Stop)
            ).Refusal.ShouldBeNull();
            await house.ConfirmAsync(member);
            await house.SignInAsync(member);
        }
        return house;
    }

    public static string AccountOf(string member) => $"{member}-a";

    public async Task ConfirmAsync(string member)
    {
        var auditor = (await Accounts.Accounts.BookAsync(Stop)).Accounts["aud"].Principal();
        (await Accounts.Accounts.ConfirmSeatAsync(auditor, AccountOf(member), Mission, member, Stop)).Refusal.ShouldBeNull();
    }

    public async Task SignInAsync(string member, string? password = null)
    {
        Accounts.Clock.Advance(NodaTime.Duration.FromSeconds(Totp.StepSeconds));
        _sessions[member] = (await Accounts.TryAsync(AccountOf(member), password)).ShouldBeOfType<SignInAnswer.Granted>().Session;
    }

    public string SessionOf(string member) => _sessions[member];

    /// <summary>The desk as somebody meets it who carries this secret, or none.</summary>
    public CaseDesk DeskWith(string? secret) =>
        new(
            Record,
            CommissionWorld.Usual,
            GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission"),
            Mode.Actual,
            Accounts.Clock,
            new AccountSeatKeys(Accounts.Accounts, Mission, secret, SeatKeys.Of(Record, Mode.Actual))
        );

    public CaseDesk DeskOf(string member) => DeskWith(_sessions.GetValueOrDefault(member));

    public async Task DoAsync(string id, string by, CaseAct act) =>
        (await DeskOf(by).ActAsync(id, by, act, Stop)).Refusal?.ToString().ShouldBeNull($"{act.GetType().Name} by {by}");

    public async Task<CaseRefusal> RefusedAsync(string id, string by, CaseAct act) =>
        (await DeskOf(by).ActAsync(id, by, act, Stop)).Refusal.ShouldNotBeNull($"{act.GetType().Name} by {by}");

    /// <summary>A case under investigation.</summary>
    public async Task<string> CaseAsync()
    {
        var id = (await DeskWith(null).OpenAsync("rep-ua", "Shelling of a village", CommissionWorld.Allegation(), Stop)).Id;
        await DoAsync(id, "secretary", new Moved(CaseState.Preliminary, "Registered"));
        await DoAsync(id, "gb", new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, "Names a term")]));
        using var photograph = new MemoryStream([1, 2, 3]);
        var stored = await Store.AddAsync(photograph, Stop);
        await DoAsync(id, "inv", new EvidenceAdded(CommissionWorld.Item("E1") with { Sha256 = stored.Sha256, Bytes = stored.Bytes }));
        await DoAsync(id, "inv", new HypothesisStated("H1", "The north", "RU"));
        return id;
    }

    public static Proposal Proposal =>
        CommissionWorld.Proposal(provisional: true) is var p
            ? p with
            {
                Findings = [p.Findings[0] with { Reasons = $"{Canary} the fragments agree." }],
            }
            : p;

    /// <summary>A vote that was opened and cast, with an opinion.</summary>
    public async Task VoteAsync(string id, params string[] members)
    {
        await DoAsync(id, "gb", new VoteOpened("V1", Proposal));
        foreach (var member in members)
        {
            await DoAsync(id, member, new VoteCast("V1", member, VoteChoice.For));
        }
        await DoAsync(id, "gb", new DissentFiled("V1", "gb", $"{Canary} one crater does not suffice.", Publish: false));
    }

    public async Task<Holdfast.Core.Commission.Case> SeenAsync(string id, string member) =>
        (await DeskOf(member).Registry.FindAsync(member, id, Stop)).ShouldNotBeNull();

    public async Task<List<Entry>> EntriesAsync(string id)
    {
        var reader = new Reader(
            "x",
            [Role.Commissioner],
            Classification.Confidential,
            [Seal.Commission, Seal.OfCase(id), "PARTY.UA", "PARTY.RU"],
            null
        );
        var found = new List<Entry>();
        await foreach (var entry in Record.ReadAsync(reader, new RecordQuery(), Stop))
        {
            found.Add(entry);
        }
        return found;
    }

    /// <summary>Files of the folder that hold any of these words, in the clear, in base64 or in hexadecimal.</summary>
    public string[] FilesWith(params string[] words)
    {
        var forms = words.SelectMany(w =>
            new[] { w, Convert.ToBase64String(Encoding.UTF8.GetBytes(w)).TrimEnd('='), Convert.ToHexString(Encoding.UTF8.GetBytes(w)) }
        );
        return
        [
            .. Directory
                .GetFiles(Accounts.Var, "*", SearchOption.AllDirectories)
                .Where(f =>
                {
                    using var file = new FileStream(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    using var copy = new MemoryStream();
                    file.CopyTo(copy);
                    var text = Encoding.Latin1.GetString(copy.ToArray());
                    return forms.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase));
                })
                .Select(f => Path.GetFileName(f) ?? ""),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        await Accounts.DisposeAsync();
    }
}
