namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Results of operations on three numbers, remembered while there is room: a newer result takes the place of an older one (Brace, Rudell and Bryant 1990, the
/// computed table). Counts the steps of the work as well, so that forgetting cannot make it endless.
/// </summary>
internal sealed class ComputedCache(long budget)
{
    private const int Largest = 1 << 20;

    private (int A, int B, int C, int Result)[] _entries = Empty(1 << 10);
    private long _steps;

    public bool Find(int a, int b, int c, out int result)
    {
        ref readonly var entry = ref _entries[UniqueTable.Hash(a, b, c) & (_entries.Length - 1)];
        result = entry.Result;
        return entry.A == a && entry.B == b && entry.C == c;
    }

    public void Keep(int a, int b, int c, int result)
    {
        if (++_steps > budget)
        {
            throw DiagramTooLargeException.Steps(budget);
        }
        if (_steps > _entries.Length && _entries.Length < Largest)
        {
            Grow();
        }
        _entries[UniqueTable.Hash(a, b, c) & (_entries.Length - 1)] = (a, b, c, result);
    }

    private void Grow()
    {
        var old = _entries;
        _entries = Empty(old.Length * 4);
        foreach (var entry in old)
        {
            if (entry.A >= 0)
            {
                _entries[UniqueTable.Hash(entry.A, entry.B, entry.C) & (_entries.Length - 1)] = entry;
            }
        }
    }

    private static (int A, int B, int C, int Result)[] Empty(int size)
    {
        var entries = new (int A, int B, int C, int Result)[size];
        Array.Fill(entries, (-1, -1, -1, 0));
        return entries;
    }
}
