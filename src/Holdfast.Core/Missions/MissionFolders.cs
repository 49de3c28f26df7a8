using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Which files a mission's folder may hold; anything else is likely a misspelt name and is said so.</summary>
internal static class MissionFolders
{
    private static readonly string[] Names =
    [
        MissionReader.MainFile,
        MissionReader.FactsFileName,
        MissionReader.ChronologyFileName,
        MissionReader.CommissionFileName,
        CellFile.Name,
        Questions.QuestionsFile.Name,
        "terms.clauses",
        "guarantees.clauses",
        SensorFile.Name,
        SensingFile.Name,
        "README.md",
    ];

    private static readonly string[] Folders = ["zones/", "schedules/", "facts/", "feeds/", "nations/", "forces/", "support/"];

    public static void CheckPaths(ImmutableArray<MissionFile> files, IEnumerable<string> included, Complaints complaints)
    {
        var known = included.ToHashSet(StringComparer.Ordinal);
        foreach (var file in files.Where(f => !known.Contains(f.Path) && !Names.Contains(f.Path)))
        {
            var folder = Folders.FirstOrDefault(f => file.Path.StartsWith(f, StringComparison.Ordinal));
            if (folder is null && !file.Path.EndsWith(".clauses", StringComparison.Ordinal))
            {
                complaints.Add(
                    Diagnostic.Warning(
                        file.Path,
                        1,
                        1,
                        "unused-file",
                        "nothing reads this file",
                        NearestWord.To(file.Path, Names.Where(n => n != file.Path))
                    )
                );
            }
            else if (folder == "zones/" && !file.Path.EndsWith(".geojson", StringComparison.Ordinal))
            {
                complaints.Add(Diagnostic.Error(file.Path, 1, 1, "unused-file", "zones are read from files that end in .geojson"));
            }
            else if (folder is ScheduleFiles.Folder or FactsFile.Folder && !file.Path.EndsWith(".csv", StringComparison.Ordinal))
            {
                complaints.Add(Diagnostic.Error(file.Path, 1, 1, "unused-file", $"{folder} holds tables: files that end in .csv"));
            }
            else if (
                folder == SupportFiles.Folder
                && !SupportFiles.All.Contains(file.Path)
                && !file.Path.EndsWith(".clauses", StringComparison.Ordinal)
            )
            {
                complaints.Add(
                    Diagnostic.Error(
                        file.Path,
                        1,
                        1,
                        "unused-file",
                        $"nothing reads this file: {SupportFiles.Folder} holds {string.Join(", ", SupportFiles.All.Select(f => f[SupportFiles.Folder.Length..]))}, and clauses",
                        NearestWord.To(file.Path, SupportFiles.All)
                    )
                );
            }
            else if (folder == NationFiles.Folder && !file.Path.EndsWith(".yaml", StringComparison.Ordinal))
            {
                complaints.Add(Diagnostic.Error(file.Path, 1, 1, "unused-file", "nations are read from files that end in .yaml"));
            }
        }
    }
}
