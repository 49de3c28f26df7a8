using System.Security.Cryptography;
using Holdfast.App.Record;

namespace Holdfast.Conformance.Record;

public sealed class SqliteRecordTests : RecordConformance
{
    protected override IRecordHost Host() => new SqliteHost();

    private sealed class SqliteHost : IRecordHost
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-record-");

        public string? Missing => null;

        public async ValueTask<IRecord> OpenAsync(TimeProvider clock, RandomNumberGenerator salts) =>
            await SqliteRecord.OpenAsync(
                Path.Combine(_folder.FullName, "record.db"),
                new SqliteRecordOptions { Clock = clock, Salts = salts }
            );

        public ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
