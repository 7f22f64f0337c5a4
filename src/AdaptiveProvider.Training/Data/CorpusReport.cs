using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Training.Data;

/// <summary>What was found in the files of a corpus, as far as they have been read.</summary>
public sealed class CorpusReport
{
    private readonly List<CorpusFileReport> _files = [];

    /// <summary>The files in the order of reading.</summary>
    public IReadOnlyList<CorpusFileReport> Files => _files;

    /// <summary>Documents of all files.</summary>
    public long Documents => _files.Sum(file => file.Documents);

    /// <summary>Broken lines of all files.</summary>
    public long BrokenLines => _files.Sum(file => file.BrokenLines);

    internal CorpusFileReport Begin(string file)
    {
        var report = new CorpusFileReport(file);
        _files.Add(report);
        return report;
    }

    /// <summary>A line per file, and one per broken line that is remembered.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var file in _files)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{file.File}: {file.Documents} documents, {file.BrokenLines} broken lines");
            foreach (var fault in file.FirstFaults)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  line {fault.Line}: {fault.Problem}");
            }
        }

        return text.ToString();
    }
}
