using System.Collections.Immutable;
using AdaptiveProvider.Models.Tokenization.Patterns;
using AdaptiveProvider.Models.Tokenization.PreTokenization;

namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>The decoder that a tokenizer.json describes, from which chains of stages are made.</summary>
internal sealed class DecoderPlan
{
    private const double GrowthMax = 64;
    private const string Supported = "ByteLevel, ByteFallback, Fuse, Metaspace, Replace, Strip and Sequence";

    // The reference's clean_up_tokenization_spaces, in its order.
    private static readonly ImmutableArray<(string Literal, string Replacement)> CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" 's", "'s"), (" 've", "'ve"),
        (" 're", "'re"),
    ];

    private readonly ImmutableArray<Func<DecodeStage, DecodeStage>> _stages;

    private DecoderPlan(ImmutableArray<Func<DecodeStage, DecodeStage>> stages) => _stages = stages;

    /// <summary>True when tokens are spelled in the byte alphabet.</summary>
    public bool IsByteLevel { get; private init; }

    /// <summary>True when tokens such as &lt;0x0A&gt; stand for bytes.</summary>
    public bool HasByteTokens { get; private init; }

    public static DecoderPlan Read(JsonField? field, bool cleanUpSpaces)
    {
        var components = ComponentList.Flatten(field, "decoders");
        var growth = 1.0;
        var stages = components.ConvertAll(component => ReadOne(component, ref growth));
        if (components.Count == 0)
        {
            stages.Add(next => new SpacingStage(next));
        }

        if (cleanUpSpaces)
        {
            stages.Add(next => new FuseStage(next));
            stages.AddRange(CleanUps.Select(Cleaner));
        }

        return new DecoderPlan([.. stages])
        {
            IsByteLevel = components.Any(component => component.TypeName == "ByteLevel"),
            HasByteTokens = components.Any(component => component.TypeName == "ByteFallback"),
        };
    }

    /// <summary>A fresh chain that ends in <paramref name="sink"/>.</summary>
    public DecodeStage CreateChain(TextSink sink)
    {
        DecodeStage chain = sink;
        for (var i = _stages.Length - 1; i >= 0; i--)
        {
            chain = _stages[i](chain);
        }

        return chain;
    }

    private static Func<DecodeStage, DecodeStage> Cleaner((string Literal, string Replacement) cleanUp)
        => next => new ReplaceStage(cleanUp.Literal, cleanUp.Replacement, next);

    private static Func<DecodeStage, DecodeStage> ReadOne(JsonField field, ref double growth)
    {
        switch (field.TypeName)
        {
            case "ByteLevel":
                return next => new ByteLevelStage(next);
            case "ByteFallback":
                return next => new ByteFallbackStage(next);
            case "Fuse":
                return next => new FuseStage(next);
            case "Metaspace":
                var replacement = MetaspacePreTokenizer.ReadReplacement(field);
                var dropInFirst = MetaspacePreTokenizer.ReadScheme(field) != PrependScheme.Never;
                return next => new MetaspaceStage(replacement, dropInFirst, next);
            case "Replace":
                return ReadReplace(field, ref growth);
            case "Strip":
                var content = field["content"];
                var (start, stop) = (field["start"].AsInt32(), field["stop"].AsInt32());
                return content.AsString() is [var character]
                    ? next => new StripStage(character, start, stop, next)
                    : throw content.Fault("one character up to U+FFFF is expected.");
            default:
                throw field.Unsupported("the decoder", Supported);
        }
    }

    private static Func<DecodeStage, DecodeStage> ReadReplace(JsonField field, ref double growth)
    {
        var pattern = TextPattern.Read(field["pattern"]);
        var content = field["content"];
        var replacement = content.AsString();
        growth *= pattern.GrowthWith(replacement);
        if (growth > GrowthMax)
        {
            throw content.Fault($"the replacements multiply a text's length by up to {growth:F0}; at most {GrowthMax:F0} is supported.");
        }

        return pattern switch
        {
            LiteralPattern { Literal.Length: > 0 } literal => next => new ReplaceStage(literal.Literal, replacement, next),
            _ => next => new RegexReplaceStage(pattern, replacement, next),
        };
    }
}
