using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class LowRankPairTests
{
    [Fact]
    public void Add_SmallPair_AddsTheProduct()
    {
        var weight = Tensor([2, 3], 1, 2, 3, 4, 5, 6);
        var pair = new LowRankPair(Tensor([2, 3], 1, 0, 2, 0, 1, 1), Tensor([2, 2], 10, 1, 0, -1));

        float[] sum = new float[6];
        LowRankPair.Add(weight, pair).CopyTo(sum);

        Assert.Equal([11, 3, 24, 4, 4, 5], sum);
        Assert.Same(weight, LowRankPair.Add(weight, null));
    }

    [Fact]
    public void Add_ShapesThatDoNotFit_NamesThem()
    {
        var pair = new LowRankPair(Tensor([1, 2], 1, 2), Tensor([2, 1], 1, 2));

        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => LowRankPair.Add(Tensor([2, 3], 1, 2, 3, 4, 5, 6), pair)).Message, StringComparison.Ordinal);
    }

    // Relaxed recursion at full rank is the model that it was made from: the pairs hold the difference of each later layer from its shared one.
    [Fact]
    public void Open_FullRankPairsOfTheDifference_IsTheUntiedModel()
    {
        const int Rank = 48;
        var untied = new TinyModel { Name = "untied", Layers = 4 };
        var relaxed = new TinyModel
        {
            Name = "relaxed",
            Architecture = "AdaptiveRecursiveForCausalLM",
            Layers = 4,
            Recursion = new TinyRecursion { Loops = 2, LoraRank = Rank },
        };
        var tensors = TinyModels.Weights(untied).ToDictionary(tensor => tensor.Name);
        foreach (string name in tensors.Keys.Where(name => name.Contains("layernorm", StringComparison.Ordinal)).ToArray())
        {
            // Norms are shared, so the original must share them too.
            tensors[name] = tensors[Shared(name)].Renamed(name);
        }

        using var untiedFiles = TinyModels.Write(untied);
        using var relaxedFiles = TinyModels.Write(relaxed);
        SafetensorsWriter.Write(untiedFiles["model.safetensors"], tensors.Values);
        SafetensorsWriter.Write(relaxedFiles["model.safetensors"], tensors.Values.SelectMany(tensor => Relax(tensor, tensors, Rank)));
        using var untiedFolder = ModelFolder.Open(untiedFiles.Path);
        using var relaxedFolder = ModelFolder.Open(relaxedFiles.Path);
        int[] prompt = [1, 5, 40, 7, 33];

        double[] expected = new ReferenceModel(untiedFolder.Spec, untiedFolder.Weights).NextLogits(prompt);
        double[] actual = new ReferenceModel(relaxedFolder.Spec, relaxedFolder.Weights).NextLogits(prompt);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static string Shared(string name) => name.Replace("layers.2", "layers.0", StringComparison.Ordinal).Replace("layers.3", "layers.1", StringComparison.Ordinal);

    private static IEnumerable<WeightTensor> Relax(WeightTensor tensor, Dictionary<string, WeightTensor> tensors, int rank)
    {
        string shared = Shared(tensor.Name);
        if (shared == tensor.Name)
        {
            return [tensor];
        }

        if (tensor.Shape.Length == 1)
        {
            return [];
        }

        // B holds the difference, A picks the inputs.
        int outputs = tensor.Shape[0], inputs = tensor.Shape[1];
        float[] own = new float[tensor.ElementCount], first = new float[tensor.ElementCount], a = new float[rank * inputs], b = new float[outputs * rank];
        tensor.CopyTo(own);
        tensors[shared].CopyTo(first);
        for (int input = 0; input < inputs; input++)
        {
            a[(input * inputs) + input] = 1;
            for (int output = 0; output < outputs; output++)
            {
                b[(output * rank) + input] = own[(output * inputs) + input] - first[(output * inputs) + input];
            }
        }

        string pair = shared.Replace("model.", "model.loops.1.", StringComparison.Ordinal).Replace(".weight", "", StringComparison.Ordinal);
        return [WeightTensor.FromValues($"{pair}.lora_a", [rank, inputs], a), WeightTensor.FromValues($"{pair}.lora_b", [outputs, rank], b)];
    }

    private static WeightTensor Tensor(int[] shape, params ReadOnlySpan<float> values) => WeightTensor.FromValues("t", [.. shape], values);
}
