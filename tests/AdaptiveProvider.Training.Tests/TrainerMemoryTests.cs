using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Tests.Data;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests;

/// <summary>Counts all tensors of the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(TrainerMemoryTests), DisableParallelization = true)]
[Collection(nameof(TrainerMemoryTests))]
public sealed class TrainerMemoryTests
{
    public TrainerMemoryTests() => TorchRuntime.Load();

    // Each step makes several hundred tensors, by every path that training has.
    [Theory]
    [InlineData("bf16")]
    [InlineData("f32")]
    public void Run_ManySteps_LeavesNoTensorBehind(string type)
    {
        var counts = new List<long>();
        var configuration = TinyTraining.Of(TinyTraining.Recursive with { LayersPerLoop = 1, Router = TinyTraining.Elastic with { HasAuxiliaryRouter = true } }, steps: 150) with
        {
            ComputeType = type,
            BatchRows = 2,
            BatchesPerStep = 1,
            ExitLoss = new ExitLossConfiguration { Schedule = ExitLossSchedule.Sampled, SelfDistillation = SelfDistillation.Added },
            HiddenDistillation = new HiddenDistillationConfiguration { Kind = HiddenDistillationKind.Dynamic, Exit = 2 },
            LayerDropout = new LayerDropoutConfiguration { RateMax = 0.3 },
            Optimizer = new() { UseMuon = true },
        };
        using var folder = new TemporaryFolder();
        var source = new BatchSource(SmallCorpus.Store(SmallCorpus.Documents(1)), MixConfiguration.Of(("talk", 1)), 2, TinyTraining.Length, false, 1);
        using var trainer = new Trainer(configuration, source, torch.CPU, folder.Path);

        trainer.Run(_ => counts.Add(torch.Tensor.TotalCount), TimeSpan.Zero, null, CancellationToken.None);

        Assert.Equal(150, counts.Count);

        // Finalizers of earlier tests may still bring the count down, but nothing may bring it up.
        Assert.All(counts.Skip(1), count => Assert.True(count <= counts[1], string.Join(", ", counts.Distinct())));
    }
}
