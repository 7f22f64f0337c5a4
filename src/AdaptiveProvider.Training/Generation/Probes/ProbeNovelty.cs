namespace AdaptiveProvider.Training.Generation.Probes;

/// <summary>How far a probe is from the generated documents.</summary>
public enum ProbeNovelty
{
    /// <summary>A template makes this very question; it stands in the documents if enough of them are made.</summary>
    Seen,

    /// <summary>The fact stands in the documents, but the question is put in words that are never generated.</summary>
    NewWords,

    /// <summary>The calculation is held out of all documents, though its form is known.</summary>
    NewFact,
}
