using System.Security.Cryptography;
using Holdfast.App.Record;

namespace Holdfast.Conformance.Record;

/// <summary>Gives the suite a place where one kind of record lives. Opening twice opens the same record, as a second process would.</summary>
public interface IRecordHost : IAsyncDisposable
{
    /// <summary>Why this kind of record cannot be tested here, or null.</summary>
    string? Missing { get; }

    ValueTask<IRecord> OpenAsync(TimeProvider clock, RandomNumberGenerator salts);
}
