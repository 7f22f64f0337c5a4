using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Model;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests.Checkpoints;

/// <summary>Logits of a folder's model, as training computes them and as the specification does.</summary>
internal static class DecoderLogits
{
    /// <summary>What training's decoder computes in single precision, [tokens][vocabulary].</summary>
    public static double[][] Trained(string folder, int[] tokens, Routing? routing = null)
    {
        using var scope = torch.NewDisposeScope();
        using var parameters = CheckpointReader.Read(folder, torch.CPU);
        return Trained(parameters, tokens, routing);
    }

    /// <summary>The same of parameters.</summary>
    public static double[][] Trained(ModelParameters parameters, int[] tokens, Routing? routing = null)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var decoder = new RecursiveDecoder(parameters);
        var weights = new WeightView(parameters, torch.ScalarType.Float32);
        var input = ModelInput.Of(tokens, new int[tokens.Length], [.. Enumerable.Range(0, tokens.Length)], rows: 1, torch.CPU);
        var logits = decoder.Logits(weights, decoder.Run(weights, input, routing ?? new Routing.Full()).Final); // [1, tokens, vocabulary]
        return [.. logits.data<float>().ToArray().Select(value => (double)value).Chunk((int)logits.shape[2])];
    }

    /// <summary>What the specification computes in double precision, [tokens][vocabulary].</summary>
    public static double[][] Specified(string folder, int[] tokens, double? routerThreshold = null)
    {
        using var files = ModelFolder.Open(folder);
        var model = new ReferenceModel(files.Spec, files.Weights);
        return [.. model.Hidden(tokens, routerThreshold: routerThreshold).Select(model.Logits)];
    }

    /// <summary>The largest difference.</summary>
    public static double Distance(double[][] left, double[][] right) => left.Zip(right, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();
}
