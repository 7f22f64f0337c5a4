using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Looped checkpoints in their published formats: what the readers and the reference make of them is what the papers' programs do with the stored tensors.</summary>
public sealed class TinyLoopedModelTests
{
    private static readonly int[] Text = [1, 5, 40, 7, 33, 90, 12];

    [Theory]
    [InlineData("ouro", 3, 4, 2, 10_000)]
    [InlineData("ouro-defaults-bf16", 2, 4, 4, 1_000_000)]
    public void Reference_Ouro_IsThePublishedProgram(string name, int layers, int heads, int kvHeads, double theta)
    {
        using var files = TinyModels.Write(name);
        using var folder = ModelFolder.Open(files.Path);
        using var checkpoint = Checkpoint.Open(files.Path);
        var reference = new ReferenceModel(folder.Spec, folder.Weights);
        var published = new PublishedPrograms(checkpoint, heads, kvHeads, theta, 1e-5);

        var states = published.Ouro(Text, layers, loops: 4);

        for (int loop = 0; loop < 4; loop++)
        {
            double[] state = reference.Hidden(Text, passCount: loop + 1)[^1];
            AssertNear(states[loop][^1], state);
            AssertNear(published.Linear("lm_head.weight", [states[loop][^1]])[0], reference.Logits(state));
            Assert.InRange(reference.Hazard(state), 0, 1);
        }
    }

    [Theory]
    [InlineData("huginn", 4, 4, 5.656854249492381)]
    [InlineData("huginn-without-bias-untied", 2, 3, 3)]
    public void Reference_Huginn_IsThePublishedProgram(string name, int heads, int loops, double scale)
    {
        using var files = TinyModels.Write(name);
        using var folder = ModelFolder.Open(files.Path, new ModelFolderOptions { StartStateSeed = 11 });
        using var checkpoint = Checkpoint.Open(files.Path);
        var reference = new ReferenceModel(folder.Spec, folder.Weights);
        double[][] start = [.. Text.Select((_, position) =>
        {
            float[] state = new float[32];
            folder.Spec.Loops!.Start!.Fill(position, state);
            return state.Select(value => (double)value).ToArray();
        })];
        var published = new PublishedPrograms(checkpoint, heads, heads, 50_000, 1e-6);

        double[][] states = published.Huginn(Text, start, scale, core: 2, loops);

        string head = folder.Spec.TiedHead ? "transformer.wte.weight" : "lm_head.weight";
        AssertNear(published.Linear(head, [states[^1]])[0], reference.NextLogits(Text));
    }

    [Theory]
    [InlineData("ouro", "model.layers.1.input_layernorm_2.weight")]
    [InlineData("ouro", "model.early_exit_gate.bias")]
    [InlineData("huginn", "transformer.adapter.weight")]
    [InlineData("huginn", "transformer.core_block.1.attn.qk_bias")]
    [InlineData("huginn", "transformer.coda.0.norm_4.weight")]
    public void Open_TensorMissing_NamesIt(string name, string tensor)
    {
        using var files = TinyModels.Write(name);
        string path = files["model.safetensors"], changed = files["changed.safetensors"];
        using (var stored = Checkpoint.Open(files.Path))
        {
            SafetensorsWriter.Write(changed, stored.Names.Where(each => each != tensor).Select(stored.Get));
        }

        File.Move(changed, path, overwrite: true);

        Assert.Equal(tensor, Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path)).Field);
    }

    [Fact]
    public void Open_LoopsOutOfRange_Throws()
    {
        using var files = TinyModels.Write("ouro");

        Assert.Throws<ArgumentOutOfRangeException>(() => ModelFolder.Open(files.Path, new ModelFolderOptions { Loops = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelFolder.Open(files.Path, new ModelFolderOptions { Loops = 257 }));
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max(), 0, 1e-5);
    }
}
