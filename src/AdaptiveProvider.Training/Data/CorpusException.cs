using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Training.Data;

/// <summary>A corpus, or something made from it, cannot be used; the message names the place and the remedy.</summary>
public sealed class CorpusException : AdaptiveProviderException
{
    /// <summary>Creates the exception for what lies in no file.</summary>
    public CorpusException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception for a file and, where there is one, a line of it.</summary>
    /// <param name="file">The file, as the user would find it.</param>
    /// <param name="line">The line, from 1; null when it is the file as a whole.</param>
    /// <param name="problem">What is wrong and what to change.</param>
    /// <param name="innerException">The failure behind it.</param>
    public CorpusException(string file, long? line, string problem, Exception? innerException = null)
        : base(line is null ? $"{file}: {problem}" : $"{file}, line {line}: {problem}", innerException)
        => (File, Line) = (file, line);

    /// <summary>The file; null when the fault is in none.</summary>
    public string? File { get; }

    /// <summary>The line, from 1; null when it is the file as a whole.</summary>
    public long? Line { get; }
}
