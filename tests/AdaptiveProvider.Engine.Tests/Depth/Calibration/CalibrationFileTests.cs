using System.Text;
using System.Text.Json.Nodes;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class CalibrationFileTests
{
    [Fact]
    public void Parse_WrittenCalibration_IsTheSame()
    {
        byte[] json = CalibrationFile.ToJson(Calibrations.Two);

        var read = CalibrationFile.Parse(json, "test");

        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(CalibrationFile.ToJson(read)));
        Assert.Equal(Calibrations.Two.Methods[0].Points.AsEnumerable(), read.Methods[0].Points.AsEnumerable());
        Assert.Equal(Calibrations.Two.Methods[1].Exits.AsEnumerable(), read.Methods[1].Exits.AsEnumerable());
        Assert.Equal(Calibrations.Two.DraftAcceptance.AsEnumerable(), read.DraftAcceptance.AsEnumerable());
        Assert.Equal([5, 1, 900], read.DraftVocabulary.AsEnumerable());
    }

    [Fact]
    public void ToJson_Calibration_HasTheDocumentedNames()
    {
        var json = JsonNode.Parse(CalibrationFile.ToJson(Calibrations.Two))!.AsObject();

        Assert.Equal(["version", "model_fingerprint", "dataset", "tokens", "methods", "draft_vocabulary", "draft_acceptance"], json.Select(field => field.Key));
        Assert.Equal("router_score", (string?)json["methods"]![1]!["measure"]);
        Assert.Equal(["threshold", "mean_depth", "agreement", "agreement_lower", "tokens"], json["methods"]![0]!["points"]![0]!.AsObject().Select(field => field.Key));
    }

    [Fact]
    public void Read_WrittenFile_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, CalibrationFile.Name);

        CalibrationFile.Write(path, Calibrations.Two);

        Assert.Equal(CalibrationFile.ToJson(Calibrations.Two), CalibrationFile.ToJson(CalibrationFile.Read(path)));
    }

    [Fact]
    public void Parse_WithoutDrafts_HasNone()
    {
        var json = Json();
        json.Remove("draft_vocabulary");
        json.Remove("draft_acceptance");

        var read = Parse(json);

        Assert.Empty(read.DraftVocabulary);
        Assert.Empty(read.DraftAcceptance);
    }

    public static TheoryData<string, string> Flaws => new()
    {
        { "version", "2" },
        { "version", "\"1\"" },
        { "model_fingerprint", "\"\"" },
        { "model_fingerprint", "null" },
        { "dataset", "3" },
        { "tokens", "0" },
        { "methods", "null" },
        { "methods", "{}" },
        { "methods[0]", "null" },
        { "methods[0].method", "\"Guess\"" },
        { "methods[0].method", "3" },
        { "methods[0].measure", "\"\"" },
        { "methods[0].exits", "[0, 1]" },
        { "methods[0].exits", "[2, 2]" },
        { "methods[0].points", "[]" },
        { "methods[0].points[1]", "null" },
        { "methods[0].points[1].threshold", "0.95" },
        { "methods[0].points", "[{\"threshold\":1e300,\"mean_depth\":1,\"agreement\":1,\"agreement_lower\":1,\"tokens\":1}]" },
        { "methods[0].points[1].threshold", "\"NaN\"" },
        { "methods[0].points[1].mean_depth", "0" },
        { "methods[0].points[1].mean_depth", "1.01" },
        { "methods[0].points[1].agreement", "-0.1" },
        { "methods[0].points[1].agreement_lower", "0.999" },
        { "methods[0].points[1].tokens", "0" },
        { "methods[1].points[1].threshold", "0.9" },
        { "draft_vocabulary", "[1, 1]" },
        { "draft_vocabulary", "[-1]" },
        { "draft_acceptance", "null" },
        { "draft_acceptance[0]", "null" },
        { "draft_acceptance[0].exit", "4" },
        { "draft_acceptance[0].acceptance", "2" },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void Parse_FlawedField_ThrowsNamingIt(string field, string value)
    {
        var json = Json();
        Set(json, field, JsonNode.Parse(value));

        var failure = Assert.Throws<AdaptiveProviderException>(() => Parse(json));

        string named = field.EndsWith("threshold", StringComparison.Ordinal) && !value.StartsWith('"') || field.EndsWith("].exit", StringComparison.Ordinal) ? field[..field.LastIndexOf('[')] : field;
        Assert.Contains(named, failure.Message);
        Assert.StartsWith("some file: ", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":1,\"version\":1}")]
    public void Parse_NoCalibration_Throws(string json)
        => Assert.StartsWith("some file: ", Assert.Throws<AdaptiveProviderException>(() => CalibrationFile.Parse(Encoding.UTF8.GetBytes(json), "some file")).Message);

    [Fact]
    public void Parse_UnknownField_ThrowsNamingIt()
    {
        var json = Json();
        json["metods"] = 1;

        Assert.Contains("metods", Assert.Throws<AdaptiveProviderException>(() => Parse(json)).Message);
    }

    [Theory]
    [InlineData("model_fingerprint")]
    [InlineData("methods")]
    public void Parse_MissingField_ThrowsNamingIt(string field)
    {
        var json = Json();
        json.Remove(field);

        Assert.Contains(field, Assert.Throws<AdaptiveProviderException>(() => Parse(json)).Message);
    }

    [Fact]
    public void Parse_MutatedBytes_ReadsOrThrowsTheTypedError()
    {
        byte[] good = CalibrationFile.ToJson(Calibrations.Two);
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            byte[] bad = [.. good];
            for (int change = 0; change <= random.Next(3); change++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 128);
            }

            var failure = Record.Exception(() => CalibrationFile.Parse(bad.AsSpan(0, random.Next(4) == 0 ? random.Next(bad.Length) : bad.Length), "test"));

            Assert.True(failure is null or AdaptiveProviderException, $"seed {seed}: {failure}");
        }
    }

    [Fact]
    public void ToJson_WhatCouldNotBeRead_Throws()
        => Assert.Contains("tokens", Assert.Throws<AdaptiveProviderException>(() => CalibrationFile.ToJson(Calibrations.Two with { Tokens = 0 })).Message);

    private static JsonObject Json() => JsonNode.Parse(CalibrationFile.ToJson(Calibrations.Two))!.AsObject();

    private static DepthCalibration Parse(JsonObject json) => CalibrationFile.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), "some file");

    private static void Set(JsonNode node, string field, JsonNode? value)
    {
        string[] steps = field.Replace("[", ".[").Split('.');
        foreach (string step in steps[..^1])
        {
            node = step[0] == '[' ? node[int.Parse(step[1..^1])]! : node[step]!;
        }

        if (steps[^1][0] == '[')
        {
            node[int.Parse(steps[^1][1..^1])] = value;
        }
        else
        {
            node[steps[^1]] = value;
        }
    }
}
