using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Reporting;
using AdaptiveProvider.Training.Tests.Data;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests;

/// <summary>Whole runs: the same each time, the same when interrupted, and what ends them.</summary>
public sealed class TrainerTests : IDisposable
{
    private static readonly TokenStore Store = SmallCorpus.Store(SmallCorpus.Documents(1));
    private readonly TemporaryFolder _folder = new();

    public TrainerTests()
    {
        TorchRuntime.Load();
        torch.set_num_threads(1);
    }

    // Everything that is drawn or kept between steps: capacities, sampled exits, dropout, both optimisers, a router that some steps do not touch.
    private static TrainingConfiguration Eventful { get; } = TinyTraining.Of(
        TinyTraining.Recursive with { Router = TinyTraining.Elastic with { HasAuxiliaryRouter = true } }, steps: 8) with
    {
        ComputeType = "bf16",
        ExitLoss = new ExitLossConfiguration { Schedule = ExitLossSchedule.Sampled },
        LayerDropout = new LayerDropoutConfiguration { RateMax = 0.3 },
        Optimizer = new() { UseMuon = true },
    };

    private static TrainingConfiguration Balanced { get; } = TinyTraining.Of(TinyTraining.Recursive with { Router = TinyTraining.Token }, steps: 8) with
    {
        RouterLoss = new RouterLossConfiguration { Balancing = TokenBalancing.LossFree },
        ComputeType = "f16",
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SameSeed_SameWeightsAndAnotherSeedOthers()
    {
        var first = Train(Eventful, "a");

        Assert.Equal(first.Weights, Train(Eventful, "b").Weights);
        Assert.NotEqual(first.Weights, Train(Eventful with { Seed = 2 }, "c").Weights);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_InterruptedAnywhere_EndsBitForBitAsUninterrupted(int stop)
    {
        foreach (var (configuration, name) in new[] { (Eventful, "eventful"), (Balanced, "balanced") })
        {
            var whole = Train(configuration, name + " whole");

            var part = Train(configuration, name, stopAfter: stop);
            var rest = Train(configuration, name);

            Assert.Equal((false, stop), (part.IsDone, part.Steps.Count));
            Assert.Equal((true, 8 - stop), (rest.IsDone, rest.Steps.Count));
            Assert.Equal(whole.Weights, rest.Weights);
            Assert.Equal(whole.Steps.Select(step => (step.Step, step.Tokens, step.Loss)), part.Steps.Concat(rest.Steps).Select(step => (step.Step, step.Tokens, step.Loss)));
            Assert.Equal(whole.Steps.Count, File.ReadLines(_folder[$"{name}/loss.csv"]).Count() - 1);
        }
    }

    [Fact]
    public void Run_NewestCheckpointDamaged_GoesOnFromTheOneBeforeAndSaysSo()
    {
        var whole = Train(Eventful, "whole");
        Train(Eventful, "run", stopAfter: 2);
        Train(Eventful, "run", stopAfter: 2);
        string newest = _folder["run/checkpoints/step-00000004"];
        File.WriteAllBytes(Path.Combine(newest, "optimizer.safetensors"), File.ReadAllBytes(Path.Combine(newest, "optimizer.safetensors"))[..1000]);

        var rest = Train(Eventful, "run");

        Assert.Contains("step-00000004", Assert.Single(rest.Warnings), StringComparison.Ordinal);
        Assert.Equal(6, rest.Steps.Count);
        Assert.Equal(whole.Weights, rest.Weights);
        Assert.Equal(8, File.ReadLines(_folder["run/loss.csv"]).Count() - 1);
    }

    [Theory]
    [InlineData("state.json", "{}")]
    [InlineData("state.json", "null")]
    [InlineData("state.json", "{\"step\": -1, \"data\": null}")]
    [InlineData("model.safetensors", "")]
    public void Constructor_EveryCheckpointDamaged_SaysWhatToDo(string file, string content)
    {
        Train(Eventful, "run", stopAfter: 1);
        File.WriteAllText(_folder[$"run/checkpoints/step-00000001/{file}"], content);

        Assert.Contains("Delete the folder to start anew", Assert.Throws<TrainingException>(() => Train(Eventful, "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_CheckpointOfOtherShapes_SaysWhich()
    {
        Train(Eventful, "run", stopAfter: 1);
        var wider = Eventful with { Architecture = Eventful.Architecture with { IntermediateSize = 64 } };

        var failure = Assert.Throws<TrainingException>(() => Train(wider, "run"));

        Assert.Contains("model.layers.0.mlp", failure.Message, StringComparison.Ordinal);
        Assert.Contains("another folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_CheckpointOfTheOtherOptimizer_SaysSo()
    {
        Train(Eventful, "run", stopAfter: 1);

        Assert.Contains("another folder", Assert.Throws<TrainingException>(() => Train(Eventful with { Optimizer = new() }, "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_CheckpointOfAnotherSeed_IsRefused()
    {
        Train(Eventful, "run", stopAfter: 1);

        Assert.Throws<CorpusException>(() => Train(Eventful with { Seed = 2 }, "run"));
    }

    [Fact]
    public void Run_CancelledOrOutOfTime_SavesAndSaysThatItIsNotDone()
    {
        var late = Train(Eventful, "late", timeLimit: TimeSpan.Zero);

        Assert.False(late.IsDone);
        Assert.InRange(late.Steps.Count, 0, 1);
        Assert.Single(Directory.GetDirectories(_folder["late/checkpoints"]));
        Assert.True(Train(Eventful, "late").IsDone);
    }

    [Fact]
    public void Run_EveryInterval_KeepsTwoCheckpoints()
    {
        Train(Eventful, "run", interval: TimeSpan.Zero);

        Assert.Equal(["step-00000007", "step-00000008"], Directory.GetDirectories(_folder["run/checkpoints"]).Select(Path.GetFileName).Order());
    }

    // A file where the folder should be: nobody can write there, whatever their rights.
    [Fact]
    public void Run_CheckpointsCannotBeWritten_SaysSoAndKeepsTheLast()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/checkpoints"], "");

        var failure = Assert.Throws<TrainingException>(() => Train(Eventful, "run", stopAfter: 1));

        Assert.Contains("cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Free space", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NextCheckpointCannotBeWritten_LeavesTheLastOne()
    {
        Train(Eventful, "run", stopAfter: 2);
        File.WriteAllText(_folder["run/checkpoints/step-00000003.partial"], "");

        var failure = Assert.Throws<TrainingException>(() => Train(Eventful, "run", stopAfter: 1));
        File.Delete(_folder["run/checkpoints/step-00000003.partial"]);

        Assert.Contains("step-00000002", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Train(Eventful, "whole").Weights, Train(Eventful, "run").Weights);
    }

    [Fact]
    public void Run_CurveCannotBeWritten_SaysSo()
    {
        Directory.CreateDirectory(_folder["run/loss.csv"]);

        Assert.Contains("loss curve", Assert.Throws<TrainingException>(() => Train(Eventful, "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LossIsNoNumber_KeepsTheLastCheckpointAndSaysWhatToLower()
    {
        var stable = TinyTraining.Of(TinyTraining.Vanilla) with { WarmUpSteps = 0 };
        Train(stable, "run", stopAfter: 2);

        var failure = Assert.Throws<TrainingException>(() => Train(stable with { LearningRate = 1000, Steps = 100 }, "run"));

        Assert.Contains("Lower LearningRate", failure.Message, StringComparison.Ordinal);
        Assert.Contains("step-00000002", failure.Message, StringComparison.Ordinal);
        Assert.True(Train(stable, "run").Steps.All(step => double.IsFinite(step.Loss)));
    }

    [Fact]
    public void Run_TinyText_IsLearntByHeart()
    {
        var store = SmallCorpus.Store([TrainingDocument.OfText("s", "the fox sang under a small moon because nobody knew the names of trees")], heldOutShare: 0);
        var configuration = TinyTraining.Of(TinyTraining.Recursive, steps: 120) with { BatchRows = 1, BatchesPerStep = 1, ComputeType = "bf16" };
        var steps = new List<TrainingProgress>();
        using var trainer = new Trainer(configuration, new BatchSource(store, MixConfiguration.Of(("s", 1)), 1, TinyTraining.Length, false, 1), torch.CPU, _folder["run"]);

        trainer.Run(steps.Add, TimeSpan.FromHours(1), null, CancellationToken.None);

        Assert.True(steps[0].Loss > 5);
        Assert.InRange(steps[^1].Loss, 0, 0.1);
    }

    private Outcome Train(
        TrainingConfiguration configuration, string name, int? stopAfter = null, TimeSpan? timeLimit = null, TimeSpan? interval = null)
    {
        var (steps, warnings) = (new List<TrainingProgress>(), new List<string>());
        using var cancel = new CancellationTokenSource();
        using var trainer = new Trainer(configuration, Source(configuration), torch.CPU, _folder[name], warnings.Add);
        bool isDone = trainer.Run(Progress, interval ?? TimeSpan.FromHours(1), timeLimit, cancel.Token);
        return new Outcome(isDone, steps, warnings, [.. trainer.Parameters.Names.SelectMany(parameter => Tensors.Values(trainer.Parameters[parameter]))]);

        void Progress(TrainingProgress step)
        {
            steps.Add(step);
            if (steps.Count == stopAfter)
            {
                cancel.Cancel();
            }
        }
    }

    private static BatchSource Source(TrainingConfiguration configuration)
        => new(Store, MixConfiguration.Of(("talk", 1), ("books", 1)), configuration.BatchRows, configuration.SequenceLength, configuration.AssistantOnly, configuration.Seed);

    private sealed record Outcome(bool IsDone, List<TrainingProgress> Steps, List<string> Warnings, float[] Weights);
}
