using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;

namespace AdaptiveProvider.Training.Tests.Conversion;

/// <summary>A small random model and a place for what is made of it.</summary>
internal sealed class ConversionFixture : IDisposable
{
    private readonly TemporaryFolder _source;
    private readonly TemporaryFolder _place = new();

    public ConversionFixture(TinyModel? model = null)
    {
        TorchRuntime.Load();
        _source = TinyModels.Write(model ?? new TinyModel { Name = "six", Layers = 6, TiedHead = true });
    }

    public static ConversionOptions Options { get; } = new() { Sharing = ParameterSharing.Cycle, Loops = 2 };

    public string Source => _source.Path;

    public string Place => _place.Path;

    public string Target => _place["converted"];

    public ConversionReport Convert(ConversionOptions options) => RecursiveConverter.Convert(Source, Target, options);

    /// <summary>The values of a tensor of a folder.</summary>
    public static float[] Values(string folder, string name)
    {
        using var checkpoint = Checkpoint.Open(folder);
        var tensor = checkpoint.Get(name);
        float[] values = new float[tensor.ElementCount];
        tensor.CopyTo(values);
        return values;
    }

    public void Dispose()
    {
        _source.Dispose();
        _place.Dispose();
    }
}
