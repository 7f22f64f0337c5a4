using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Models;

/// <summary>A model folder holds something unreadable or unsupported; the message names the file, the field and the remedy.</summary>
public sealed class ModelFormatException : AdaptiveProviderException
{
    /// <summary>Creates the exception for a file and, where there is one, a field of it.</summary>
    public ModelFormatException(string file, string? field, string problem, Exception? innerException = null)
        : base(field is null ? $"{file}: {problem}" : $"{file}: {field}: {problem}", innerException)
        => (File, Field) = (file, field);

    /// <summary>The file, as the user would find it.</summary>
    public string File { get; }

    /// <summary>The field, key, tensor or position in the file; null when it is the file as a whole.</summary>
    public string? Field { get; }
}
