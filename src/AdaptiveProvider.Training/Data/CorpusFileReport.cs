namespace AdaptiveProvider.Training.Data;

/// <summary>What was found in one file of a corpus.</summary>
public sealed class CorpusFileReport(string file)
{
    private const int FaultsMax = 5;
    private readonly List<LineFault> _faults = [];

    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>Lines that are not blank.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines that gave no document.</summary>
    public long BrokenLines { get; private set; }

    /// <summary>Lines that gave a document.</summary>
    public long Documents => Lines - BrokenLines;

    /// <summary>The first few broken lines.</summary>
    public IReadOnlyList<LineFault> FirstFaults => _faults;

    internal double BrokenShare => Lines == 0 ? 0 : (double)BrokenLines / Lines;

    internal void AddDocument() => Lines++;

    internal void AddFault(LineFault fault)
    {
        Lines++;
        BrokenLines++;
        if (_faults.Count < FaultsMax)
        {
            _faults.Add(fault);
        }
    }
}
