namespace AdaptiveProvider.Training.Generation.Definitions;

/// <summary>What sort of word is defined; it decides how one asks for it.</summary>
public enum WordKind
{
    /// <summary>Something that can be counted: "a dog".</summary>
    Countable,

    /// <summary>Something that cannot be counted: "water".</summary>
    Mass,

    /// <summary>An action: "to run".</summary>
    Verb,

    /// <summary>A quality: "happy".</summary>
    Adjective,
}
