namespace Holdfast.Bench;

/// <summary>Runs the named benchmarks: <c>dotnet run -c Release --project bench/Holdfast.Bench -- NAME ...</c>; without a name, lists them.</summary>
public static class Program
{
    /// <summary>Name to benchmark, each a program anyone can run; a benchmark writes its figures to standard output.</summary>
    private static readonly SortedDictionary<string, Func<string[], Task>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["access"] = AccessBench.RunAsync,
        ["assess"] = AssessBench.RunAsync,
        ["association"] = AssociationBench.Run,
        ["classes"] = ClassesBench.Run,
        ["clauses"] = ClausesBench.Run,
        ["docket"] = DocketBench.RunAsync,
        ["evidence"] = EvidenceBench.RunAsync,
        ["feeds"] = FeedsBench.RunAsync,
        ["geofence"] = GeofenceBench.RunAsync,
        ["guarantees"] = GuaranteesBench.RunAsync,
        ["horizon"] = HorizonBench.Run,
        ["ingest"] = IngestBench.RunAsync,
        ["forces"] = ForcesBench.Run,
        ["fusion"] = FusionBench.Run,
        ["origins"] = OriginsBench.RunAsync,
        ["live"] = LiveBench.RunAsync,
        ["pace"] = PaceBench.Run,
        ["pages"] = PagesBench.RunAsync,
        ["proofs"] = ProofsBench.RunAsync,
        ["replay"] = ReplayBench.RunAsync,
        ["reports"] = ReportsBench.Run,
        ["seismic"] = SeismicBench.Run,
        ["scan"] = ScanBench.Run,
        ["screen"] = ScreenBench.Run,
        ["shallow"] = ShallowBench.RunAsync,
        ["support"] = SupportBench.RunAsync,
        ["unlock"] = UnlockBench.Run,
    };

    public static async Task<int> Main(string[] args)
    {
        if (args.Length == 0 || !Benchmarks.TryGetValue(args[0], out var run))
        {
            Console.WriteLine("Benchmarks: " + string.Join(", ", Benchmarks.Keys));
            return args.Length == 0 ? 0 : 2;
        }
        await run(args[1..]);
        return 0;
    }
}
