using System.Text.Json;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>Whatever the model and whatever the schema, a complete reply is valid.</summary>
public sealed class JsonConstraintsFuzzTests
{
    private const int SchemasPerPart = 750;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FromSchema_RandomSchemasAndModels_EveryReplyIsValid(int part)
    {
        int replies = 0, refused = 0;
        for (int seed = part * SchemasPerPart; seed < (part + 1) * SchemasPerPart; seed++)
        {
            var random = new Random(seed);
            var schema = new RandomSchema(random).Next();
            string reply = "";
            try
            {
                var constraint = (seed % 2 == 0 ? TestVocabulary.Constraints : TestVocabulary.Compact).FromSchema(schema);
                for (int repeat = 0; repeat < 4; repeat++, replies++)
                {
                    reply = RandomModel.Reply(constraint, random, random.Next(60));
                    CheckValid(schema, reply);
                }
            }
            catch (SchemaNotSupportedException refusal)
            {
                Assert.True(refusal.Keyword is "schema" or "$ref" or "enum" or "anyOf" or "oneOf" or "allOf", $"Seed {seed}: {refusal.Message} {schema}");
                refused++;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message} {schema} {reply}", failure);
            }
        }

        Assert.True(replies > 2 * SchemasPerPart, $"{replies} replies, {refused} of {SchemasPerPart} schemas refused");
    }

    [Fact]
    public void Json_RandomModel_EveryReplyParses()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            string reply = RandomModel.Reply(seed % 2 == 0 ? TestVocabulary.Constraints.Json() : TestVocabulary.Constraints.JsonObject(), new Random(seed), seed);

            using var document = JsonDocument.Parse(reply, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Assert.True(seed % 2 == 0 || document.RootElement.ValueKind == JsonValueKind.Object, $"Seed {seed}: {reply}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AllowedTokens_RandomStates_AreThoseThatLeadOn(int part)
    {
        int states = 0;
        for (int seed = part * 100; seed < (part + 1) * 100; seed++)
        {
            var random = new Random(seed);
            if (Compile(new RandomSchema(random).Next()) is not { } constraint)
            {
                continue;
            }

            for (int step = 0; step < 12 && !constraint.IsComplete; step++, states++)
            {
                var allowed = constraint.Allowed();
                var leading = Enumerable.Range(0, TestVocabulary.Size).Where(token => token == TestVocabulary.End ? allowed.Contains(token) : LeadsOn(constraint, token));
                Assert.True(leading.SequenceEqual(allowed), $"Seed {seed}, step {step}");
                int next = allowed[random.Next(allowed.Count)];
                if (next == TestVocabulary.End)
                {
                    break;
                }

                constraint = constraint.After(next);
            }
        }

        Assert.True(states > 200, $"{states} states");
    }

    // The inverse of the property above: replies by a wider schema must be found invalid.
    [Fact]
    public void CheckValid_RepliesOfAnotherSchema_AreNoticed()
    {
        var narrow = TestVocabulary.Parse("""{"type":"array","items":{"type":"integer","minimum":5}}""");
        var wide = TestVocabulary.Of("""{"type":"array","items":{"type":"integer"},"minItems":3}""");
        int noticed = Enumerable.Range(0, 20).Count(seed =>
        {
            string reply = RandomModel.Reply(wide, new Random(seed), 40);
            return !new SchemaValidator(narrow).IsValid(TestVocabulary.Parse(reply));
        });

        Assert.True(noticed > 5, $"{noticed} noticed");
    }

    private static ITokenConstraint? Compile(JsonElement schema)
    {
        try
        {
            return TestVocabulary.Constraints.FromSchema(schema);
        }
        catch (SchemaNotSupportedException)
        {
            return null;
        }
    }

    private static bool LeadsOn(ITokenConstraint constraint, int token)
    {
        try
        {
            constraint.After(token);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void CheckValid(JsonElement schema, string reply)
    {
        using var document = JsonDocument.Parse(reply, new JsonDocumentOptions { AllowDuplicateProperties = false });
        Assert.True(new SchemaValidator(schema).IsValid(document.RootElement), $"invalid: {reply}");
    }
}
