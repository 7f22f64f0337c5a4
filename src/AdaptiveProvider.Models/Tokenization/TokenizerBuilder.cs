using AdaptiveProvider.Models.Tokenization.AddedTokens;
using AdaptiveProvider.Models.Tokenization.BytePairs;
using AdaptiveProvider.Models.Tokenization.Decoding;
using AdaptiveProvider.Models.Tokenization.Normalization;
using AdaptiveProvider.Models.Tokenization.PreTokenization;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>Puts a tokenizer together from its parsed files.</summary>
internal static class TokenizerBuilder
{
    /// <param name="definition">tokenizer.json.</param>
    /// <param name="settingsField">tokenizer_config.json, where there is one.</param>
    /// <param name="modelRows">Rows of the model's embedding, where known.</param>
    public static Tokenizer Build(JsonField definition, JsonField? settingsField, int? modelRows)
    {
        var model = BytePairModel.Read(definition["model"]);
        var settings = new TokenizerSettings(settingsField);
        var tokens = ReadTokens(definition, settings, model.Vocabulary);
        var frame = settings.Reframe(SpecialTokenFrame.Read(definition.Find("post_processor")), tokens);
        var normalizers = NormalizerReader.Read(definition.Find("normalizer"));
        var usable = tokens.AddedTokens.Where(token => IsUsable(token, model.Vocabulary, modelRows)).ToList();
        var encoder = new TextEncoder
        {
            Model = model,
            RawMatcher = new AddedTokenMatcher(usable.Where(token => !token.Normalized).Select(token => (token.Content, token))),
            NormalizedMatcher = new AddedTokenMatcher(usable.Where(token => token.Normalized)
                .Select(token => (normalizers.Aggregate(token.Content, (text, step) => step.Normalize(text)), token))),
            Normalizers = normalizers,
            PreTokenizers = PreTokenizerReader.Read(definition.Find("pre_tokenizer")),
            Frame = frame.Checked(id => tokens.TokenAt(id) is not null, definition),
        };
        return new Tokenizer(encoder, tokens, DecoderPlan.Read(definition.Find("decoder"), settings.CleanUpSpaces))
        {
            BosToken = settings.BosToken,
            EosToken = settings.EosToken,
            PadToken = settings.PadToken,
            UnknownToken = settings.UnknownToken,
        };
    }

    private static TokenTable ReadTokens(JsonField definition, TokenizerSettings settings, Vocabulary vocabulary)
    {
        var tokens = new TokenTable(vocabulary);
        foreach (var token in definition.Find("added_tokens")?.Items() ?? [])
        {
            tokens.Add(AddedToken.Read(token, token["id"].AsInt32()), token);
        }

        settings.Extend(tokens);
        return tokens;
    }

    /// <summary>
    /// Whether a token is matched in texts. One without a row in the model's embedding never is. Runs of white space beyond the vocabulary
    /// (CodeGen's addition to GPT-2's tokens, found in files of models that have no rows for them) need a config.json that shows the rows.
    /// </summary>
    private static bool IsUsable(AddedToken token, Vocabulary vocabulary, int? modelRows)
    {
        if (modelRows is { } rows)
        {
            return token.Id < rows;
        }

        return token.Special || token.Id < vocabulary.Size || !string.IsNullOrWhiteSpace(token.Content);
    }
}
