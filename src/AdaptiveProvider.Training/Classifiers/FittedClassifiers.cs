using System.Text.Json;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Training.Classifiers;

/// <summary>The classifiers of a model's exits and what they are worth.</summary>
/// <param name="Exits">By layer applications before the exit: weights over the normed state, [hidden], and the bias.</param>
/// <param name="Figures">One per exit, ascending.</param>
public sealed record FittedClassifiers(IReadOnlyDictionary<int, (float[] Weight, float Bias)> Exits, IReadOnlyList<ClassifierFigure> Figures)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The figures as a JSON array.</summary>
    public string ToJson() => JsonSerializer.Serialize(Figures, Format);

    /// <summary>Writes them beside a model's weights.</summary>
    /// <param name="folder">The model folder, or any other; made where it is not there.</param>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        ExitClassifierFile.Write(folder, Exits);
    }
}
