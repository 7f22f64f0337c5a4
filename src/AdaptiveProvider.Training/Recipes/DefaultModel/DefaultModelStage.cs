using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Recipes.DefaultModel;

/// <summary>One stage of the default model's training; each begins with the model of the one before.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Training">The run.</param>
/// <param name="Mix">What it draws from.</param>
public sealed record DefaultModelStage(string Name, TrainingConfiguration Training, MixConfiguration Mix);
