namespace AdaptiveProvider.Training.Losses;

/// <summary>What a state's losses at the head count in the objective.</summary>
/// <param name="CrossEntropy">Factor of the summed cross-entropy.</param>
/// <param name="Divergence">Factor of the summed divergence from the teacher.</param>
/// <param name="Teacher">The teacher's predictions for the same tokens; null for none.</param>
internal readonly record struct HeadFactors(double CrossEntropy, double Divergence = 0, ITeacherRows? Teacher = null);
