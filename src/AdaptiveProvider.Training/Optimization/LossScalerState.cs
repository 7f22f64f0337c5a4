namespace AdaptiveProvider.Training.Optimization;

/// <summary>Where a <see cref="LossScaler"/> stands.</summary>
/// <param name="Scale">The factor.</param>
/// <param name="GoodSteps">Steps since it last changed.</param>
public sealed record LossScalerState(double Scale, int GoodSteps);
