using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Classifiers;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Classifiers;

public sealed class ClassifierFittingTests
{
    // Few tokens, so that what the exits say of them can be learnt from few.
    private const int Words = 40;

    public ClassifierFittingTests() => TrainingDevice.Open("cpu", threads: 1);

    public static TheoryData<string, int[]> Models => new() { { "vanilla", [1, 2, 3] }, { "recursive", [3, 5] }, { "routed", [3, 5] } };

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_ModelOfRandomWeights_IsClearlyBetterThanChanceOnOtherText(string name, int[] layers)
    {
        using var model = Model(name);

        var fitted = ClassifierFitting.Fit(model, layers, Batches(1), Batches(1000), tokensMax: 2000);

        Assert.Equal(layers, fitted.Figures.Select(figure => figure.Layers));
        Assert.Equal(layers, fitted.Exits.Keys.Order());
        Assert.All(fitted.Figures, figure =>
        {
            Assert.InRange(figure.Agreement, 0.02, 0.98);
            Assert.True(figure.AreaUnderCurve > 0.7, figure.ToString());
            Assert.True(figure.Accuracy > Math.Max(figure.Agreement, 1 - figure.Agreement) - 0.02, figure.ToString());
            Assert.Equal(figure.HeldOutTokens, figure.Calibration.Sum(bin => bin.Tokens));
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Collect_AnyModel_IsTheServedModelsStatesAndChoices(string name, int[] layers)
    {
        using var scope = NewDisposeScope();
        using var files = new TemporaryFolder();
        using var model = Model(name);
        ModelExporter.Export(files.Path, model, WeightType.F32, threshold: 0, tokenizerFolder: null);
        using var folder = ModelFolder.Open(files.Path);
        var reference = new ReferenceModel(folder.Spec, folder.Weights);
        var layout = folder.Spec.Layout;
        var batch = Batches(5).First();
        int count = batch.Documents.TakeWhile(document => document == 0).Count();
        int[] tokens = batch.Tokens[..count];

        foreach (int layer in layers)
        {
            int segment = model.Segments.Exits.Single(exit => model.Segments.All[exit].End == layer);
            var (states, labels, _) = ExitSamples.Collect(model, [segment], [batch], 1, default).Of(0);

            int pass = layout.ExitPasses.Single(exit => layout.LayersAfter(exit) == layer);
            double[][] before = reference.Hidden(tokens, pass, 0);
            double[][] early = reference.Run(tokens, pass, 0, runsTail: true).Hidden, full = reference.Hidden(tokens, routerThreshold: 0);
            for (int row = 0; row < count - 1; row++) // the last one predicts nothing
            {
                float[] found = Tensors.Values(states[row]);
                Assert.All(Normed(folder, before[row]).Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
                Assert.Equal(Choice(reference, early[row]) == Choice(reference, full[row]), labels[row].ToSingle() == 1);
            }
        }
    }

    [Fact]
    public void Write_IntoTheModelsFolder_IsReadBack()
    {
        using var files = new TemporaryFolder();
        using var model = Model("recursive");
        ModelExporter.Export(files.Path, model, WeightType.F32, threshold: 0, tokenizerFolder: null);
        var fitted = ClassifierFitting.Fit(model, [5], Batches(1), Batches(1000), tokensMax: 500);

        fitted.Write(files.Path);

        using var folder = ModelFolder.Open(files.Path);
        int exit = Assert.Single(folder.Spec.ClassifierExits);
        float[] weight = new float[folder.Spec.HiddenSize];
        folder.Weights.ExitClassifiers[exit].Weight.CopyTo(weight);
        Assert.Equal(fitted.Exits[5].Weight, weight);
        Assert.Equal(fitted.Exits[5].Bias, folder.Weights.ExitClassifiers[exit].BiasValue());
        using var read = CheckpointReader.Read(files.Path, CPU); // training goes on as if they were not there
        Assert.Equal(model.Count, read.Count);
    }

    [Fact]
    public void Fit_LayersWithoutAnExit_IsRefused()
    {
        using var model = Model("recursive");

        var refusal = Assert.Throws<TrainingException>(() => ClassifierFitting.Fit(model, [4], Batches(1), Batches(2), 10));

        Assert.Contains("after 4 layers; it can after 3, 5", refusal.Message, StringComparison.Ordinal);
    }

    // Layers that add nothing: every exit agrees.
    [Fact]
    public void Fit_ExitThatAlwaysAgrees_IsRefused()
    {
        using var model = Model("vanilla");
        using (no_grad())
        {
            foreach (string name in model.Names.Where(name => name.Contains("o_proj", StringComparison.Ordinal) || name.Contains("down_proj", StringComparison.Ordinal)))
            {
                using var zeros = zeros_like(model[name]);
                model.Set(name, zeros);
            }
        }

        var refusal = Assert.Throws<TrainingException>(() => ClassifierFitting.Fit(model, [2], Batches(1), Batches(2), 10));

        Assert.Contains("every token agrees", refusal.Message, StringComparison.Ordinal);
    }

    // Layers that change a state more than new ones do, so that exits differ from full depth.
    private static ModelParameters Model(string name)
    {
        var model = new ModelParameters(
            name switch
            {
                "vanilla" => TinyTraining.Vanilla,
                "recursive" => TinyTraining.Recursive,
                _ => TinyTraining.Recursive with { Router = TinyTraining.Elastic },
            },
            seed: 3,
            CPU);
        using var _ = no_grad();
        foreach (string matrix in model.Names.Where(each => each.Contains("_proj", StringComparison.Ordinal)))
        {
            using var larger = model[matrix] * 1.25f;
            model.Set(matrix, larger);
        }

        return model;
    }

    private static IEnumerable<PackedBatch> Batches(int seed) => Enumerable.Range(seed, 500).Select(each => TinyTraining.Batch(each, vocabulary: Words));

    private static double[] Normed(ModelFolder folder, double[] state)
    {
        float[] gains = new float[state.Length];
        folder.Weights.FinalNorm.CopyTo(gains);
        double scale = 1 / Math.Sqrt(state.Average(value => value * value) + folder.Spec.NormEpsilon);
        return [.. state.Select((value, i) => value * scale * gains[i])];
    }

    private static int Choice(ReferenceModel reference, double[] state) => reference.Logits(state).Index().MaxBy(logit => logit.Item).Index;
}
