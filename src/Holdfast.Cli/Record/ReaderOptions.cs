using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Record.Export;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary>For whom something leaves a record: the options that bundles and exports share.</summary>
internal sealed class ReaderOptions
{
    private readonly Option<string> _clearance = new("--clearance")
    {
        Description = "What its reader may see: public, restricted or confidential.",
        DefaultValueFactory = _ => "public",
    };
    private readonly Option<string[]> _categories = new("--category") { Description = "A category its reader has; may be repeated." };
    private readonly Option<string?> _nation = new("--nation")
    {
        Description = "Its reader's nation or party, for entries released to some only.",
    };
    private readonly Option<bool> _watchRoom = new("--watch-room") { Description = "Its reader sits in the watch room." };
    private readonly Option<string?> _mission = new("--mission")
    {
        Description =
            "The mission's folder; observations of missions of public or historical data may be disclosed outside the watch room.",
    };

    public ReaderOptions() => _clearance.AcceptOnlyFromAmong("public", "restricted", "confidential");

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_clearance, _categories, _nation, _watchRoom, _mission])
        {
            verb.Add(option);
        }
    }

    public async Task<Disclosure> ReadAsync(ParseResult args, string name, CancellationToken cancellation)
    {
        var reader = new Reader(
            name,
            [args.GetValue(_watchRoom) ? Role.Analyst : Role.PublicReader],
            Enum.Parse<Classification>(args.GetRequiredValue(_clearance), ignoreCase: true),
            [.. args.GetValue(_categories) ?? []],
            args.GetValue(_nation)
        );
        var open =
            args.GetValue(_mission) is { } folder
            && (await MissionFolder.LoadAsync(folder, cancellation)).OrThrow().Exposure != Exposure.Live;
        return new Disclosure(reader, open);
    }
}
