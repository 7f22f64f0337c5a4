using System.Text;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Tests.Configuration;

public sealed class RotaryFrequenciesTests
{
    // Expected values: a line-by-line transcription of transformers' formulas to double precision, run apart from this code.
    [Theory]
    [InlineData(64, """{"rope_theta": 500000.0, "rope_scaling": {"factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}}""",
        new[] { 0, 10, 14, 16, 18, 31 }, new[] { 1.0, 0.016560440080994446, 0.0032114459947525913, 0.00042955679655936815, 1.9461638184831125e-05, 9.418306725434909e-08 })]
    [InlineData(128, """{"rope_parameters": {"rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}}""",
        new[] { 1, 18, 25, 31 }, new[] { 0.8146172338565447, 0.024955408670558694, 0.005940730375674967, 0.0008567514129196321 })]
    [InlineData(128, """{"rope_theta": 1000000.0, "rope_scaling": {"factor": 4.0, "original_max_position_embeddings": 32768, "type": "yarn"}}""",
        new[] { 1, 20, 25, 28, 31 }, new[] { 0.8058421877614819, 0.01333521432163324, 0.004131738022518394, 0.001848276564706878, 0.0008029597275452302 })]
    [InlineData(64, """{"rope_scaling": {"factor": 8.0, "original_max_position_embeddings": 4096, "rope_type": "yarn", "truncate": false}}""",
        new[] { 10, 14, 16, 18, 20, 25, 31 }, new[] { 0.056234132519034905, 0.013224133901796551, 0.005983133441317673, 0.0025472880550898944, 0.0009728577591530727, 9.373677616655697e-05, 1.666901790204155e-05 })]
    [InlineData(64, """{"rope_scaling": {"factor": 2, "type": "linear"}}""", new[] { 0, 16 }, new[] { 0.5, 0.005 })]
    [InlineData(64, """{"rope_theta": 10000, "rope_scaling": null}""", new[] { 0, 16 }, new[] { 1, 0.01 })]
    [InlineData(64, """{"rope_parameters": {"rope_theta": 1000000, "rope_type": "default"}, "rope_theta": 5}""", new[] { 0, 16 }, new[] { 1, 0.001 })]
    [InlineData(64, """{}""", new[] { 0, 16 }, new[] { 1, 0.01 })]
    public void Read_Scaling_MatchesTransformers(int headDim, string config, int[] pairs, double[] expected)
    {
        var (frequencies, _) = RotaryFrequencies.Read(Fields(config), headDim, contextLength: 4096, defaultTheta: 10_000);

        Assert.Equal(headDim / 2, frequencies.Length);
        foreach (var (pair, value) in pairs.Zip(expected))
        {
            Assert.Equal(1, frequencies[pair] / value, 1e-6);
        }
    }

    [Theory]
    [InlineData("""{"rope_scaling": {"factor": 4.0, "type": "yarn"}}""", 1.1386294361119891)]
    [InlineData("""{"rope_scaling": {"factor": 4.0, "type": "yarn", "attention_factor": 1.5}}""", 1.5)]
    [InlineData("""{"rope_scaling": {"factor": 4.0, "type": "yarn", "mscale": 1.0, "mscale_all_dim": 0.5}}""", 1.0648216)]
    [InlineData("""{"rope_scaling": {"factor": 1.0, "type": "yarn"}}""", 1)]
    [InlineData("""{"rope_scaling": {"factor": 4.0, "type": "linear"}}""", 1)]
    public void Read_AttentionFactor_MatchesTransformers(string config, double expected)
        => Assert.Equal(expected, RotaryFrequencies.Read(Fields(config), 64, 4096, 10_000).Scale, 1e-6);

    [Theory]
    [InlineData("""{"rope_scaling": {"type": "dynamic", "factor": 2}}""", "rope_scaling.type", "'dynamic' is not supported")]
    [InlineData("""{"rope_scaling": {"rope_type": "longrope"}}""", "rope_scaling.rope_type", "default, linear, llama3, yarn")]
    [InlineData("""{"rope_scaling": {"rope_type": "yarn", "factor": 2, "long_factor": []}}""", "rope_scaling.rope_type", "not supported")]
    [InlineData("""{"rope_scaling": {"factor": 2}}""", "rope_scaling.rope_type", "missing")]
    [InlineData("""{"rope_parameters": {"full_attention": {"rope_type": "default"}}}""", "rope_parameters.rope_type", "missing")]
    [InlineData("""{"rope_scaling": {"type": "linear"}}""", "rope_scaling.factor", "missing")]
    [InlineData("""{"rope_scaling": {"type": "linear", "factor": 0}}""", "rope_scaling.factor", "is 0; expected a number")]
    [InlineData("""{"rope_scaling": {"type": "linear", "factor": "2"}}""", "rope_scaling.factor", "expected a number")]
    [InlineData("""{"rope_scaling": {"type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4, "original_max_position_embeddings": 8192}}""", "rope_scaling.high_freq_factor", "above low_freq_factor")]
    [InlineData("""{"rope_scaling": "linear"}""", "rope_scaling", "expected an object")]
    [InlineData("""{"rope_theta": 1e300}""", "rope_theta", "expected a number")]
    [InlineData("""{"partial_rotary_factor": 0.5}""", "partial_rotary_factor", "'0.5' is not supported")]
    public void Read_Unsupported_NamesFieldAndValue(string config, string field, string problem)
    {
        var failure = Assert.Throws<ModelFormatException>(() => RotaryFrequencies.Read(Fields(config), 64, 4096, 10_000));

        Assert.Equal(("config.json", field), (failure.File, failure.Field));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static ConfigFields Fields(string json) => ConfigFields.Parse(Encoding.UTF8.GetBytes(json), "config.json");
}
