using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>What is known of blocks before any pair is looked at: densities, classes, counts, and how crowded the sources are.</summary>
internal static class Backgrounds
{
    /// <summary>
    /// Adds the models of the blocks from <paramref name="fromBlock"/> to before <paramref name="nextBlock"/> that are missing, and returns their numbers. Sets the density of every row whose block
    /// is known.
    /// </summary>
    public static HashSet<int> Add(Row[] rows, Dictionary<int, BlockModel> models, int fromBlock, int nextBlock, KindProfiles kinds)
    {
        var fresh = new HashSet<int>();
        for (int from = 0, to; from < rows.Length; from = to)
        {
            // Blocks follow each other in canonical order.
            var block = rows[from].Block;
            for (to = from + 1; to < rows.Length && rows[to].Block == block; to++) { }
            if (block >= fromBlock && block < nextBlock && !models.ContainsKey(block))
            {
                fresh.Add(block);
                models.Add(block, Model(rows.AsSpan(from, to - from), kinds));
            }
            if (models.TryGetValue(block, out var model) && model.Density is { } density)
            {
                foreach (ref var row in rows.AsSpan(from, to - from))
                {
                    row.Density = row.Diffuse ? 0 : density.Density(row);
                }
            }
        }
        return fresh;
    }

    private static BlockModel Model(ReadOnlySpan<Row> rows, KindProfiles kinds)
    {
        var members = new Row[rows.Length];
        var count = 0;
        var byKind = new Dictionary<int, int>();
        var bySource = new Dictionary<int, int>();
        foreach (ref readonly var row in rows)
        {
            if (!row.Diffuse)
            {
                members[count++] = row;
                CollectionsMarshal.GetValueRefOrAddDefault(byKind, row.Kind, out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(bySource, row.Source, out _)++;
            }
        }
        return count == 0
            ? new BlockModel(null, [], [], [], [])
            : new BlockModel(new DensityMap(members.AsSpan(0, count)), kinds.Background(byKind), [], bySource, []);
    }

    /// <summary>Calibrates the densities of fresh blocks by the coincidences that were seen (see <see cref="Crowding"/>).</summary>
    public static void CountCrowding(
        Row[] rows,
        Dictionary<int, BlockModel> models,
        HashSet<int> fresh,
        IEnumerable<KeyValuePair<(int Block, int Source), long>> coincidences
    )
    {
        foreach (ref readonly var row in rows.AsSpan())
        {
            if (!row.Diffuse && fresh.Contains(row.Block))
            {
                ref var crowding = ref CollectionsMarshal.GetValueRefOrAddDefault(models[row.Block].Crowding, row.Source, out _);
                crowding = crowding with { Predicted = crowding.Predicted + Crowding.Expected(row) };
            }
        }
        foreach (var ((block, source), seen) in coincidences.Where(c => fresh.Contains(c.Key.Block)))
        {
            ref var crowding = ref CollectionsMarshal.GetValueRefOrAddDefault(models[block].Crowding, source, out _);
            crowding = crowding with { SeenMillionths = crowding.SeenMillionths + seen };
        }
    }
}
