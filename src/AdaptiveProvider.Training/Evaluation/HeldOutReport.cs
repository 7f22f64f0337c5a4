using System.Globalization;
using System.Text;
using System.Text.Json;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Evaluation;

/// <summary>Held-out figures of several sources at several depths, as Markdown, CSV and JSON.</summary>
/// <param name="Figures">One per source and depth; the sources in the same order for every depth.</param>
public sealed record HeldOutReport(IReadOnlyList<HeldOutFigure> Figures)
{
    /// <summary>What stands for all sources together.</summary>
    public const string AllSources = "all";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The depths in their order.</summary>
    public IReadOnlyList<string> Depths => [.. Figures.Select(figure => figure.Depth).Distinct()];

    /// <summary>The sources in their order.</summary>
    public IReadOnlyList<string> Sources => [.. Figures.Select(figure => figure.Source).Distinct()];

    /// <summary>A depth's figure over all sources, each by its bytes.</summary>
    public HeldOutFigure Total(string depth)
    {
        HeldOutFigure[] parts = [.. Figures.Where(figure => figure.Depth == depth)];
        long bytes = parts.Sum(figure => figure.Bytes), tokens = parts.Sum(figure => figure.Tokens);
        double bits = parts.Sum(figure => figure.BitsPerByte * figure.Bytes) / bytes, layers = parts.Sum(figure => figure.MeanLayers * figure.Tokens) / tokens;
        return new HeldOutFigure(AllSources, depth, bits, layers, tokens, bytes);
    }

    /// <summary>The figure of a source at a depth.</summary>
    public HeldOutFigure Of(string source, string depth) => Figures.First(figure => figure.Source == source && figure.Depth == depth);

    /// <summary>A line per source and depth.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("source,depth,bits_per_byte,mean_layers,tokens,bytes\n");
        foreach (var figure in Figures.Concat(Depths.Select(Total)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Source},{figure.Depth},{figure.BitsPerByte:F5},{figure.MeanLayers:F3},{figure.Tokens},{figure.Bytes}\n");
        }

        return text.ToString();
    }

    /// <summary>The same as a JSON array.</summary>
    public string ToJson() => JsonSerializer.Serialize(Figures.Concat(Depths.Select(Total)), Format);

    /// <summary>Writes evaluation.csv and evaluation.json.</summary>
    /// <exception cref="CorpusException">A file cannot be written.</exception>
    public void Write(string folder)
    {
        CompleteFile.Write(Path.Combine(folder, "evaluation.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(ToCsv())));
        CompleteFile.Write(Path.Combine(folder, "evaluation.json"), stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));
    }
}
