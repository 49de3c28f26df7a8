using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Shouldly;

namespace Holdfast.Tests.House;

/// <summary>Arrows point one way. Rooms are discovered from the namespaces, so a new room without a place in the table fails here.</summary>
public sealed class ArchitectureTests
{
    private const string Core = "Holdfast.Core.";

    // What each room of the core may see, besides itself (DESIGN.md, "The house").
    private static readonly Dictionary<string, string[]> CoreArrows = new(StringComparer.Ordinal)
    {
        ["Values"] = [],
        ["Record"] = ["Values"],
        ["Access"] = ["Values", "Record"],
        ["Clauses"] = ["Values", "Record"],
        ["Nations"] = ["Values", "Record", "Clauses"],
        ["Watch"] = ["Values", "Record", "Clauses", "Nations"],
        ["Commission"] = ["Values", "Record", "Clauses", "Nations", "Watch"],
        ["Guarantees"] = ["Values", "Record", "Clauses", "Nations"],
        ["Forces"] = ["Values", "Record", "Clauses", "Nations"],
        ["Support"] = ["Values", "Record", "Clauses", "Nations"],
        ["Cell"] = ["Values", "Record", "Clauses", "Nations"],
        ["Briefing"] =
        [
            "Values",
            "Record",
            "Access",
            "Clauses",
            "Nations",
            "Watch",
            "Commission",
            "Guarantees",
            "Forces",
            "Support",
            "Cell",
        ],
        ["Missions"] = ["Values", "Record", "Clauses", "Nations", "Watch", "Commission", "Guarantees", "Forces", "Support", "Cell"],
    };

    [Fact]
    public void Rooms_of_the_core_see_only_the_rooms_below_them()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (from, to) in References(typeof(Holdfast.Core.Values.Bool3).Assembly))
        {
            var (source, target) = (Room(from), Room(to));
            if (source is null || target is null || source == target)
            {
                continue;
            }
            CoreArrows.ShouldContainKey(source, $"Core/{source} has no place in the table of arrows.");
            if (!CoreArrows[source].Contains(target))
            {
                wrong.Add($"{from} -> {to}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        typeof(Holdfast.Core.Values.Bool3),
        new[] { "Holdfast.App", "Holdfast.Web", "holdfast", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite" }
    )]
    [InlineData(typeof(Holdfast.App.Record.IRecord), new[] { "Holdfast.Web", "holdfast", "Microsoft.AspNetCore" })]
    public void Assemblies_point_one_way(Type inside, string[] forbidden)
    {
        var seen = inside.Assembly.GetReferencedAssemblies().Select(name => name.Name ?? "");
        seen.Where(name => forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_room_above_the_core_has_the_name_of_a_room()
    {
        var rooms = CoreArrows.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var floor in new[] { "Holdfast.App", "Holdfast.Cli", "Holdfast.Web" })
        {
            var folders = Directory
                .EnumerateDirectories(Path.Combine(Repository.Root, "src", floor))
                .Select(path => Path.GetFileName(path)!)
                .Except(["bin", "obj", "Assets", "wwwroot", "Properties", .. FloorsOwn.GetValueOrDefault(floor, [])]);
            folders.Where(name => !rooms.Contains(name)).ShouldBeEmpty($"{floor} has folders that are no room.");
        }
    }

    // What a floor has beside the rooms, with its reason: Web needs a place for its frame (layout, design language, sign-in) and its API.
    private static readonly Dictionary<string, string[]> FloorsOwn = new(StringComparer.Ordinal) { ["Holdfast.Web"] = ["Frame", "Api"] };

    [Fact]
    public void The_core_neither_waits_nor_reads_nor_rolls_dice()
    {
        string[] banned =
        [
            "System.IO.File",
            "System.IO.Directory",
            "System.IO.FileStream",
            "System.Net.",
            "System.Threading.Tasks.Task",
            "System.Diagnostics.Process",
            "System.Security.Cryptography.RandomNumberGenerator",
            "System.TimeProvider",
            "Microsoft.Extensions.",
        ];
        References(typeof(Holdfast.Core.Values.Bool3).Assembly)
            .Where(r => r.From.StartsWith(Core, StringComparison.Ordinal))
            .Where(r => banned.Any(b => r.To.StartsWith(b, StringComparison.Ordinal)))
            .Where(r => !r.To.StartsWith("System.Threading.Tasks.Parallel", StringComparison.Ordinal))
            .Select(r => $"{r.From} -> {r.To}")
            .Distinct()
            .ShouldBeEmpty();
    }

    private static string? Room(string type)
    {
        if (!type.StartsWith(Core, StringComparison.Ordinal))
        {
            return null;
        }
        var rest = type[Core.Length..];
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : rest[..dot];
    }

    /// <summary>Pairs (type that refers, type referred to), read from signatures, fields, bases and method bodies.</summary>
    private static IEnumerable<(string From, string To)> References(Assembly assembly)
    {
        using var stream = File.OpenRead(assembly.Location);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        var pairs = new HashSet<(string, string)>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = Outermost(metadata, handle);
            foreach (var to in new TypeUses(metadata, file).Of(handle))
            {
                pairs.Add((from, to));
            }
        }
        return pairs;
    }

    private static string Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
