namespace Holdfast.App.Record;

/// <summary>Why a record could not be opened, read or written.</summary>
public enum RecordFault
{
    /// <summary>There is no such file, or its folder is missing.</summary>
    Missing,

    /// <summary>The file is no record, or not even a database.</summary>
    NotARecord,

    /// <summary>Written by a newer version of the program.</summary>
    NewerSchema,

    /// <summary>Another process held the file for longer than we wait.</summary>
    Locked,
    DiskFull,

    /// <summary>The file may not be written: its permissions, or it was opened for reading.</summary>
    ReadOnly,

    /// <summary>The file's structure is damaged.</summary>
    Damaged,

    /// <summary>Reading or writing failed otherwise; nothing of the batch was recorded.</summary>
    Failed,
}

/// <summary>A record that could not be opened, read or written; the message names the file, what was found and what to do.</summary>
public sealed class RecordException(RecordFault fault, string message, Exception? inner = null) : IOException(message, inner)
{
    public RecordFault Fault { get; } = fault;
}
