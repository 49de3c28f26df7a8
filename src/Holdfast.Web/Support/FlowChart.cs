using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.App.Support;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.Web.Support;

/// <summary>The main stage of an account as bands from donors to kinds (a Sankey diagram), thickness in euro. The smallest donors are drawn as one; what is in no sum is in no band.</summary>
internal sealed class FlowChart
{
    public const int Width = 760;
    public const int Shown = 14;
    private const int From = 250;
    private const int To = 570;
    private const int Node = 10;
    private const int Gap = 5;
    private const int Top = 8;
    private const int Tall = 420;
    private const double LeastLabel = 15;

    private readonly ImmutableArray<(string Label, ImmutableArray<(SupportKind Kind, double Millions)> Parts)> _donors;
    private readonly ImmutableArray<(SupportKind Kind, double Millions)> _kinds;
    private readonly double _scale;

    public FlowChart(FlowTable flow, DonorNames names)
    {
        var all = flow.Donors.Select(d => (Label: names.Full(d.Donor), Parts: Parts([d]))).Where(d => d.Parts.Length > 0).ToArray();
        var kept = all.Length > Shown + 1 ? Shown : all.Length;
        Others = all.Length - kept;
        var rest = flow.Donors.Where(d => Parts([d]).Length > 0).Skip(kept).ToArray();
        _donors = Others == 0 ? [.. all] : [.. all.Take(kept), ($"{Others} others", Parts(rest))];
        _kinds =
        [
            .. _donors.SelectMany(d => d.Parts).GroupBy(p => p.Kind).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(p => p.Millions))),
        ];
        _scale = Tall / Math.Max(1e-9, _kinds.Sum(k => k.Millions));
        // Thin donors still have room for their name.
        Height = (int)Math.Ceiling(Math.Max(_donors.Sum(Room), Tall) + (2 * Top) + (Gap * Math.Max(_donors.Length, _kinds.Length)));
    }

    public bool IsEmpty => _donors.IsEmpty;

    /// <summary>How many donors are drawn as one.</summary>
    public int Others { get; }

    public int Height { get; }

    /// <summary>Bands, bars and names as SVG: numbers, names and class names alone.</summary>
    public string Drawing(bool standalone = false)
    {
        var text = new StringBuilder();
        var right = Starts();
        var y = (double)Top;
        foreach (var donor in _donors)
        {
            var at = y;
            foreach (var (kind, millions) in donor.Parts)
            {
                var thick = millions * _scale;
                Band(text, (donor.Label, kind, millions), (at, right[kind], thick), standalone);
                (at, right[kind]) = (at + thick, right[kind] + thick);
            }
            var label = $"{Escape(donor.Label)} {Millions(donor.Parts.Sum(p => p.Millions))}";
            var middle = (y + at) / 2;
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"node\" x=\"{From - Node}\" y=\"{y:0.##}\" width=\"{Node}\" height=\"{Math.Max(1, at - y):0.##}\"{Ink(standalone)}/><text class=\"axis\" x=\"{From - Node - 6}\" y=\"{middle + 4:0.##}\" text-anchor=\"end\">{label}</text>"
            );
            y += Room(donor) + Gap;
        }
        Kinds(text, standalone);
        return text.ToString();
    }

    private void Kinds(StringBuilder text, bool standalone)
    {
        var starts = Starts();
        foreach (var (kind, millions) in _kinds)
        {
            var (y, thick) = (starts[kind], millions * _scale);
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"node\" x=\"{To}\" y=\"{y:0.##}\" width=\"{Node}\" height=\"{Math.Max(1, thick):0.##}\"{Ink(standalone)}/><text class=\"axis\" x=\"{To + Node + 6}\" y=\"{y + (thick / 2) + 4:0.##}\">{SupportWords.Of(kind)} {Millions(millions)}</text>"
            );
        }
    }

    private static void Band(
        StringBuilder text,
        (string Donor, SupportKind Kind, double Millions) what,
        (double Left, double Right, double Thick) at,
        bool standalone
    )
    {
        var half = (From + To) / 2;
        // Never thinner than can be seen.
        var thick = Math.Max(0.6, at.Thick);
        var fill = standalone ? $" fill=\"{MonthChart.Ink(what.Kind)}\" fill-opacity=\"0.55\"" : "";
        text.Append(
            CultureInfo.InvariantCulture,
            $"<path class=\"band kind-{SupportWords.Of(what.Kind)}\" d=\"M{From} {at.Left:0.##}C{half} {at.Left:0.##} {half} {at.Right:0.##} {To} {at.Right:0.##}V{at.Right + thick:0.##}C{half} {at.Right + thick:0.##} {half} {at.Left + thick:0.##} {From} {at.Left + thick:0.##}Z\"{fill}><title>{Escape(what.Donor)}, {SupportWords.Of(what.Kind)}: {Millions(what.Millions)} million EUR</title></path>"
        );
    }

    /// <summary>The drawing as a file of its own, in ink on paper.</summary>
    public string File(string title, string source) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + 30}\" font-family=\"sans-serif\" font-size=\"11\"><title>{Escape(title)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{Drawing(standalone: true)}<text x=\"8\" y=\"{Height + 20}\">{Escape(title)}, million EUR from donor to kind. {Escape(source)}</text></svg>"
        );

    // Kinds are spread over the height, so that bands do not crowd at the top.
    private Dictionary<SupportKind, double> Starts()
    {
        var free = Height - (2 * Top) - (_kinds.Sum(k => k.Millions) * _scale);
        var between = _kinds.Length > 1 ? Math.Min(60, free / (_kinds.Length - 1)) : 0;
        var y = Top + ((free - (between * (_kinds.Length - 1))) / 2);
        var starts = new Dictionary<SupportKind, double>();
        foreach (var (kind, millions) in _kinds)
        {
            starts.Add(kind, y);
            y += (millions * _scale) + between;
        }
        return starts;
    }

    private double Room((string Label, ImmutableArray<(SupportKind Kind, double Millions)> Parts) donor) =>
        Math.Max(LeastLabel, donor.Parts.Sum(p => p.Millions) * _scale);

    private static ImmutableArray<(SupportKind Kind, double Millions)> Parts(IEnumerable<DonorFlow> donors) =>
        [
            .. donors
                .SelectMany(d => d.Kinds)
                .GroupBy(k => k.Key)
                .OrderBy(g => g.Key)
                .Select(g => (g.Key, g.Sum(k => (double)k.Value.Euro.Value / 1e6)))
                .Where(p => p.Item2 > 0),
        ];

    private static string Ink(bool standalone) => standalone ? " fill=\"#3a4654\"" : "";

    private static string Millions(double millions) => Frame.Figures.Decimal(millions);

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
