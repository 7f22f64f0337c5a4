using System.Text;
using AdaptiveProvider.Constraints;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>Schemas made to take for ever or to fill the memory: they compile within bounds or are refused.</summary>
public sealed class JsonConstraintsHostileTests
{
    public static TheoryData<string> Hostile => new(
        """{"type":"string","pattern":"^(a|b)*a(a|b){30}$"}""",
        """{"type":"string","pattern":"^.{10000}$"}""",
        """{"type":"string","pattern":"((((a{1,100}){1,100}){1,100}){1,100})"}""",
        """{"type":"string","minLength":1000000000,"pattern":"a"}""",
        $$"""{"properties":{ {{string.Join(',', Enumerable.Range(0, 200).Select(value => $$""" "p{{value}}":{"type":"string","pattern":"^[ab]{9{{value}}}$","maxLength":{{value}} }"""))}} } }""",
        """{"type":"number","multipleOf":0.000000000000000000000000001,"minimum":0}""",
        """{"type":"number","minimum":-1e300,"maximum":1e300}""",
        """{"type":"array","minItems":1000000000}""",
        """{"type":"string","minLength":1000000000}""",
        Doubling("anyOf"),
        Doubling("allOf"),
        Doubling("oneOf"),
        $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 20_000))}}]}""",
        $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 2_000).Select(value => $$"""{"const":{{value}}}"""))}}]}""",
        $$"""{"properties":{ {{string.Join(',', Enumerable.Range(0, 10_000).Select(value => $$"""  "p{{value}}":true"""))}} } }""",
        $$"""{"allOf":[{{string.Join(',', Enumerable.Range(0, 20).Select(_ => """{"anyOf":[{"minimum":1},{"maximum":9},{"type":"string"}]}"""))}}]}""",
        """{"type":"array","items":{"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"array","items":{"$ref":"#"},"minItems":1},{"$ref":"#/$defs/x"}]},"$defs":{"x":{"type":"array","items":{"$ref":"#"}}}}""");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void FromSchema_MadeToHarm_IsBounded(string schema)
    {
        try
        {
            var constraint = TestVocabulary.Of(schema);
            var random = new Random(1);
            for (int step = 0; step < 200 && !constraint.IsComplete; step++)
            {
                var allowed = constraint.Allowed();
                Assert.NotEmpty(allowed);
                int token = allowed[random.Next(allowed.Count)];
                if (token == TestVocabulary.End)
                {
                    break;
                }

                constraint = constraint.After(token);
            }
        }
        catch (SchemaNotSupportedException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    [Fact]
    public void FromSchema_RandomDamage_IsRefusedOrCompiles()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = Encoding.UTF8.GetBytes(new RandomSchema(random).Next().GetRawText());
            string[] pieces = ["\"type\"", "\"$ref\"", "[]", "{}", "1", "\"x\"", "null", "-1e5", "\"properties\"", "true"];
            string damaged = Encoding.UTF8.GetString(bytes);
            int at = damaged.IndexOf(':', random.Next(damaged.Length));
            int end = at < 0 ? -1 : damaged.IndexOfAny([',', '}'], at);
            damaged = end < 0 ? damaged : damaged[..(at + 1)] + pieces[random.Next(pieces.Length)] + damaged[end..];
            try
            {
                var constraint = TestVocabulary.Of(damaged);
                Assert.NotEmpty(constraint.Allowed());
            }
            catch (Exception refusal) when (refusal is SchemaNotSupportedException or System.Text.Json.JsonException)
            {
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message} {damaged}", failure);
            }
        }
    }

    [Fact]
    public void After_LittleMemory_ForgetsAndGoesOn()
    {
        var little = new JsonConstraints(TestVocabulary.Tokenizer, TestVocabulary.Size, [TestVocabulary.End], new JsonConstraintOptions { MemoryMax = 1 << 20 });
        for (int seed = 0; seed < 20; seed++)
        {
            string reply = RandomModel.Reply(little.Json(), new Random(seed), 300);

            Assert.Equal(RandomModel.Reply(TestVocabulary.Constraints.Json(), new Random(seed), 300), reply);
        }
    }

    [Fact]
    public void After_ManyThreads_AllGetTheSame()
    {
        string expected = RandomModel.Reply(TestVocabulary.Constraints.Json(), new Random(7), 100);
        var fresh = new JsonConstraints(TestVocabulary.Tokenizer, TestVocabulary.Size, [TestVocabulary.End], new JsonConstraintOptions { MemoryMax = 1 << 20 });

        string[] replies = new string[8];
        Parallel.For(0, replies.Length, index => replies[index] = RandomModel.Reply(fresh.Json(), new Random(7), 100));

        Assert.All(replies, reply => Assert.Equal(expected, reply));
    }

    private static string Doubling(string keyword)
        => $$"""{"$ref":"#/$defs/d0","$defs":{ {{string.Join(',', Enumerable.Range(0, 30).Select(level => $$"""
            "d{{level}}":{"{{keyword}}":[{"$ref":"#/$defs/d{{level + 1}}"},{"$ref":"#/$defs/d{{level + 1}}","maxLength":{{level}} }]}
            """))}},"d30":{"type":"string"} } }""";
}
