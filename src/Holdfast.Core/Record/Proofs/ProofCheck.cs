namespace Holdfast.Core.Record.Proofs;

/// <summary>Checks inclusion and consistency proofs with the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.</summary>
public static class ProofCheck
{
    /// <summary>Whether the path leads from this leaf at this index to the root of the tree of that size.</summary>
    public static bool Inclusion(TreeHash leaf, long index, long size, ReadOnlySpan<TreeHash> path, TreeHash root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if (sn == 0)
            {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn)
            {
                r = TreeHash.Node(p, r);
                while ((fn & 1) == 0 && fn != 0)
                {
                    fn >>= 1;
                    sn >>= 1;
                }
            }
            else
            {
                r = TreeHash.Node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && r == root;
    }

    /// <summary>Whether the tree of <paramref name="first"/> leaves is a prefix of the tree of <paramref name="second"/> leaves.</summary>
    public static bool Consistency(long first, TreeHash firstRoot, long second, TreeHash secondRoot, ReadOnlySpan<TreeHash> path)
    {
        if (first < 0 || first > second)
        {
            return false;
        }
        if (first == second)
        {
            return path.IsEmpty && firstRoot == secondRoot;
        }
        if (first == 0)
        {
            // Every tree begins with the empty one, whose root is known.
            return path.IsEmpty && firstRoot == TreeHash.Empty;
        }
        return !path.IsEmpty && Walk(first, firstRoot, second, secondRoot, path);
    }

    private static bool Walk(long first, TreeHash firstRoot, long second, TreeHash secondRoot, ReadOnlySpan<TreeHash> path)
    {
        var (fn, sn) = (first - 1, second - 1);
        while ((fn & 1) == 1)
        {
            fn >>= 1;
            sn >>= 1;
        }
        // Where the first tree is perfect, the path leaves its root out.
        var start = fn == 0 ? firstRoot : path[0];
        var (fr, sr) = (start, start);
        foreach (var c in fn == 0 ? path : path[1..])
        {
            if (sn == 0)
            {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (TreeHash.Node(c, fr), TreeHash.Node(c, sr));
                while ((fn & 1) == 0 && fn != 0)
                {
                    fn >>= 1;
                    sn >>= 1;
                }
            }
            else
            {
                sr = TreeHash.Node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr == firstRoot && sr == secondRoot;
    }
}
