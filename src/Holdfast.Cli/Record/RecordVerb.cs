using System.CommandLine;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record</c>: looks into a record's file, and appends entries of other programs to it.</summary>
public static class RecordVerb
{
    public static Command Create() =>
        new("record", "Looks into a record, or appends to it. Example: holdfast record info --record var/ukraine/record.db")
        {
            RecordInfoVerb.Create(),
            RecordListVerb.Create(),
            RecordShowVerb.Create(),
            RecordAppendVerb.Create(),
            RecordCheckpointVerb.Create(),
            RecordProveVerb.Create(),
            RecordBundleVerb.Create(),
            RecordPublishVerb.Create(),
            RecordWitnessVerb.Create(),
            RecordVerifyVerb.Create(),
            RecordKeyVerb.Create(),
            RecordReleaseVerb.Create(),
            RecordFsckVerb.Create(),
            RecordExportVerb.Create(),
            RecordImportVerb.Create(),
        };
}
