using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// The calendar that makes fusion local: blocks, over which parameters are estimated, and frames, whose matching is solved together with the frame before and the
/// frame after. A stated block holds frames at least as long as the widest report and the largest gap together. Where records are crowded both end
/// sooner: a frame when it holds a third of <see cref="FusionParameters.CrowdedRecords"/>, a block when it holds all of them, at a step of the calendar (an eighth of a frame: a day
/// by default), and never a frame shorter than the widest record that can reach into it and the gap. So two records that may be one event begin in one frame or in two that follow each
/// other, here too. Every stated block begins anew, hence what is cut is a function of its own records and those of the frame before it: the same for a batch, a
/// stream and a window read again.
/// </summary>
/// <remarks>A frame is named by its first step, a block by its first frame: whole numbers in the order of time.</remarks>
internal sealed class FusionCalendar
{
    private const int StepsPerFrame = 8;

    private readonly double _blockDays;
    private readonly double _stepDays;
    private readonly double _gapDays;
    private readonly int _crowdedBlock;
    private readonly int _crowdedFrame;
    private readonly int _stepsPerBlock;
    private readonly Dictionary<int, (int Rows, double Widest)> _steps = [];
    private readonly Dictionary<int, List<(int Frame, int Block)>> _cuts = [];
    private int _counted = int.MinValue;

    public FusionCalendar(FusionParameters parameters)
    {
        _blockDays = parameters.EstimationBlock.TotalDays;
        _gapDays = parameters.MaximumGap.TotalDays;
        var frames = Math.Max(1, (int)(_blockDays / (parameters.MaximumWidth + parameters.MaximumGap).TotalDays));
        _stepsPerBlock = frames * StepsPerFrame;
        _stepDays = _blockDays / _stepsPerBlock;
        (_crowdedBlock, _crowdedFrame) = (parameters.CrowdedRecords, parameters.CrowdedRecords / 3);
    }

    /// <param name="day">Days since the epoch.</param>
    public int Step(double day)
    {
        var stated = (int)Math.Floor(day / _blockDays);
        var within = (int)((day - stated * _blockDays) / _blockDays * _stepsPerBlock);
        return stated * _stepsPerBlock + Math.Clamp(within, 0, _stepsPerBlock - 1);
    }

    /// <summary>Days since the epoch at which a step begins.</summary>
    public double Start(int step) => step * _stepDays;

    /// <summary>The first step of the stated block that holds a step, or of one so many before or after it.</summary>
    public int Stated(int step, int further = 0) => (Number(step) + further) * _stepsPerBlock;

    /// <summary>Frames of a stated block that is not crowded, in steps.</summary>
    public static int Frames(int count) => count * StepsPerFrame;

    public int Frame(int step) => Cut(step).Frame;

    public int Block(int step) => Cut(step).Block;

    public int Previous(int frame) => Frame(frame - 1);

    public int Next(int frame)
    {
        if (!_cuts.TryGetValue(Number(frame), out var cuts))
        {
            return frame + StepsPerFrame;
        }
        foreach (var (other, _) in cuts)
        {
            if (other > frame)
            {
                return other;
            }
        }
        return Stated(frame, 1);
    }

    /// <summary>
    /// The last frame that can be solved when all blocks before this one are complete: it takes the next frame's pairs, and those the records of the frame
    /// after. All where nothing more will come.
    /// </summary>
    public int LastSolvable(int nextBlock) => nextBlock == int.MaxValue ? int.MaxValue : Previous(Previous(Previous(nextBlock)));

    /// <summary>
    /// Counts the rows of the steps before <paramref name="complete"/>, cuts the blocks that hold rows as far as they are known, and sets the frame and the block of every
    /// row. Returns the first block that is not complete.
    /// </summary>
    /// <param name="rows">All rows there are of the steps that were not complete before, in canonical order.</param>
    /// <param name="complete">The first step of which something may still come; the greatest number there is when nothing may.</param>
    public int Place(Row[] rows, int complete)
    {
        var stated = new SortedSet<int>();
        foreach (ref readonly var row in rows.AsSpan())
        {
            stated.Add(Number(row.Step));
            if (row.Step >= _counted && row.Step < complete)
            {
                ref var step = ref CollectionsMarshal.GetValueRefOrAddDefault(_steps, row.Step, out _);
                step = (step.Rows + 1, row.Diffuse ? step.Widest : Math.Max(step.Widest, row.End - row.Start));
            }
        }
        _counted = Math.Max(_counted, complete);
        foreach (var number in stated)
        {
            _cuts[number] = Cuts(number * _stepsPerBlock, complete);
        }
        foreach (ref var row in rows.AsSpan())
        {
            (row.Frame, row.Block) = Cut(row.Step);
        }
        return complete == int.MaxValue ? int.MaxValue : Block(complete);
    }

    private int Number(int step) => (int)Math.Floor((double)step / _stepsPerBlock);

    private (int Frame, int Block) Cut(int step)
    {
        var first = Stated(step);
        if (!_cuts.TryGetValue(Number(step), out var cuts))
        {
            return (first + (step - first) / StepsPerFrame * StepsPerFrame, first);
        }
        var at = cuts.Count - 1;
        while (cuts[at].Frame > step)
        {
            at--;
        }
        return cuts[at];
    }

    private List<(int Frame, int Block)> Cuts(int first, int complete)
    {
        var end = first + _stepsPerBlock;
        var cuts = new List<(int Frame, int Block)> { (first, first) };
        var (ofFrame, ofBlock) = (0, 0);
        for (var step = first + 1; step < end && step <= complete; step++)
        {
            var rows = _steps.GetValueOrDefault(step - 1).Rows;
            (ofFrame, ofBlock) = (ofFrame + rows, ofBlock + rows);
            var (frame, block) = cuts[^1];
            var full = ofFrame >= _crowdedFrame || step - frame >= StepsPerFrame;
            if (full && step - frame >= Reach(frame) && end - step >= Reach(step))
            {
                cuts.Add((step, ofBlock >= _crowdedBlock ? step : block));
                (ofFrame, ofBlock) = (0, ofBlock >= _crowdedBlock ? 0 : ofBlock);
            }
        }
        return cuts;
    }

    /// <summary>How many steps records that begin before a step reach beyond it.</summary>
    private int Reach(int step)
    {
        var widest = 0.0;
        for (var before = step - StepsPerFrame; before < step; before++)
        {
            widest = Math.Max(widest, _steps.GetValueOrDefault(before).Widest);
        }
        return Math.Clamp((int)Math.Ceiling((_gapDays + widest) / _stepDays - 1e-9), 1, StepsPerFrame);
    }
}
