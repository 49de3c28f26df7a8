using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Guarantees;

/// <summary>What a question about guarantees starts from.</summary>
/// <param name="At">The instant of valid time.</param>
/// <param name="Known">As known then; null for everything known.</param>
/// <param name="Assume">Assumptions as people write them (<see cref="Assumptions"/>).</param>
public sealed record GuaranteeQuestion(Instant At, Instant? Known, Mode Mode, ImmutableArray<string> Assume)
{
    public static GuaranteeQuestion Now(Instant at) => new(at, null, Mode.Actual, []);
}

/// <summary>The guarantees of a mission under a question, with and without its assumptions.</summary>
/// <param name="Today">Without the assumptions.</param>
/// <param name="Then">With them; the same where nothing is assumed.</param>
/// <param name="Diagnostics">What is wrong with an assumption: it was left out.</param>
public sealed record GuaranteeAnswer(
    GuaranteeQuestion Question,
    GuaranteeNetwork Today,
    GuaranteeNetwork Then,
    ImmutableArray<FactStatement> Assumed,
    ImmutableArray<Diagnostic> Diagnostics
);

/// <summary>
/// Answers questions about guarantees from a mission's clauses and facts. Facts of one mode only; what a mission's files state counts as known from when it was
/// said (<see cref="FactStatement.AsSaid"/>). Safe for concurrent use; the last few networks are kept.
/// </summary>
public sealed class GuaranteeDesk
{
    private const int Kept = 32;

    private readonly Mission _mission;
    private readonly IRecord? _record;
    private readonly ConcurrentDictionary<string, GuaranteeNetwork> _networks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Reader, Mode), ReadFacts> _read = new();

    /// <param name="record">Null to answer from the mission's files alone.</param>
    public GuaranteeDesk(Mission mission, IRecord? record) => (_mission, _record) = (mission, record);

    public async ValueTask<GuaranteeAnswer> AskAsync(Reader reader, GuaranteeQuestion question, CancellationToken cancellation = default)
    {
        var facts = await FactsAsync(reader, question.Mode, cancellation);
        var known = question.Known ?? Instant.MaxValue;
        var (assumed, diagnostics) = Assumptions.Parse(_mission.Clauses, question.Assume);
        var today = Network(facts, known, []);
        var then = assumed.IsEmpty ? today : Network(facts, known, assumed);
        return new GuaranteeAnswer(question, today, then, assumed, diagnostics);
    }

    /// <summary>The statements of one mode that the reader may read, known from when they were said.</summary>
    public async ValueTask<ImmutableArray<FactStatement>> FactsAsync(Reader reader, Mode mode, CancellationToken cancellation = default)
    {
        if (_record is null)
        {
            return FactStatement.AsSaid(_mission.AllFacts.Where(f => f.Mode == mode).Select(f => f.Statement));
        }
        return (await ReadAsync(_record, reader, mode, cancellation)).AsSaid;
    }

    private async ValueTask<ReadFacts> ReadAsync(IRecord record, Reader reader, Mode mode, CancellationToken cancellation)
    {
        var head = (await record.HeadAsync(cancellation)).Count;
        if (_read.TryGetValue((reader, mode), out var read) && read.Head == head)
        {
            return read;
        }
        var recorded = await new FactDoor(record, _mission.Clauses).ReadFactsAsync(reader, null, mode, cancellation);
        if (_read.Count >= Kept)
        {
            _read.Clear();
        }
        return _read[(reader, mode)] = new ReadFacts(head, recorded.Length, FactStatement.AsSaid(recorded));
    }

    /// <param name="Entries">Statements and retractions that the reader may read, before any of them counts.</param>
    private sealed record ReadFacts(long Head, int Entries, ImmutableArray<FactStatement> AsSaid);

    /// <summary>What was worked out lately about the networks of this desk.</summary>
    public GuaranteeStudies Studies { get; } = new();

    /// <summary>
    /// Whether this reader may have answers about locks and essential grantors (DECISIONS, no adversary's handbook): those whose office it is, and everybody
    /// where nothing but published inputs stands behind the answer, that is where no statement of the mode is kept from this reader. The refusal must not
    /// say which of the two it was.
    /// </summary>
    public async ValueTask<bool> MayWeighAsync(Reader reader, Mode mode, CancellationToken cancellation = default)
    {
        if (_record is null || Rights.Allows(reader, Right.ReadAnalysis))
        {
            return true;
        }
        // What the reader may read is part of what the operator may: as many entries are the same entries. The operator's are read last, so that an entry
        // which comes between the two withholds the answer and never gives it away.
        var own = await ReadAsync(_record, reader, mode, cancellation);
        var all = await ReadAsync(_record, Reader.LocalOperator, mode, cancellation);
        return own.Entries == all.Entries;
    }

    private GuaranteeNetwork Network(ImmutableArray<FactStatement> facts, Instant known, ImmutableArray<FactStatement> assumed)
    {
        var counted = facts.Where(f => f.KnownAt <= known).ToImmutableArray();
        var key = Key(counted, assumed);
        if (_networks.TryGetValue(key, out var kept))
        {
            return kept;
        }
        var network = GuaranteeNetwork.Work(FactBase.From(_mission.Clauses, counted, Instant.MaxValue).With(assumed), _mission.Zone);
        if (_networks.Count >= Kept)
        {
            _networks.Clear();
        }
        _networks[key] = network;
        return network;
    }

    private static string Key(ImmutableArray<FactStatement> facts, ImmutableArray<FactStatement> assumed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var f in facts.Concat(assumed))
        {
            var text =
                $"{f.Name}({string.Join(',', f.Arguments)})={f.Value}@{f.ValidFrom}/{f.ValidTo} {f.Authority}|{f.Source}|{f.KnownAt}|{f.Provisional}\n";
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
