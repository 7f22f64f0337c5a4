namespace AdaptiveProvider.Training.Data;

/// <summary>Reads lines as bytes in bounded memory; a line that is too long is skipped, not held.</summary>
internal sealed class LineReader(Stream stream, int lineBytesMax)
{
    private const int BufferBytesMin = 64 << 10;
    private byte[] _buffer = new byte[BufferBytesMin];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the line read last, from 1; 0 before the first.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Reads the next line, without its line break; valid until the next call.</summary>
    /// <param name="line">The line; empty when it is too long.</param>
    /// <param name="isTooLong">Whether the line has more bytes than are read.</param>
    /// <returns>False at the end of the stream.</returns>
    public bool TryRead(out ReadOnlyMemory<byte> line, out bool isTooLong)
    {
        (line, isTooLong) = (default, false);
        while (true)
        {
            var at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (at >= 0 || (_isAtEnd && _end > _start))
            {
                var stop = at >= 0 ? _scanned + at : _end;
                isTooLong |= stop - _start > lineBytesMax;
                line = isTooLong ? default : Trim(_buffer.AsMemory(_start, stop - _start));
                _start = _scanned = Math.Min(stop + 1, _end);
                LineNumber++;
                return true;
            }

            _scanned = _end;
            if (_isAtEnd)
            {
                LineNumber += isTooLong ? 1 : 0;
                return isTooLong;
            }

            if (_end - _start > lineBytesMax)
            {
                isTooLong = true;
                _start = _scanned = _end = 0;
            }

            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isAtEnd = count == 0;
    }

    private ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line)
    {
        if (LineNumber == 0 && line.Span is [0xEF, 0xBB, 0xBF, ..])
        {
            line = line[3..];
        }

        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }
}
