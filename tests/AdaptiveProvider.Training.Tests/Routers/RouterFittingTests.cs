using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Routers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Routers;

public sealed class RouterFittingTests
{
    public RouterFittingTests() => TorchRuntime.Load();

    [Fact]
    public void Fit_ElasticModel_ChangesDecisionsAndNothingElse()
    {
        using var model = new ModelParameters(TinyTraining.Recursive with { Router = TinyTraining.Elastic }, 1, CPU);

        using var fitted = RouterFitting.Fit(model, Batches(), tokensMax: 500);

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Assert.All(model.Names, name => Assert.Equal(Tensors.Values(model[name]), Tensors.Values(fitted[name])));
        Assert.Equal(Tensors.Values(Final(model, new Routing.Full())), Tensors.Values(Final(fitted, new Routing.Full())));
        double[] loops = [.. ((double[])[0.05, 0.5, 0.95]).Select(threshold => Loops(fitted, threshold))];
        Assert.True(loops[0] > loops[1] && loops[1] > loops[2], string.Join(", ", loops));
    }

    [Fact]
    public void Fit_Exported_ComesBackAsItWas()
    {
        using var folder = new TemporaryFolder();
        using var model = new ModelParameters(TinyTraining.Recursive with { Router = TinyTraining.Elastic }, 2, CPU);
        using var fitted = RouterFitting.Fit(model, Batches(), tokensMax: 300);

        ModelExporter.Export(folder.Path, fitted, WeightType.F32, threshold: 0.5, tokenizerFolder: null);

        using var read = CheckpointReader.Read(folder.Path, CPU);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Assert.True(read.Architecture.Router!.AuxiliaryIsLinear);
        Assert.Equal(Loops(fitted, 0.5), Loops(read, 0.5));
    }

    [Fact]
    public void Fit_ModelWithoutExpertChoice_IsRefused()
    {
        using var model = new ModelParameters(TinyTraining.Recursive, 1, CPU);

        Assert.Contains("expert choice", Assert.Throws<TrainingException>(() => RouterFitting.Fit(model, Batches(), 10)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<PackedBatch> Batches() => Enumerable.Range(1, 100).Select(seed => TinyTraining.Batch(seed));

    private static ForwardResult Run(ModelParameters parameters, Routing routing)
        => new RecursiveDecoder(parameters).Run(new WeightView(parameters, ScalarType.Float32), ModelInput.Of(TinyTraining.Batch(77), CPU), routing);

    private static Tensor Final(ModelParameters parameters, Routing routing) => Run(parameters, routing).Final;

    private static double Loops(ModelParameters parameters, double threshold) => Run(parameters, new Routing.Threshold(threshold)).Loops!.ToDouble();
}
