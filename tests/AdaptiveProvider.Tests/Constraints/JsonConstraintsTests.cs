using System.Text;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>What exactly is allowed, what is refused, and what is implied.</summary>
public sealed class JsonConstraintsTests
{
    [Theory]
    [InlineData("""{"enum":["a","ab",1,null,{"x":[true]}]}""", new[] { "\"a\"", "\"ab\"", "1", "null", "{\"x\":[true]}" })]
    [InlineData("""{"type":"integer","minimum":8,"maximum":12}""", new[] { "8", "9", "10", "11", "12" })]
    [InlineData("""{"type":"integer","exclusiveMinimum":-3,"exclusiveMaximum":2}""", new[] { "-2", "-1", "0", "1" })]
    [InlineData("""{"type":"number","minimum":0.5,"maximum":1,"multipleOf":0.25}""", new[] { "0.5", "0.50", "0.75", "1", "1.0", "1.00" })]
    [InlineData("""{"type":"string","pattern":"^(ab?|c)$","maxLength":1}""", new[] { "\"a\"", "\"c\"" })]
    [InlineData("""{"type":"array","items":{"enum":[1,2]},"minItems":1,"maxItems":2}""", new[] { "[1]", "[2]", "[1,1]", "[1,2]", "[2,1]", "[2,2]" })]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":"x"}],"items":false}""", new[] { "[]", "[1]", "[1,\"x\"]" })]
    [InlineData("""{"type":"array","items":[{"const":1}],"additionalItems":{"const":2},"maxItems":2}""", new[] { "[]", "[1]", "[1,2]" })]
    [InlineData("""{"properties":{"a":{"const":1},"b":{"const":2},"c":{"const":3}},"required":["b"]}""", new[] { "{\"b\":2}", "{\"a\":1,\"b\":2}", "{\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}" })]
    [InlineData("""{"properties":{"a":{"const":1},"b":{"const":2},"c":{"const":3}},"minProperties":1,"maxProperties":2}""", new[] { "{\"a\":1}", "{\"b\":2}", "{\"c\":3}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":3}", "{\"b\":2,\"c\":3}" })]
    [InlineData("""{"properties":{"a":false,"b":{"const":2}}}""", new[] { "{}", "{\"b\":2}" })]
    [InlineData("""{"allOf":[{"properties":{"a":{"enum":[1,2]}},"required":["a"]},{"properties":{"a":{"enum":[2,3]},"b":{"const":0}}}]}""", new[] { "{\"a\":2}", "{\"a\":2,\"b\":0}" })]
    [InlineData("""{"anyOf":[{"type":"boolean"},{"type":"null"}]}""", new[] { "true", "false", "null" })]
    [InlineData("""{"type":["boolean","null"]}""", new[] { "true", "false", "null" })]
    [InlineData("""{"type":"boolean","nullable":true}""", new[] { "true", "false", "null" })]
    [InlineData("""{"enum":[1,2,3,"x"],"type":"integer","minimum":2}""", new[] { "2", "3" })]
    [InlineData("""{"$ref":"#/$defs/one","$defs":{"one":{"const":"~"}}}""", new[] { "\"~\"" })]
    [InlineData("""{"type":"array","maxItems":1,"items":{"anyOf":[{"const":0},{"$ref":"#"}]},"minItems":1}""", null)]
    public void FromSchema_FewValues_AllowsExactlyThem(string schema, string[]? expected)
    {
        var constraint = TestVocabulary.Compact.FromSchema(TestVocabulary.Parse(schema));

        var words = Words(constraint, 40).Take(1000).Order(StringComparer.Ordinal);

        Assert.Equal((expected ?? [.. Enumerable.Range(1, 19).Select(depth => new string('[', depth) + "0" + new string(']', depth))]).Order(StringComparer.Ordinal), words);
    }

    [Theory]
    [InlineData("""{"not":{}}""", "", "not")]
    [InlineData("""{"properties":{"a/b":{"if":true}}}""", "/properties/a~1b", "if")]
    [InlineData("""{"items":{"contains":true}}""", "/items", "contains")]
    [InlineData("""{"uniqueItems":true}""", "", "uniqueItems")]
    [InlineData("""{"patternProperties":{}}""", "", "patternProperties")]
    [InlineData("""{"type":"text"}""", "", "type")]
    [InlineData("""{"type":"string","format":"colour"}""", "", "format")]
    [InlineData("""{"type":"string","pattern":"(?=x)"}""", "", "pattern")]
    [InlineData("""{"$ref":"http://elsewhere/schema"}""", "", "$ref")]
    [InlineData("""{"$ref":"#/nowhere"}""", "", "$ref")]
    [InlineData("""{"$ref":"#"}""", "", "$ref")]
    [InlineData("""{"anyOf":[{"type":"string"},{"$ref":"#"}]}""", "/anyOf/1", "$ref")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "", "oneOf")]
    [InlineData("""{"oneOf":[{"properties":{"a":true}},{"properties":{"b":true}}]}""", "", "oneOf")]
    [InlineData("""{"type":"integer","minimum":2,"maximum":1}""", "", "schema")]
    [InlineData("""{"properties":{"a":{"$ref":"#"}},"required":["a"]}""", "", "schema")]
    [InlineData("""{"type":"integer","multipleOf":0}""", "", "multipleOf")]
    [InlineData("""{"type":"integer","multipleOf":123456789}""", "", "multipleOf")]
    [InlineData("""{"minLength":-1}""", "", "minLength")]
    [InlineData("""{"required":true}""", "", "required")]
    [InlineData("""{"minimum":1e999}""", "", "minimum")]
    [InlineData("""{"properties":{"a":7}}""", "/properties/a", "schema")]
    public void FromSchema_WhatRepliesCannotBeHeldTo_IsRefusedByName(string schema, string location, string keyword)
    {
        var refusal = Assert.Throws<SchemaNotSupportedException>(() => TestVocabulary.Of(schema));

        Assert.Equal((location, keyword), (refusal.Location, refusal.Keyword));
        Assert.Contains($"\"{keyword}\"", refusal.Message);
    }

    [Theory]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"number"}]}""")]
    [InlineData("""{"oneOf":[{"type":"integer","maximum":3},{"type":"number","exclusiveMinimum":3}]}""")]
    [InlineData("""{"type":"object","oneOf":[{"properties":{"kind":{"const":"a"}},"required":["kind"]},{"properties":{"kind":{"const":"b"}},"required":["kind"]}]}""")]
    [InlineData("""{"type":"object","oneOf":[{"properties":{"a":true},"required":["a"],"additionalProperties":false},{"properties":{"b":true},"required":["b"]}]}""")]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"^a"},{"type":"string","pattern":"^b"}]}""")]
    public void FromSchema_BranchesWithoutACommonValue_AreSupported(string schema) => Assert.NotNull(TestVocabulary.Of(schema));

    [Fact]
    public void FromSchema_Leniently_LeavesOutWhatIsNotSupported()
    {
        var schema = TestVocabulary.Parse("""{"oneOf":[{"type":"integer","not":{"const":1}},{"type":"number","maximum":2}],"if":true}""");

        var constraint = TestVocabulary.Constraints.FromSchema(schema, SchemaStrictness.Lenient);

        Assert.True(constraint.Accepts("1"));
        Assert.False(constraint.Accepts("2.5"));
    }

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"},"properties":{"a":{"type":"null"}}}""", """{"a": null, "b": 1, "c":2}""", true)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"},"properties":{"a":{"type":"null"}}}""", """{"b":1,"a":2}""", false)]
    [InlineData("""{"type":"object"}""", """{"b":1,"b":2}""", false)]
    [InlineData("""{"type":"object"}""", """{"b":1,"bb":2,"":[{"b":{}}]}""", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":2}""", "\"é🙂\"", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":2}""", "\"\\u00e9\\n\"", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":2}""", "\"\\ud83d\\ude00\"", false)]
    [InlineData("""{"type":"string"}""", "\"\\ud83d\"", false)]
    [InlineData("""{"type":"string"}""", "\"\t\"", false)]
    [InlineData("""{"type":"array"}""", "[1,  2]", false)]
    [InlineData("""{"type":"array"}""", "[1, 2]", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-29\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2023-02-29\"", false)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2023-12-31T23:59:59.5+02:00\"", true)]
    [InlineData("""{"type":"string","format":"ipv4"}""", "\"192.168.0.256\"", false)]
    public void FromSchema_Texts_AreAllowedOrNot(string schema, string text, bool expected) => Assert.Equal(expected, TestVocabulary.Of(schema).Accepts(text));

    [Fact]
    public void FromChoices_ToolCalls_OneOfThemIsCertain()
    {
        var choices = new[] { "add", "now" }.Select(name => new ConstrainedText($"<tool>{{\"name\":\"{name}\",\"arguments\":", TestVocabulary.Parse(name == "now" ? """{"type":"object","properties":{}}""" : """{"properties":{"x":{"type":"integer","maximum":9,"minimum":0}},"required":["x"]}"""), "}</tool>")).ToList();

        var constraint = TestVocabulary.Compact.FromChoices(choices);

        string[] expected = ["<tool>{\"name\":\"now\",\"arguments\":{}}</tool>", .. Enumerable.Range(0, 10).Select(x => $"<tool>{{\"name\":\"add\",\"arguments\":{{\"x\":{x}}}}}</tool>")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Words(constraint, 100).Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("gpt2")]
    [InlineData("qwen2")]
    [InlineData("llama2")]
    public void ImpliedToken_RealTokenizers_WritesAsTheTokenizerWould(string name)
    {
        string? folder = SharedMaterial.Find($"tokenizers/{name}");
        Skip.If(folder is null, "The shared tokenizers are not here.");
        var tokenizer = Tokenizer.Load(folder);
        var constraints = new JsonConstraints(tokenizer, tokenizer.VocabularySize, []);
        ITokenConstraint constraint = constraints.FromSchema(TestVocabulary.Parse("""{"properties":{"temperature_celsius":{"type":"boolean"}},"required":["temperature_celsius"]}"""));
        var tokens = new List<int>();

        while (constraint.ImpliedToken is { } token)
        {
            tokens.Add(token);
            constraint = constraint.After(token);
        }

        string text = Encoding.UTF8.GetString([.. tokens.SelectMany(token => tokenizer.GetTokenBytes(token).ToArray())]);
        Assert.StartsWith(text, "{\"temperature_celsius\":");
        Assert.True(text.Length >= "{\"temperature".Length, text);
        Assert.True(tokens.Count < text.Length / 2, $"{tokens.Count} tokens for {text}");
        Assert.Contains(Enumerable.Range(0, tokenizer.VocabularySize), constraint.Allows);
    }

    [Fact]
    public void FromSchema_Twice_IsCompiledOnce()
        => Assert.Same(TestVocabulary.Of("""{"type":"integer"}"""), TestVocabulary.Of("""{"type":"integer"}"""));

    [Fact]
    public void After_ATokenThatIsNotAllowed_Throws()
    {
        var constraint = TestVocabulary.Of("""{"type":"integer"}""");

        Assert.Throws<ArgumentException>(() => constraint.After('x'));
        Assert.Throws<ArgumentException>(() => constraint.After(-1));
        Assert.Throws<ArgumentException>(() => constraint.After(TestVocabulary.End));
    }

    // Every word up to a length, byte by byte.
    private static IEnumerable<string> Words(ITokenConstraint constraint, int lengthMax)
    {
        var open = new Stack<(ITokenConstraint State, string Word)>([(constraint, "")]);
        while (open.TryPop(out var next))
        {
            if (next.State.IsComplete || (next.State.ImpliedToken is null && next.State.Allows(TestVocabulary.End)))
            {
                yield return next.Word;
            }

            for (int value = 0; value < 128 && next.Word.Length < lengthMax; value++)
            {
                if (next.State.AfterByte((byte)value) is { } after)
                {
                    open.Push((after, next.Word + (char)value));
                }
            }
        }
    }
}
