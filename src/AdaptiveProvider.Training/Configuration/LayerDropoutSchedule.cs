namespace AdaptiveProvider.Training.Configuration;

/// <summary>How layer dropout grows over the steps.</summary>
public enum LayerDropoutSchedule
{
    /// <summary>Not at all: for training on from a trained model.</summary>
    Constant,

    /// <summary>S(t) = exp(t · ln 2 / (T − 1)) − 1, from 0 to 1: for training from scratch.</summary>
    Exponential,
}
