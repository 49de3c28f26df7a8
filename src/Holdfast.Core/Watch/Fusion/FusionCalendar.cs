namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// The calendar that makes fusion local: blocks, over which parameters are estimated, and frames, equal parts of a block at least as long as the widest
/// report and the largest gap together, so that two records that may be one event begin in one frame or in two that follow each other. A function of
/// the parameters alone, hence the same for a batch, a stream and a window read again.
/// </summary>
internal sealed class FusionCalendar(FusionParameters parameters)
{
    private readonly double _blockDays = parameters.EstimationBlock.TotalDays;

    public int FramesPerBlock { get; } =
        Math.Max(1, (int)(parameters.EstimationBlock.TotalDays / (parameters.MaximumWidth + parameters.MaximumGap).TotalDays));

    /// <param name="day">Days since the epoch.</param>
    public int Block(double day) => (int)Math.Floor(day / _blockDays);

    public int Frame(double day)
    {
        var block = Block(day);
        var within = (int)((day - block * _blockDays) / _blockDays * FramesPerBlock);
        return block * FramesPerBlock + Math.Clamp(within, 0, FramesPerBlock - 1);
    }

    public int BlockOfFrame(int frame) => (int)Math.Floor((double)frame / FramesPerBlock);

    /// <summary>Days since the epoch at which a frame begins.</summary>
    public double Start(int frame)
    {
        var block = BlockOfFrame(frame);
        return block * _blockDays + (frame - block * FramesPerBlock) * _blockDays / FramesPerBlock;
    }

    /// <summary>
    /// The last frame that can be solved when all blocks before this one are complete: it takes the next frame's pairs, and those the records of the frame
    /// after. All where nothing more will come.
    /// </summary>
    public int LastSolvable(int nextBlock) => nextBlock == int.MaxValue ? int.MaxValue : nextBlock * FramesPerBlock - 3;
}
