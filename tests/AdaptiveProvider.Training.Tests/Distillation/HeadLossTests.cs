using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Checkpoints;
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
    private const int Rows = 90_000, AllRows = 2 * Rows; // more than two chunks

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
        var state = tensor(new NormalRandom(3).Normal(AllRows * 32, 1), 1, AllRows, 32).requires_grad_(true);
        var places = arange(Rows) * 2; // every other token has a target
        var targets = tensor([.. Enumerable.Range(0, Rows).Select(row => (long)(row * 7 % 96))]);
        var teacherStates = tensor(new NormalRandom(4).Normal(Rows * 32, 1), Rows, 32);
        var head = parameters[parameters.Architecture.TiedHead ? ParameterNames.Embedding : ParameterNames.Head];

        var loss = new HeadLoss(weights, 1e-5, places, targets);
        var losses = loss.Of(loss.Normalize(state), new HeadFactors(crossEntropy * 0.5, divergence * 0.5, new TeacherRows(teacher, teacherStates)));
        autograd.backward([losses.Root], [losses.Gradient]);
        var (stateGradient, headGradient) = Take(state, head);

        var own = linear(DecoderLayer.RmsNorm(state, weights.FinalNorm, 1e-5).view(-1, 32).index_select(0, places), head).log_softmax(-1);
        var expected = teacher.LogProbabilities(teacherStates);
        var entropyLoss = -own.gather(1, targets.unsqueeze(1)).sum();
        var divergenceLoss = (expected.exp() * (expected - own)).sum();
        (((entropyLoss * crossEntropy) + (divergenceLoss * divergence)) * 0.5).backward();
        var (stateExpected, headExpected) = Take(state, head);

        Assert.Equal(1, losses.CrossEntropy / entropyLoss.ToDouble(), 1e-5);
        Assert.Equal(1, losses.Divergence / divergenceLoss.ToDouble(), 1e-5);
        Assert.InRange(Relative(stateExpected, stateGradient), 0, 1e-5);
        Assert.InRange(Relative(headExpected, headGradient), 0, 1e-5);
    }

    [Fact]
    public void Of_NoTeacher_HasNoDivergence()
    {
        using var scope = NewDisposeScope();
        using var files = TinyModels.Write("llama-tied-gqa");
        using var parameters = CheckpointReader.Read(files.Path, CPU);
        var state = tensor(new NormalRandom(3).Normal(4 * 32, 1), 1, 4, 32);

        var loss = new HeadLoss(new WeightView(parameters, ScalarType.Float32), 1e-5, arange(4), tensor(new long[] { 1, 2, 3, 4 }));
        var losses = loss.Of(loss.Normalize(state), new HeadFactors(1));

        Assert.Equal(0, losses.Divergence);
        Assert.True(losses.CrossEntropy > 0);
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
