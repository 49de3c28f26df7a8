namespace Holdfast.App.Forces;

/// <summary>How far something is that is worked out in the background.</summary>
public enum RunPhase
{
    /// <summary>Others come first.</summary>
    Waiting,
    Working,
    Done,

    /// <summary>So many wait already that this is not taken: to be asked again later.</summary>
    Busy,
}

/// <summary>How far something is, at one moment.</summary>
/// <param name="Ahead">How many come before it.</param>
/// <param name="Said">What it does now; empty before it begins.</param>
/// <param name="Since">When it was asked for.</param>
/// <param name="Answer">The last good answer, while a newer one is worked out too; null where there is none.</param>
/// <param name="Failure">Why the latest attempt gave nothing; null where it did not fail.</param>
public sealed record RunState<T>(RunPhase Phase, int Ahead, string Said, DateTimeOffset Since, T? Answer, string? Failure)
    where T : class
{
    /// <summary>When the answer was worked out; null where there is none.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>
/// Works out long answers in the background, one at a time, and keeps the latest. A run is named by everything that its answer hangs on, so equal questions share one
/// run and nobody reads an answer to a question that is not theirs. What fails costs an answer: the last good one stays, and a good one that is kept on the shelf outlives the
/// program. Safe for concurrent use.
/// </summary>
/// <param name="mostWaiting">Runs that may wait; more are refused.</param>
/// <param name="mostKept">Answers that are kept; the one unread for longest goes first.</param>
/// <param name="shelf">Where good answers are kept as artefacts; null for none.</param>
public sealed class ForceRuns(TimeProvider clock, int mostWaiting = 16, int mostKept = 96, ForceShelf? shelf = null) : IAsyncDisposable
{
    private sealed class Run(string key, DateTimeOffset since)
    {
        public string Key { get; } = key;
        public DateTimeOffset Since { get; set; } = since;
        public RunPhase Phase { get; set; }
        public string Said { get; set; } = "";
        public object? Answer { get; set; }
        public string? Failure { get; set; }
        public long Read { get; set; }
        public CancellationTokenSource? Stop { get; set; }
        public Func<IProgress<string>, CancellationToken, Task<object>>? Work { get; set; }
        public Func<object, bool> IsGood { get; set; } = _ => true;
        public DateTimeOffset? At { get; set; }
        public Func<object, string>? Write { get; set; }
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly List<Run> _waiting = [];
    private readonly CancellationTokenSource _end = new();
    private Task _working = Task.CompletedTask;
    private bool _isWorking;
    private long _reads;

    /// <summary>The answer that is kept, or null; nothing is begun.</summary>
    /// <param name="form">How it would be written on the shelf; null where it is not kept there.</param>
    public T? Find<T>(string key, ShelfForm<T>? form = null)
        where T : class
    {
        lock (_gate)
        {
            return (_runs.TryGetValue(key, out var run) ? run : Shelved(key, form))?.Answer as T;
        }
    }

    /// <summary>How far the run is; begins it where there is none.</summary>
    /// <param name="work">Reports what it does; its exceptions are failures of the run, never of the process.</param>
    /// <param name="isGood">Whether an answer may take the place of a good one: a solver that died gives a plan too, but a worse one.</param>
    /// <param name="again">Begin anew although there is an answer.</param>
    /// <param name="form">How a good answer is written on the shelf, and read from it; null where it is not kept there.</param>
    public RunState<T> Ask<T>(
        string key,
        Func<IProgress<string>, CancellationToken, Task<T>> work,
        Func<T, bool>? isGood = null,
        bool again = false,
        ShelfForm<T>? form = null
    )
        where T : class
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(key, out var run) && (run = Shelved(key, form)) is null)
            {
                if (_waiting.Count >= mostWaiting)
                {
                    return new RunState<T>(RunPhase.Busy, _waiting.Count, "", clock.GetUtcNow(), null, null);
                }
                Forget();
                run = new Run(key, clock.GetUtcNow()) { Phase = RunPhase.Done };
                _runs.Add(key, run);
                again = true;
            }
            run.Read = ++_reads;
            if (again && run.Phase is RunPhase.Done && _waiting.Count < mostWaiting)
            {
                (run.Phase, run.Since, run.Said) = (RunPhase.Waiting, clock.GetUtcNow(), "");
                run.Work = async (progress, token) => await work(progress, token).ConfigureAwait(false);
                run.IsGood = answer => answer is T found && (isGood is null || isGood(found));
                run.Write = form is null ? null : answer => answer is T found ? form.Write(found) : "";
                _waiting.Add(run);
                Go();
            }
            return new RunState<T>(run.Phase, _waiting.IndexOf(run) + 1, run.Said, run.Since, run.Answer as T, run.Failure) { At = run.At };
        }
    }

    /// <summary>Ends a run that waits or works; false where there is none.</summary>
    public bool Cancel(string key)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(key, out var run) || run.Phase is RunPhase.Done)
            {
                return false;
            }
            if (_waiting.Remove(run))
            {
                (run.Phase, run.Failure) = (RunPhase.Done, "Cancelled before it began.");
            }
            run.Stop?.Cancel();
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _working.ConfigureAwait(false);
        _end.Dispose();
    }

    // Under the gate: a run that was done before this program began.
    private Run? Shelved<T>(string key, ShelfForm<T>? form)
        where T : class
    {
        if (form is null || shelf?.Find(ShelfKind.Answer, key) is not { } kept || form.Read(kept.Content) is not { } answer)
        {
            return null;
        }
        Forget();
        var run = new Run(key, kept.At)
        {
            Phase = RunPhase.Done,
            Answer = answer,
            At = kept.At,
            Read = ++_reads,
        };
        _runs.Add(key, run);
        return run;
    }

    private void Forget()
    {
        foreach (
            var old in _runs.Values.Where(r => r.Phase is RunPhase.Done).OrderBy(r => r.Read).Take(_runs.Count - mostKept + 1).ToArray()
        )
        {
            _runs.Remove(old.Key);
        }
    }

    // Under the gate.
    private void Go()
    {
        if (!_isWorking)
        {
            _isWorking = true;
            _working = Task.Run(WorkAsync);
        }
    }

    private async Task WorkAsync()
    {
        while (Next() is { } run)
        {
            try
            {
                var told = new Telling(said => run.Said = said);
                var answer = await (run.Work?.Invoke(told, run.Stop?.Token ?? _end.Token) ?? Task.FromResult<object>("")).ConfigureAwait(
                    false
                );
                Keep(run, answer);
            }
            catch (OperationCanceledException)
            {
                Fail(run, "Cancelled.");
            }
            // Whatever a run throws is its answer's fault: the page says what it was.
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Fail(run, e.Message);
            }
        }
    }

    private Run? Next()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || _end.IsCancellationRequested)
            {
                _isWorking = false;
                return null;
            }
            var run = _waiting[0];
            _waiting.RemoveAt(0);
            run.Phase = RunPhase.Working;
            run.Stop = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            return run;
        }
    }

    private void Keep(Run run, object answer)
    {
        lock (_gate)
        {
            var good = run.IsGood(answer);
            run.Failure = null;
            if (good || run.Answer is null)
            {
                (run.Answer, run.At) = (answer, clock.GetUtcNow());
            }
            else
            {
                run.Failure = "The latest attempt ended early; what is shown is the last good answer.";
            }
            if (good && run.Write is { } write)
            {
                shelf?.Keep(ShelfKind.Answer, run.Key, write(answer));
            }
            Ended(run);
        }
    }

    private void Fail(Run run, string why)
    {
        lock (_gate)
        {
            run.Failure = why;
            Ended(run);
        }
    }

    private static void Ended(Run run)
    {
        run.Phase = RunPhase.Done;
        run.Work = null;
        run.Write = null;
        run.Stop?.Dispose();
        run.Stop = null;
    }

    private sealed class Telling(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
