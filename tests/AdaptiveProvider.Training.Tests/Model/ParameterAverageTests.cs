using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Model;

public sealed class ParameterAverageTests
{
    public ParameterAverageTests() => TorchRuntime.Load();

    [Fact]
    public void Into_ThreeModels_IsTheMeanOfEachValue()
    {
        using var first = new ModelParameters(TinyTraining.Vanilla, 1, CPU);
        using var second = new ModelParameters(TinyTraining.Vanilla, 2, CPU);
        using var third = new ModelParameters(TinyTraining.Vanilla, 3, CPU);
        var expected = first.Names.ToDictionary(
            name => name,
            name => Tensors.Values(first[name]).Zip(Tensors.Values(second[name]), Tensors.Values(third[name])).Select(values => (values.First + values.Second + values.Third) / 3).ToArray());

        ParameterAverage.Into(first, [second, third]);

        Assert.All(first.Names, name => Assert.All(Tensors.Values(first[name]).Zip(expected[name]), pair => Assert.Equal(pair.Second, pair.First, 6)));
    }

    [Fact]
    public void Into_AnotherArchitecture_IsRefused()
    {
        using var first = new ModelParameters(TinyTraining.Recursive with { Router = TinyTraining.Elastic }, 1, CPU);
        using var second = new ModelParameters(TinyTraining.Recursive, 2, CPU);

        Assert.Contains("missing", Assert.Throws<TrainingException>(() => ParameterAverage.Into(first, [second])).Message, StringComparison.Ordinal);
    }
}
