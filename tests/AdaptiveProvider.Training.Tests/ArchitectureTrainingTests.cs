using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Tests.Model;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests;

/// <summary>Every architecture learns, and every parameter of it takes part.</summary>
public sealed class ArchitectureTrainingTests
{
    public ArchitectureTrainingTests() => TorchRuntime.Load();

    public static TheoryData<string> Names => RecursiveDecoderTests.ArchitectureNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_FewSteps_LoseLessAndLess(string name)
    {
        var configuration = Configuration(name);
        configuration.Validate();
        using var parameters = new ModelParameters(configuration.Architecture, seed: 1, torch.CPU);
        using var runner = new StepRunner(configuration, parameters, teacher: null);
        PackedBatch[] batches = [Learnable(1), Learnable(2)];

        double[] losses = [.. Enumerable.Range(0, 20).Select(step => runner.Run(batches, step).Loss)];

        // A router may send tokens to a depth that it has not tried before, so single steps may be bad.
        Assert.True(losses[^5..].Order().ElementAt(2) < 0.5 * losses[0], string.Join(", ", losses.Reverse()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Accumulate_EveryParameter_GetsAGradient(string name)
    {
        using var scope = torch.NewDisposeScope();
        var configuration = Configuration(name) with { Elastic = new ElasticConfiguration { FullShare = 0, CapacityMin = 0.3 } };
        using var parameters = new ModelParameters(configuration.Architecture, seed: 1, torch.CPU);
        foreach (string parameter in parameters.Names.Where(parameter => parameter.EndsWith(".lora_b", StringComparison.Ordinal)))
        {
            using var _ = torch.no_grad();
            parameters[parameter].add_(Tensors.Normal(3, parameters[parameter].shape), 0.05); // the other factor would have none
        }

        // Two steps of draws: a drawn capacity may be 1.
        var objective = new BatchObjective(configuration, parameters);
        for (int step = 0; step < 4; step++)
        {
            objective.Accumulate(TinyTraining.Batch(1), step, batchInStep: 0, stepTargets: 50);
        }

        string[] without = [.. parameters.Names.Where(parameter => ModelParameters.IsTrained(parameter) && !(parameters[parameter].grad?.abs().sum().ToDouble() > 0))];
        Assert.DoesNotContain(without, parameter => !IsUnused(parameter, configuration.Architecture));
    }

    // Each token says which one follows.
    private static PackedBatch Learnable(int seed)
    {
        var batch = TinyTraining.Batch(seed, vocabulary: 16);
        for (int i = 0; i < batch.Targets.Length; i++)
        {
            batch.Targets[i] = batch.Targets[i] < 0 ? batch.Targets[i] : ((batch.Tokens[i] * 5) + 3) % 16;
        }

        return batch;
    }

    // Where later loops read the first one's keys and values, what would adapt their own has no part.
    private static bool IsUnused(string parameter, ArchitectureConfiguration architecture)
        => architecture.LoopKv == LoopKv.SharedFirst && parameter.Contains("lora", StringComparison.Ordinal) && !parameter.Contains("loops.0.", StringComparison.Ordinal)
            && (parameter.Contains("k_proj", StringComparison.Ordinal) || parameter.Contains("v_proj", StringComparison.Ordinal));

    private static TrainingConfiguration Configuration(string name) => TinyTraining.Of(RecursiveDecoderTests.Architectures[name], steps: 100) with { ComputeType = "bf16" };
}
