using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests;

/// <summary>Configurations and batches that train in seconds.</summary>
internal static class TinyTraining
{
    public const int Vocabulary = 320, Length = 24;

    /// <summary>A router of fixed capacities, 1, 2/3, 1/3.</summary>
    public static RouterConfiguration Expert { get; } = new() { Kind = RouterKind.ExpertChoice, Capacities = [1, 0.67, 0.34] };

    /// <summary>A router of drawn capacities, as the default model has it.</summary>
    public static RouterConfiguration Elastic { get; } = Expert with { Scale = 0.5, Offset = 0.5, Update = GateUpdate.Interpolate, IsElastic = true };

    /// <summary>Each token's depth chosen once.</summary>
    public static RouterConfiguration Token { get; } = new() { Kind = RouterKind.TokenChoice, Scale = 1 };

    /// <summary>Four layers of their own.</summary>
    public static ArchitectureConfiguration Vanilla { get; } = new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 32,
        IntermediateSize = 48,
        HeadCount = 2,
        KvHeadCount = 1,
        HeadDim = 32,
        ContextLength = 64,
        LayersPerLoop = 4,
    };

    /// <summary>A first and a last layer, two layers in three loops between.</summary>
    public static ArchitectureConfiguration Recursive { get; } = Vanilla with { Sharing = ParameterSharing.MiddleCycle, LayersPerLoop = 2, Loops = 3 };

    /// <summary>A run of few steps in single precision.</summary>
    public static TrainingConfiguration Of(ArchitectureConfiguration architecture, long steps = 10) => new()
    {
        Architecture = architecture,
        Steps = steps,
        SequenceLength = Length,
        BatchRows = 4,
        BatchesPerStep = 2,
        WarmUpSteps = 2,
        LearningRate = 0.01,
        ComputeType = "f32",
    };

    /// <summary>Random documents side by side, with padding in the last row.</summary>
    public static PackedBatch Batch(int seed, int rows = 4, int length = Length, int vocabulary = Vocabulary)
    {
        var random = new Random(seed);
        var batch = new PackedBatch(rows, length);
        for (int row = 0; row < rows; row++)
        {
            int end = row == rows - 1 ? length - 5 : length;
            for (int start = 0, document = 0; start < end; document++)
            {
                int count = Math.Min(random.Next(3, length), end - start);
                for (int i = 0; i < count; i++)
                {
                    int at = (row * length) + start + i;
                    (batch.Tokens[at], batch.Documents[at], batch.Positions[at]) = (random.Next(vocabulary), document, i);
                    batch.Targets[at] = i + 1 < count ? random.Next(vocabulary) : PackedBatch.NoTarget;
                }

                start += count;
                batch.FilledTokens += count;
                batch.PredictedTokens += count - 1;
            }
        }

        return batch;
    }

    /// <summary>Rows of a batch as a batch.</summary>
    public static PackedBatch Rows(PackedBatch batch, int first, int count)
    {
        var part = new PackedBatch(count, batch.SequenceLength);
        var range = new Range(first * batch.SequenceLength, (first + count) * batch.SequenceLength);
        batch.Tokens[range].CopyTo(part.Tokens, 0);
        batch.Targets[range].CopyTo(part.Targets, 0);
        batch.Documents[range].CopyTo(part.Documents, 0);
        batch.Positions[range].CopyTo(part.Positions, 0);
        (part.FilledTokens, part.PredictedTokens) = (part.Documents.Count(document => document >= 0), part.Targets.Count(target => target >= 0));
        return part;
    }
}
