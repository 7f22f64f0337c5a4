using System.Text.Json;
using AdaptiveProvider.Constraints.Grammar;
using AdaptiveProvider.Constraints.Schema;
using AdaptiveProvider.Constraints.Vocabulary;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Constraints;

/// <summary>Makes constraints for the tokens of one model: replies that are JSON, or valid by a JSON schema, whatever the model.</summary>
/// <remarks>
/// Replies are compact: no white space but, if wanted, one space behind colons and commas. Declared properties come in the order of their declaration, the optional
/// ones or not, then additional ones. Numbers have at most 18 digits before the point and 17 behind it. Compiled schemas are kept, the last used ones.
/// Safe for any thread.
/// </remarks>
public sealed class JsonConstraints
{
    private const int CacheMax = 64;
    private static readonly JsonElement Anything = JsonDocument.Parse("true").RootElement;
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement;
    private readonly Lazy<ConstraintVocabulary> _vocabulary;
    private readonly JsonConstraintOptions _options;
    private readonly RecentlyUsed<string, ConstraintState> _compiled = new(CacheMax);

    /// <summary>Prepares constraints for a vocabulary; it is indexed when it is first needed.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="vocabularySize">Rows of the model's head, which may be more than the tokenizer has tokens.</param>
    /// <param name="endTokens">Tokens that end a reply: allowed where it is complete. They should be among the request's stop tokens.</param>
    /// <param name="options">How JSON is written; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public JsonConstraints(Tokenizer tokenizer, int vocabularySize, IEnumerable<int> endTokens, JsonConstraintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        int[] ends = [.. endTokens];
        _options = (options ?? new JsonConstraintOptions()).Validated();
        _vocabulary = new Lazy<ConstraintVocabulary>(() => new ConstraintVocabulary(tokenizer, vocabularySize, ends));
    }

    /// <summary>Replies that are one JSON object of any content.</summary>
    /// <exception cref="ModelFormatException">The vocabulary cannot spell JSON.</exception>
    public ITokenConstraint JsonObject() => FromSchema(AnyObject);

    /// <summary>Replies that are one JSON value of any kind.</summary>
    /// <exception cref="ModelFormatException">The vocabulary cannot spell JSON.</exception>
    public ITokenConstraint Json() => FromSchema(Anything);

    /// <summary>Replies that are valid by a schema.</summary>
    /// <param name="schema">A JSON schema of draft 4 to 2020-12.</param>
    /// <param name="strictness">What happens to keywords that replies cannot be held to.</param>
    /// <exception cref="SchemaNotSupportedException">Something in the schema is not supported, or no value fulfils it.</exception>
    /// <exception cref="ModelFormatException">The vocabulary cannot spell JSON.</exception>
    public ITokenConstraint FromSchema(JsonElement schema, SchemaStrictness strictness = SchemaStrictness.Strict)
        => FromChoices([new ConstrainedText("", schema, "")], strictness);

    /// <summary>Replies that are one of several: a text, a value by a schema, a text. Tool calls, for example, of which one is required.</summary>
    /// <param name="choices">At least one.</param>
    /// <param name="strictness">What happens to keywords that replies cannot be held to.</param>
    /// <exception cref="SchemaNotSupportedException">Something in a schema is not supported, or no value fulfils it.</exception>
    /// <exception cref="ModelFormatException">The vocabulary cannot spell JSON.</exception>
    public ITokenConstraint FromChoices(IReadOnlyList<ConstrainedText> choices, SchemaStrictness strictness = SchemaStrictness.Strict)
    {
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentOutOfRangeException.ThrowIfZero(choices.Count, nameof(choices));
        string key = strictness + string.Concat(choices.Select(choice => $"\0{choice.Before}\0{choice.Schema.GetRawText()}\0{choice.After}"));
        return _compiled.GetOrAdd(key, () => Compile(choices, strictness));
    }

    private ConstraintState Compile(IReadOnlyList<ConstrainedText> choices, SchemaStrictness strictness)
    {
        var root = new Rule("reply");
        foreach (var choice in choices)
        {
            var value = SchemaCompiler.Compile(choice.Schema, strictness, _options);
            Term[] parts = [.. Literal(choice.Before), value, .. Literal(choice.After)];
            root.Alternatives.Add(new Alternative(new SequenceTerm(parts), () => value.Height));
        }

        root.UpdateHeight();
        return new TokenAutomaton(root, _vocabulary.Value, _options.DepthMax, _options.MemoryMax).Start;
    }

    private static Term[] Literal(string text) => text.Length == 0 ? [] : [new LiteralTerm(text)];
}
