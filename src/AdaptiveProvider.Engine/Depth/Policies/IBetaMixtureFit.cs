namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Fits two Beta distributions to labelled confidences and chooses a threshold.</summary>
internal interface IBetaMixtureFit
{
    /// <summary>The threshold for these pairs.</summary>
    /// <param name="confidences">Strictly between 0 and 1; at least one.</param>
    /// <param name="agreed">Whether full depth agreed, [confidences].</param>
    float Fit(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> agreed);
}
