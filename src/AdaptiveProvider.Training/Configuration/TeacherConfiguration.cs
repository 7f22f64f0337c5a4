namespace AdaptiveProvider.Training.Configuration;

/// <summary>How much of the full-depth loss comes from a teacher model: the forward divergence KL(teacher ‖ student) beside the cross-entropy.</summary>
/// <remarks>Relaxed Recursive Transformers §3.1 uptrains converted models so, with the original as teacher.</remarks>
public sealed record TeacherConfiguration
{
    /// <summary>The teacher's model folder. It runs at full depth, and has the student's vocabulary.</summary>
    public required string Folder { get; init; }

    /// <summary>Weight of the divergence.</summary>
    public double Coefficient { get; init; } = 1;

    /// <summary>Weight of the cross-entropy; 0 learns from the teacher alone.</summary>
    public double CrossEntropyCoefficient { get; init; } = 1;

    internal void Validate()
    {
        Rule.Holds(!string.IsNullOrEmpty(Folder), "Teacher.Folder", "must name a model folder");
        Rule.Positive(Coefficient, "Teacher.Coefficient");
        Rule.NotNegative(CrossEntropyCoefficient, "Teacher.CrossEntropyCoefficient");
    }
}
