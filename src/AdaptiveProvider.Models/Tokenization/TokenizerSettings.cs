using AdaptiveProvider.Models.Tokenization.AddedTokens;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>What tokenizer_config.json adds to tokenizer.json.</summary>
internal sealed class TokenizerSettings
{
    private readonly JsonField? _field;

    public TokenizerSettings(JsonField? field)
    {
        _field = field;
        BosToken = FindToken("bos_token");
        EosToken = FindToken("eos_token");
        PadToken = FindToken("pad_token");
        UnknownToken = FindToken("unk_token");
        CleanUpSpaces = field?.FindBoolean("clean_up_tokenization_spaces", false) ?? false;
    }

    public string? BosToken { get; }

    public string? EosToken { get; }

    public string? PadToken { get; }

    public string? UnknownToken { get; }

    /// <summary>Whether decoding removes spaces before punctuation and English contractions.</summary>
    public bool CleanUpSpaces { get; }

    /// <summary>Adds the tokens and flags that the settings declare; they prevail over tokenizer.json's.</summary>
    public void Extend(TokenTable tokens)
    {
        if (_field is not { } field)
        {
            return;
        }

        foreach (var (id, token) in field.Find("added_tokens_decoder")?.Members() ?? [])
        {
            if (!int.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                throw token.Fault($"the key \"{id}\" is not a token's id.");
            }

            tokens.Add(AddedToken.Read(token, number), token);
        }

        // A named token that is an ordinary word of the vocabulary becomes special; one that exists nowhere has no row in the model.
        foreach (var content in (string?[])[BosToken, EosToken, PadToken, UnknownToken])
        {
            if (content is { Length: > 0 and <= AddedToken.LengthMax } && tokens.Find(content) is { } known && !tokens.IsSpecial(known))
            {
                var token = tokens.FindAdded(content) ?? new AddedToken { Id = known, Content = content };
                tokens.Add(token with { Special = true }, field);
            }
        }
    }

    /// <summary>
    /// The frame after add_bos_token and add_eos_token: the Llama, Code Llama and Gemma tokenizers of transformers always build it from them,
    /// all others keep tokenizer.json's.
    /// </summary>
    public SpecialTokenFrame Reframe(SpecialTokenFrame frame, TokenTable tokens)
    {
        if (_field is not { } field || !RebuildsFrame(field.FindString("tokenizer_class")))
        {
            return frame;
        }

        return new SpecialTokenFrame(
            field.FindBoolean("add_bos_token", true) ? [Require(BosToken ?? "<s>", "bos_token")] : [],
            field.FindBoolean("add_eos_token", false) ? [Require(EosToken ?? "</s>", "eos_token")] : []);

        int Require(string content, string name) => tokens.Find(content)
            ?? throw field.Fault($"{name} \"{content}\" is to be added to every text but is not in the vocabulary; set add_{name} to false or name a token that is.");
    }

    private static bool RebuildsFrame(string? tokenizerClass) => tokenizerClass is "LlamaTokenizer" or "LlamaTokenizerFast"
        or "CodeLlamaTokenizer" or "CodeLlamaTokenizerFast" or "GemmaTokenizer" or "GemmaTokenizerFast";

    /// <summary>A special token, written as a string or as an object with its content.</summary>
    private string? FindToken(string name) => _field?.Find(name) switch
    {
        null => null,
        { Kind: System.Text.Json.JsonValueKind.Object } token => token["content"].AsString(),
        { } token => token.AsString(),
    };
}
