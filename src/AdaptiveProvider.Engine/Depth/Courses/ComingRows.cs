namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>What a decoding request's next rows come to.</summary>
internal enum ComingRows
{
    /// <summary>The embedding, or a loop that rows of every depth share.</summary>
    Shared,

    /// <summary>Layers of an unshared stack that only rows which did not leave need.</summary>
    Deep,

    /// <summary>The tail and the head only.</summary>
    Head,
}
