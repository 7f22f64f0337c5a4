using System.Text.Encodings.Web;
using System.Text.Json;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Training.Data;

/// <summary>Writes a trained vocabulary as the tokenizer files of a Hugging Face model folder.</summary>
public static class TokenizerWriter
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes tokenizer.json, tokenizer_config.json (with the chat template), special_tokens_map.json and generation_config.json.</summary>
    /// <param name="folder">Created where it is missing; files of these names are replaced.</param>
    /// <param name="vocabulary">Trained with the format's special tokens.</param>
    /// <param name="format">The chat format.</param>
    /// <exception cref="ArgumentException">The vocabulary has other special tokens.</exception>
    /// <exception cref="CorpusException">A file cannot be written.</exception>
    public static void Write(string folder, BytePairVocabulary vocabulary, ChatFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(format);
        if (!vocabulary.SpecialTokens.SequenceEqual(format.SpecialTokens))
        {
            throw new ArgumentException("The vocabulary was trained with other special tokens than the format's.", nameof(vocabulary));
        }

        WriteJson(folder, "tokenizer.json", json => WriteTokenizer(json, vocabulary));
        WriteJson(folder, "tokenizer_config.json", json => WriteConfiguration(json, vocabulary, format));
        WriteJson(folder, "special_tokens_map.json", json => WriteNamedTokens(json, format));
        WriteJson(folder, "generation_config.json", json => WriteGeneration(json, format));
    }

    private static void WriteJson(string folder, string name, Action<Utf8JsonWriter> write)
        => CompleteFile.Write(Path.Combine(folder, name), stream =>
        {
            using var json = new Utf8JsonWriter(stream, Layout);
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });

    private static void WriteTokenizer(Utf8JsonWriter json, BytePairVocabulary vocabulary)
    {
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        for (var id = 0; id < vocabulary.SpecialTokens.Length; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            WriteAddedToken(json, vocabulary.SpecialTokens[id]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        WriteRaw(json, "pre_tokenizer", $$$"""
            {"type":"Sequence","pretokenizers":[
              {"type":"Split","pattern":{"Regex":{{{JsonSerializer.Serialize(WordCounter.Expression)}}}},"behavior":"Isolated","invert":false},
              {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}
            """);
        WriteRaw(json, "post_processor", """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true}""");
        WriteRaw(json, "decoder", """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""");
        json.WriteStartObject("model");
        WriteModel(json, vocabulary);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, BytePairVocabulary vocabulary)
    {
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteNull("unk_token");
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", false);
        json.WriteStartObject("vocab");
        for (var id = 0; id < vocabulary.Size; id++)
        {
            json.WriteNumber(id < vocabulary.SpecialTokens.Length ? vocabulary.SpecialTokens[id] : Spell(vocabulary.BytesOf(id)), id);
        }

        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var (left, right) in vocabulary.Merges)
        {
            json.WriteStringValue($"{Spell(vocabulary.BytesOf(left))} {Spell(vocabulary.BytesOf(right))}");
        }

        json.WriteEndArray();
    }

    private static void WriteConfiguration(Utf8JsonWriter json, BytePairVocabulary vocabulary, ChatFormat format)
    {
        json.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("clean_up_tokenization_spaces", false);
        WriteNamedTokens(json, format);
        json.WriteStartObject("added_tokens_decoder");
        for (var id = 0; id < vocabulary.SpecialTokens.Length; id++)
        {
            json.WriteStartObject(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            WriteAddedToken(json, vocabulary.SpecialTokens[id]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("chat_template", format.Template);
    }

    private static void WriteNamedTokens(Utf8JsonWriter json, ChatFormat format)
    {
        json.WriteString("bos_token", format.EndOfText);
        json.WriteString("eos_token", format.EndOfText);
        json.WriteString("pad_token", format.EndOfText);
    }

    private static void WriteGeneration(Utf8JsonWriter json, ChatFormat format)
    {
        var tokens = format.SpecialTokens;
        json.WriteNumber("bos_token_id", tokens.IndexOf(format.EndOfText));
        json.WriteStartArray("eos_token_id");
        foreach (var token in format.StopTokens)
        {
            json.WriteNumberValue(tokens.IndexOf(token));
        }

        json.WriteEndArray();
        json.WriteNumber("pad_token_id", tokens.IndexOf(format.EndOfText));
    }

    private static void WriteAddedToken(Utf8JsonWriter json, string content)
    {
        json.WriteString("content", content);
        json.WriteBoolean("single_word", false);
        json.WriteBoolean("lstrip", false);
        json.WriteBoolean("rstrip", false);
        json.WriteBoolean("normalized", false);
        json.WriteBoolean("special", true);
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        using var document = JsonDocument.Parse(value);
        document.WriteTo(json);
    }

    private static string Spell(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            characters[i] = ByteAlphabet.ToCharacter(bytes[i]);
        }

        return new string(characters);
    }
}
