namespace Holdfast.App.Watch.Views;

/// <summary>The tables of a scope and their indexes, apart: a first fold fills the tables and makes the indexes of what is in no order of time afterwards.</summary>
internal static class ViewSchema
{
    /// <summary>Raised whenever the tables change: a part of the file's name, so that older caches are folded again.</summary>
    public const int Version = 6;

    public const string Tables = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE observation(
            idx INTEGER PRIMARY KEY, form TEXT NOT NULL, mode INTEGER NOT NULL, source TEXT NOT NULL,
            t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, known INTEGER NOT NULL, producer TEXT NOT NULL, message TEXT NOT NULL,
            kind TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE early(idx INTEGER PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE member(idx INTEGER PRIMARY KEY, incident TEXT NOT NULL);
        CREATE TABLE incident(
            id TEXT NOT NULL, mode INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL,
            lat REAL NOT NULL, lon REAL NOT NULL, glat REAL NOT NULL, glon REAL NOT NULL, gt0 INTEGER NOT NULL, gt1 INTEGER NOT NULL,
            gkind TEXT NOT NULL, least INTEGER NOT NULL, known INTEGER NOT NULL, firing INTEGER NOT NULL, releasable INTEGER NOT NULL,
            a REAL NOT NULL, b REAL NOT NULL, az REAL NOT NULL, kind TEXT NOT NULL, verification INTEGER NOT NULL,
            outcome INTEGER, severity INTEGER, term TEXT, sector TEXT, gsector TEXT, sources TEXT NOT NULL,
            text TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL, status INTEGER NOT NULL);
        CREATE INDEX incident_time ON incident(mode, t0, id, t1, outcome, verification, status);
        CREATE INDEX incident_least ON incident(mode, least);
        CREATE INDEX incident_rank ON incident(mode, severity, t0, id);
        CREATE TABLE verdict(
            incident TEXT NOT NULL, term TEXT NOT NULL, mode INTEGER NOT NULL, t0 INTEGER NOT NULL, outcome INTEGER NOT NULL,
            severity INTEGER, reasons TEXT NOT NULL);
        CREATE INDEX verdict_time ON verdict(mode, outcome, t0, incident, term, severity);
        CREATE TABLE revision(incident TEXT NOT NULL, known TEXT NOT NULL, reason TEXT NOT NULL, digest TEXT NOT NULL);
        CREATE INDEX revision_incident ON revision(incident);
        CREATE TABLE alias(id TEXT PRIMARY KEY, now TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE claimed(producer TEXT NOT NULL, series TEXT NOT NULL, source TEXT NOT NULL, mode INTEGER NOT NULL, idx INTEGER NOT NULL,
            message TEXT NOT NULL, reported INTEGER, until INTEGER, PRIMARY KEY(producer, series, source, mode, idx)) WITHOUT ROWID;
        CREATE TABLE superseded(idx INTEGER PRIMARY KEY, heir INTEGER NOT NULL);
        CREATE INDEX superseded_heir ON superseded(heir);
        CREATE TABLE quarantine(idx INTEGER PRIMARY KEY, known TEXT NOT NULL, feed TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
            field TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL, header TEXT NOT NULL,
            mended INTEGER, mended_at TEXT, mended_by TEXT, after TEXT);
        CREATE INDEX quarantine_mended ON quarantine(mended);
        """;

    /// <summary>Where keys come in no order, each insertion would touch another page; sorted once at the end they cost a fraction.</summary>
    public const string Unordered = """
        CREATE INDEX IF NOT EXISTS observation_time ON observation(form, mode, t0, idx);
        CREATE INDEX IF NOT EXISTS member_incident ON member(incident);
        CREATE UNIQUE INDEX IF NOT EXISTS incident_id ON incident(id);
        CREATE UNIQUE INDEX IF NOT EXISTS verdict_incident ON verdict(incident, term);
        """;

    public const string DropUnordered = """
        DROP INDEX IF EXISTS observation_time; DROP INDEX IF EXISTS member_incident;
        DROP INDEX IF EXISTS incident_id; DROP INDEX IF EXISTS verdict_incident;
        """;
}
