using System.Text;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Tests;

public sealed class GenerationDefaultsTests
{
    [Theory]
    [InlineData("""{"eos_token_id": 2}""", """{"eos_token_id": 7}""", new[] { 2 })]
    [InlineData("""{"eos_token_id": [128001, 128008, 128009]}""", "{}", new[] { 128001, 128008, 128009 })]
    [InlineData("{}", """{"eos_token_id": [7, 8]}""", new[] { 7, 8 })]
    [InlineData("""{"eos_token_id": null}""", """{"eos_token_id": 7}""", new[] { 7 })]
    [InlineData(null, """{"eos_token_id": 7}""", new[] { 7 })]
    [InlineData(null, "{}", new int[0])]
    public void Read_EosTokens_PreferGenerationConfig(string? generation, string config, int[] expected)
        => Assert.Equal(expected, Read(generation, config).EosTokens.ToArray());

    [Fact]
    public void Read_SamplingDefaults_AreTheMakers()
    {
        var defaults = Read("""{"bos_token_id": 1, "do_sample": true, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "min_p": 0.05, "repetition_penalty": 1.1}""", "{}");

        Assert.Equal((1, true, 0.7f, 0.8f), (defaults.BosToken, defaults.DoSample, defaults.Temperature, defaults.TopP));
        Assert.Equal((20, 0.05f, 1.1f), (defaults.TopK, defaults.MinP, defaults.RepetitionPenalty));
    }

    [Fact]
    public void Read_NothingSaid_IsNull()
    {
        var defaults = Read("{}", """{"bos_token_id": 5}""");

        Assert.Equal(5, defaults.BosToken);
        Assert.Equal(
            (null, null, null, null, null, null),
            (defaults.DoSample, defaults.Temperature, defaults.TopP, defaults.TopK, defaults.MinP, defaults.RepetitionPenalty));
    }

    [Theory]
    [InlineData("""{"temperature": -1}""", "temperature")]
    [InlineData("""{"top_p": 1.5}""", "top_p")]
    [InlineData("""{"top_k": -3}""", "top_k")]
    [InlineData("""{"min_p": 1}""", "min_p")]
    [InlineData("""{"repetition_penalty": 0}""", "repetition_penalty")]
    [InlineData("""{"eos_token_id": "2"}""", "eos_token_id")]
    [InlineData("""{"eos_token_id": [2, -5]}""", "eos_token_id")]
    [InlineData("""{"eos_token_id": [2, [3]]}""", "eos_token_id")]
    [InlineData("""{"do_sample": "yes"}""", "do_sample")]
    public void Read_OutOfRange_NamesTheField(string generation, string field)
    {
        var failure = Assert.Throws<ModelFormatException>(() => Read(generation, "{}"));

        Assert.Equal(("generation_config.json", field), (failure.File, failure.Field));
        Assert.Contains("expected", failure.Message, StringComparison.Ordinal);
    }

    private static GenerationDefaults Read(string? generation, string config)
        => GenerationDefaults.Read(generation is null ? null : Fields(generation, "generation_config.json"), Fields(config, "config.json"));

    private static ConfigFields Fields(string json, string file) => ConfigFields.Parse(Encoding.UTF8.GetBytes(json), file);
}
