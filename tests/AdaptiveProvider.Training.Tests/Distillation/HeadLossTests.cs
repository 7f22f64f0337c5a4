using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Tests.Distillation;

/// <summary>The loss through the head, with a teacher, against the textbook's with automatic gradients.</summary>
public sealed class HeadLossTests
{
    private const int Rows = 2500; // more than two chunks

    public HeadLossTests() => TorchRuntime.Load();

    [Theory]
    [InlineData("llama-tied-gqa", 1, 1)]
    [InlineData("llama-untied-bf16-shards", 0.25, 2)]
    [InlineData("llama-tied-gqa", 0, 1)]
    public void Of_Teacher_GivesTheTextbooksLossesAndGradients(string name, double crossEntropy, double divergence)
    {
        using var scope = NewDisposeScope();
        using var teacherFiles = TinyModels.Write("llama-single-kv-head-f16");
        using var teacher = DistillationTeacher.Open(teacherFiles.Path, CPU, ScalarType.Float32);
        using var files = TinyModels.Write(name);
        using var parameters = CheckpointReader.Read(files.Path, CPU);
        var weights = new WeightView(parameters, ScalarType.Float32);
        var state = tensor(new NormalRandom(3).Normal(Rows * 32, 1), Rows, 32).requires_grad_(true);
        var targets = tensor([.. Enumerable.Range(0, Rows).Select(row => (long)(row * 7 % 96))]);
        var teacherStates = tensor(new NormalRandom(4).Normal(Rows * 32, 1), Rows, 32);
        var configuration = new TeacherConfiguration { Folder = teacherFiles.Path, Coefficient = divergence, CrossEntropyCoefficient = crossEntropy };

        var losses = HeadLoss.Of(state, targets, weights, 1e-5, 0.5, new TeacherRows(teacher, teacherStates, configuration));
        losses.Objective.backward();
        var (stateGradient, headGradient) = Take(state, weights.Head);

        var own = linear(DecoderLayer.RmsNorm(state, weights.FinalNorm, 1e-5), weights.Head).log_softmax(-1);
        var expected = teacher.LogProbabilities(teacherStates);
        var entropyLoss = -own.gather(1, targets.unsqueeze(1)).sum();
        var divergenceLoss = (expected.exp() * (expected - own)).sum();
        (((entropyLoss * crossEntropy) + (divergenceLoss * divergence)) * 0.5).backward();
        var (stateExpected, headExpected) = Take(state, weights.Head);

        Assert.Equal(1, losses.CrossEntropy.ToDouble() / entropyLoss.ToDouble(), 1e-5);
        Assert.Equal(1, losses.Divergence!.ToDouble() / divergenceLoss.ToDouble(), 1e-5);
        Assert.InRange(Relative(stateExpected, stateGradient), 0, 1e-5);
        Assert.InRange(Relative(headExpected, headGradient), 0, 1e-5);
    }

    [Fact]
    public void Of_NoTeacher_HasNoDivergence()
    {
        using var scope = NewDisposeScope();
        using var files = TinyModels.Write("llama-tied-gqa");
        using var parameters = CheckpointReader.Read(files.Path, CPU);
        var state = tensor(new NormalRandom(3).Normal(4 * 32, 1), 4, 32);

        var losses = HeadLoss.Of(state, tensor(new long[] { 1, 2, 3, 4 }), new WeightView(parameters, ScalarType.Float32), 1e-5, 1);

        Assert.Null(losses.Divergence);
        Assert.True(losses.CrossEntropy.ToDouble() > 0);
    }

    private static (Tensor State, Tensor Head) Take(Tensor state, Tensor head)
    {
        var taken = (state.grad!.clone(), head.grad!.clone());
        state.grad!.zero_();
        head.grad!.zero_();
        return taken;
    }

    private static double Relative(Tensor expected, Tensor actual) => ((actual - expected).norm() / expected.norm()).ToDouble();
}
