using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Origins;

/// <summary>Which block of which region, for which mode.</summary>
internal readonly record struct BlockKey(Mode Mode, int Region, long Block) : IComparable<BlockKey>
{
    /// <summary>Regions of one hour stand together.</summary>
    public int CompareTo(BlockKey other) => (Mode, Block, Region).CompareTo((other.Mode, other.Block, other.Region));
}
