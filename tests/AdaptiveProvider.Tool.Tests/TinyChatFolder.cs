using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests;

/// <summary>A seeded random chat model with a byte tokenizer and a ChatML template, written once for all tests that share it.</summary>
public sealed class TinyChatFolder : IDisposable
{
    private readonly TemporaryFolder _folder = TinyModels.Write(new TinyModel { Name = "tiny-chat", Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 512, TiedHead = true });

    public TinyChatFolder()
    {
        ByteTokenizerFiles.Write(_folder.Path);
        File.WriteAllText(_folder["generation_config.json"], """{"eos_token_id": 258}""");
        File.WriteAllText(_folder["chat.json"], """{"messages": [{"role": "user", "content": "hi"}]}""");
    }

    public string Path => _folder.Path;

    /// <summary>A conversation to reply to.</summary>
    public string ChatFile => _folder["chat.json"];

    public void Dispose() => _folder.Dispose();
}
