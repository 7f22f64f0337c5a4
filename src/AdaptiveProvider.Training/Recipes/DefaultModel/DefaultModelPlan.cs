using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Configuration;

namespace AdaptiveProvider.Training.Recipes.DefaultModel;

/// <summary>How the default model is made, as data: default-model.json beside this file.</summary>
/// <param name="VocabularySize">Tokens asked of the tokenizer.</param>
/// <param name="StoredType">What the exported weights are stored in.</param>
/// <param name="Threshold">The exported router's own threshold.</param>
/// <param name="Stages">The runs, one after the other; all have the same architecture.</param>
public sealed record DefaultModelPlan(int VocabularySize, WeightType StoredType, double Threshold, IReadOnlyList<DefaultModelStage> Stages)
{
    /// <summary>How many of the last stages' results are averaged into the model; at least 1.</summary>
    public int Averaged { get; init; } = 1;

    /// <summary>The plan of the default model.</summary>
    public static DefaultModelPlan Load()
    {
        using var stream = typeof(DefaultModelPlan).Assembly.GetManifestResourceStream("default-model.json")
            ?? throw new InvalidOperationException("default-model.json is not part of the assembly.");
        var plan = JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();

        // All stages train one model, so its architecture stands once.
        foreach (var stage in plan["stages"]!.AsArray())
        {
            stage!["training"]!["architecture"] = plan["architecture"]!.DeepClone();
        }

        plan.Remove("architecture");
        return plan.Deserialize<DefaultModelPlan>(TrainingConfiguration.Json)!;
    }

    /// <summary>The same plan at another size.</summary>
    /// <param name="vocabularySize">Tokens of the tokenizer.</param>
    /// <param name="tokens">Places trained on in all stages together, divided between them as in the plan; null for the plan's.</param>
    /// <param name="hiddenSize">Width, a multiple of 4; feed-forward and heads follow; null for the plan's.</param>
    /// <param name="sequenceLengthMax">Longest rows; shorter rows make more of them, so that a step stays as large; null for the plan's.</param>
    /// <exception cref="TrainingException">A value is out of range.</exception>
    public DefaultModelPlan Scaled(int vocabularySize, long? tokens, int? hiddenSize, int? sequenceLengthMax)
    {
        double share = tokens is null ? 1 : (double)tokens.Value / Stages.Sum(stage => stage.Training.Steps * TokensPerStep(stage.Training));
        var scaled = this with { Stages = [.. Stages.Select(stage => stage with { Training = Scaled(stage.Training, share, vocabularySize, hiddenSize, sequenceLengthMax) })] };
        foreach (var stage in scaled.Stages)
        {
            stage.Training.Validate();
        }

        return scaled;
    }

    private static TrainingConfiguration Scaled(TrainingConfiguration training, double share, int vocabularySize, int? hiddenSize, int? sequenceLengthMax)
    {
        var architecture = training.Architecture with { VocabularySize = vocabularySize };
        int length = Math.Min(training.SequenceLength, sequenceLengthMax ?? int.MaxValue);
        return training with
        {
            Architecture = hiddenSize is { } width ? ModelWidth.Apply(architecture, width) : architecture,
            SequenceLength = length,
            BatchRows = Math.Max(1, training.BatchRows * training.SequenceLength / Math.Max(1, length)),
            Steps = Math.Max(1, (long)Math.Round(training.Steps * share)),
            WarmUpSteps = (long)Math.Round(training.WarmUpSteps * Math.Min(1, share)),
        };
    }

    private static long TokensPerStep(TrainingConfiguration training) => (long)training.SequenceLength * training.BatchRows * training.BatchesPerStep;
}
