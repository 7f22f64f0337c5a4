using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace AdaptiveProvider.Training.Data;

/// <summary>Streams the documents of .jsonl and .jsonl.gz files; broken lines are counted, and too many of them are an error.</summary>
/// <remarks>
/// A document's source is <c>file/src</c> or <c>file/src/persona</c>, where <c>file</c> is the file's name up to its first dot, so that a mix may
/// name any part.
/// </remarks>
public sealed class CorpusReader
{
    // A file of another kind should not be read to its end before the reader gives up.
    private const int BrokenLinesBeforeGivingUp = 1_000;

    private readonly CorpusReaderOptions _options;

    /// <summary>Creates a reader.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CorpusReader(CorpusReaderOptions? options = null)
    {
        _options = options ?? new CorpusReaderOptions();
        _options.Check();
    }

    /// <summary>What has been found so far; complete for a file once its documents have all been taken.</summary>
    public CorpusReport Report { get; } = new();

    /// <summary>The documents of files, one file after the other, read as they are taken.</summary>
    /// <exception cref="CorpusException">A file is missing, unreadable, cut off, or has too many broken lines.</exception>
    public IEnumerable<TrainingDocument> Read(params IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.SelectMany(ReadFile);
    }

    private IEnumerable<TrainingDocument> ReadFile(string file)
    {
        var report = Report.Begin(file);
        var group = Path.GetFileName(file).Split('.')[0];
        using var stream = Open(file);
        var lines = new LineReader(stream, _options.LineBytesMax);
        while (TryReadLine(lines, file, out var line, out var isTooLong))
        {
            if (!isTooLong && line.Span.IndexOfAnyExcept(" \t"u8) < 0)
            {
                continue;
            }

            var problem = $"is longer than {_options.LineBytesMax} bytes.";
            if (!isTooLong && DocumentParser.Parse(line, group, out problem) is { } document)
            {
                report.AddDocument();
                yield return document;
            }
            else
            {
                AddFault(report, new LineFault(lines.LineNumber, problem));
            }
        }

        CheckShare(report);
    }

    private void AddFault(CorpusFileReport report, LineFault fault)
    {
        report.AddFault(fault);
        if (_options.IsStrict)
        {
            throw new CorpusException(report.File, fault.Line, $"{fault.Problem} Mend or remove the line, or read without {nameof(CorpusReaderOptions.IsStrict)}.");
        }

        if (report.BrokenLines % BrokenLinesBeforeGivingUp == 0)
        {
            CheckShare(report);
        }
    }

    private void CheckShare(CorpusFileReport report)
    {
        if (report.BrokenShare > _options.BrokenShareMax)
        {
            var first = report.FirstFaults[0];
            throw new CorpusException(
                report.File,
                first.Line,
                $"{first.Problem} It is the first of {report.BrokenLines} broken lines among {report.Lines}; up to {_options.BrokenShareMax:P1} are let pass "
                + $"({nameof(CorpusReaderOptions.BrokenShareMax)}).");
        }
    }

    private static Stream Open(string file)
    {
        try
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);

            // The framework's own reader takes a file that is cut off for a short one.
            return file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipInputStream(stream) : stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(file, null, $"cannot be opened: {e.Message}", e);
        }
    }

    private static bool TryReadLine(LineReader lines, string file, out ReadOnlyMemory<byte> line, out bool isTooLong)
    {
        try
        {
            return lines.TryRead(out line, out isTooLong);
        }
        catch (Exception e) when (e is SharpZipBaseException or EndOfStreamException)
        {
            throw new CorpusException(file, lines.LineNumber + 1, $"the compressed data ends early or is damaged ({e.Message}). Fetch or write the file again.", e);
        }
        catch (IOException e)
        {
            throw new CorpusException(file, lines.LineNumber + 1, $"cannot be read: {e.Message}", e);
        }
    }
}
