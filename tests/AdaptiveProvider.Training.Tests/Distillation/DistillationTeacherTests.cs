using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Tests.Checkpoints;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests.Distillation;

public sealed class DistillationTeacherTests
{
    private static readonly int[] Tokens = [1, 5, 40, 7, 33, 90, 2, 11];

    public DistillationTeacherTests() => TorchRuntime.Load();

    [Theory]
    [InlineData("llama-tied-gqa")]
    [InlineData("llama-untied-bf16-shards")]
    [InlineData("relaxed-middle-cycle")]
    public void LogProbabilities_OfSomeRows_AreTheSpecifications(string name)
    {
        using var folder = TinyModels.Write(name);
        using var teacher = DistillationTeacher.Open(folder.Path, torch.CPU, torch.ScalarType.Float32);
        using var scope = torch.NewDisposeScope();
        var input = ModelInput.Of(Tokens, new int[Tokens.Length], [.. Enumerable.Range(0, Tokens.Length)], rows: 1, torch.CPU);
        long[] rows = [6, 0, 3];

        var states = teacher.States(input, torch.tensor(rows));
        var first = teacher.LogProbabilities(states.narrow(0, 0, 2));
        var rest = teacher.LogProbabilities(states.narrow(0, 2, 1));

        double[][] actual = [.. torch.cat([first, rest]).data<float>().ToArray().Select(value => (double)value).Chunk(teacher.VocabularySize)];
        double[][] logits = DecoderLogits.Specified(folder.Path, Tokens);
        double[][] expected = [.. rows.Select(row => LogSoftmax(logits[row]))];
        Assert.InRange(DecoderLogits.Distance(expected, actual), 0, 1e-3);
        Assert.False(first.requires_grad);
        Assert.Equal((96, 128), (teacher.VocabularySize, teacher.ContextLength));
    }

    [Fact]
    public void Open_FolderThatCannotTeach_NamesTheField()
    {
        using var folder = TinyModels.Write("qwen2-bias");

        Assert.Equal("attention_bias", Assert.Throws<ModelFormatException>(() => DistillationTeacher.Open(folder.Path, torch.CPU, torch.ScalarType.Float32)).Field);
    }

    private static double[] LogSoftmax(double[] logits)
    {
        double total = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - total)];
    }
}
