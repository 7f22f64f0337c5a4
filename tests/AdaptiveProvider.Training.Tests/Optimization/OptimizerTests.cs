using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Optimization;

public sealed class OptimizerTests
{
    private const string Matrix = "model.layers.1.mlp.down_proj.weight", Gain = "model.layers.1.input_layernorm.weight";

    public OptimizerTests() => TorchRuntime.Load();

    [Theory]
    [InlineData(Matrix, 0.1)]
    [InlineData(Gain, 0)] // gains do not decay
    public void Step_AdamW_IsTheTextbooks(string name, double decay)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ModelParameters(TinyTraining.Vanilla, seed: 1, CPU);
        using var optimizer = new Optimizer(parameters, new OptimizerOptions());
        double[] value = Doubles(parameters[name]), first = new double[value.Length], second = new double[value.Length];
        for (int step = 1; step <= 3; step++)
        {
            parameters.AddGradient(name, Tensors.Normal(step, parameters[name].shape));
            double[] gradient = Doubles(parameters[name].grad!);
            optimizer.Step(0.01);
            for (int i = 0; i < value.Length; i++)
            {
                first[i] = (0.9 * first[i]) + (0.1 * gradient[i]);
                second[i] = (0.95 * second[i]) + (0.05 * gradient[i] * gradient[i]);
                double direction = first[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.95, step))) + 1e-8);
                value[i] = (value[i] * (1 - (0.01 * decay))) - (0.01 * direction);
            }
        }

        Assert.All(value.Zip(Doubles(parameters[name])), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(0, parameters[name].grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Step_Muon_MovesMatricesOfLayersByItAndTheRestByAdamW()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ModelParameters(TinyTraining.Vanilla, seed: 1, CPU);
        using var optimizer = new Optimizer(parameters, new OptimizerOptions { UseMuon = true, WeightDecay = 0 });
        var (gradient, before) = (Tensors.Normal(3, parameters[Matrix].shape), parameters[Matrix].detach().clone());
        parameters.AddGradient(Matrix, gradient);

        optimizer.Step(0.01);

        Assert.InRange(Tensors.Relative(Muon.Direction(gradient + (gradient * 0.95)) * -0.01, parameters[Matrix].detach() - before), 0, 1e-3);
        Assert.DoesNotContain(Matrix + ".second", optimizer.State.Select(entry => entry.Name));
        Assert.Contains("model.embed_tokens.weight.second", optimizer.State.Select(entry => entry.Name));
    }

    [Fact]
    public void Step_AuxiliaryRouter_LearnsFasterAndTheBalancingBiasNotAtAll()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ModelParameters(TinyTraining.Recursive with { Router = TinyTraining.Expert with { HasAuxiliaryRouter = true } }, seed: 1, CPU);
        using var tokens = new ModelParameters(TinyTraining.Recursive with { Router = TinyTraining.Token }, seed: 1, CPU);
        using var optimizer = new Optimizer(parameters, new OptimizerOptions { WeightDecay = 0 });
        using var other = new Optimizer(tokens, new OptimizerOptions());
        string[] routers = ["model.routers.1.weight", "model.auxiliary_routers.1.2.weight"];
        var before = routers.Select(name => parameters[name].detach().clone()).ToArray();
        Array.ForEach(routers, name => parameters.AddGradient(name, ones_like(parameters[name])));

        optimizer.Step(0.001);

        double[] moved = [.. routers.Select((name, i) => (before[i] - parameters[name].detach()).mean().ToDouble())];
        Assert.Equal(0.001, moved[0], 1e-5);
        Assert.Equal(0.01, moved[1], 1e-4);
        Assert.DoesNotContain(other.State, entry => entry.Name.Contains("bias", StringComparison.Ordinal));
    }

    [Fact]
    public void ClipGradients_LargeNorm_IsCutToTheMaximumWithoutTheScale()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ModelParameters(TinyTraining.Vanilla, seed: 1, CPU);
        using var optimizer = new Optimizer(parameters, new OptimizerOptions());
        parameters.AddGradient(Gain, full(32, 8.0f));

        double norm = optimizer.ClipGradients(2, gradientScale: 4);

        Assert.Equal(2 * Math.Sqrt(32), norm, 1e-4);
        Assert.Equal(2, parameters[Gain].grad!.norm().ToDouble(), 1e-5);
        Assert.Equal(2, optimizer.ClipGradients(5), 1e-5);
        Assert.Equal(2, parameters[Gain].grad!.norm().ToDouble(), 1e-5);
    }

    [Fact]
    public void Move_LossFreeBalancing_RaisesWhatIsChosenTooRarely()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ModelParameters(TinyTraining.Recursive with { Router = TinyTraining.Token }, seed: 1, CPU);

        BalancingBias.Move(parameters, [0.7f, 0.2f, 0.1f], 0.001);

        Assert.Equal([-0.001f, 0.001f, 0.001f], Tensors.Values(parameters["model.token_router.bias"]));
    }

    private static double[] Doubles(Tensor tensor) => [.. Tensors.Values(tensor).Select(value => (double)value)];
}
