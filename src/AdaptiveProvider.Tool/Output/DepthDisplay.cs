using System.Globalization;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Depth;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Output;

/// <summary>Writes text in the colours of its tokens' depths, from blue for the shallowest to red for full depth; plain where there are no colours.</summary>
/// <param name="console">Where to.</param>
/// <param name="layout">The model's depth.</param>
internal sealed class DepthDisplay(IAnsiConsole console, StageLayout layout)
{
    private const int BarWidth = 40;

    private static readonly Color[] Scale = [Color.Blue, Color.Aqua, Color.Green, Color.Yellow, Color.Orange1, Color.Red];

    private readonly SortedDictionary<int, int> _counts = [];
    private int _depth;

    /// <summary>Writes what an update made certain. Text that several tokens made certain together has the deepest one's colour.</summary>
    public void Add(CompletionUpdate update)
    {
        if (update.Token is { } token)
        {
            _counts[token.LayersExecuted] = _counts.GetValueOrDefault(token.LayersExecuted) + 1;
            _depth = Math.Max(_depth, token.LayersExecuted);
        }

        if (update.Text.Length > 0)
        {
            console.Write(update.Text, new Style(ColourOf(_depth)));
            _depth = 0;
        }
    }

    /// <summary>Writes what the colours mean and how many tokens had which depth.</summary>
    public void WriteLegend()
    {
        int tokens = _counts.Values.Sum();
        console.WriteLine();
        foreach (var (layers, count) in _counts)
        {
            var style = new Style(ColourOf(layers));
            console.Write(string.Create(CultureInfo.InvariantCulture, $"{layers,4} of {layout.LayerDepth} layers {count,6} tokens "), style);
            console.WriteLine(new string('#', Math.Max(1, BarWidth * count / tokens)), style);
        }

        double mean = tokens == 0 ? 1 : _counts.Sum(entry => (double)entry.Key * entry.Value) / ((double)tokens * layout.LayerDepth);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean depth {mean:0.000} over {tokens} tokens"));
    }

    private Color ColourOf(int layers)
    {
        int least = layout.LayersAtExit(layout.ExitPasses[0]);
        double share = layout.LayerDepth == least ? 1 : Math.Clamp((double)(layers - least) / (layout.LayerDepth - least), 0, 1);
        return Scale[(int)Math.Round(share * (Scale.Length - 1))];
    }
}
