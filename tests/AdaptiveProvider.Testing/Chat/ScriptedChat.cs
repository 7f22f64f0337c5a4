using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Engine;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Testing.Chat;

/// <summary>Models for chat tests: a real engine, tokenizer and template over a scripted executor.</summary>
public static class ScriptedChat
{
    public const string ModelId = "scripted";

    /// <summary>A model that gives a fixed reply to each prompt.</summary>
    public static AdaptiveModel Replying(Func<string, string> reply, EngineOptions? engine = null) => Model(new ScriptedReplyExecutor(reply), engine: engine);

    /// <summary>A model whose logits depend on everything before, and whose replies never end by themselves.</summary>
    public static AdaptiveModel Endless(GenerationDefaults? defaults = null, int slotCount = 4, int slotLength = 512)
        => Model(
            new ScriptedExecutor(new ScriptedModel(StageLayout.Uniform(4, 2), ByteTokenizerFiles.VocabularySize), slotCount, slotLength),
            (defaults ?? new GenerationDefaults()) with { EosTokens = [] },
            eosToken: null);

    /// <summary>A model over any executor that knows <see cref="ByteTokenizerFiles"/>.</summary>
    public static AdaptiveModel Model(
        IModelExecutor executor,
        GenerationDefaults? defaults = null,
        string? chatTemplate = ByteTokenizerFiles.ChatMl,
        EngineOptions? engine = null,
        bool hasTokenizer = true,
        string? eosToken = "<|im_end|>")
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path, chatTemplate, eosToken);
        var loaded = new LoadedFolder(
            null,
            ModelId,
            hasTokenizer ? Tokenizer.Load(folder.Path) : null,
            ChatTemplate.Load(folder.Path),
            defaults ?? new GenerationDefaults { EosTokens = [ByteTokenizerFiles.TurnEnd] });
        return new AdaptiveModel(loaded, executor, new AdaptiveModelOptions { Engine = engine ?? new EngineOptions() });
    }
}
