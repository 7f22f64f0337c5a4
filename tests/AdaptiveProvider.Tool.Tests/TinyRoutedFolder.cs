using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests;

/// <summary>A seeded random Mixture-of-Recursions chat model with a byte tokenizer and a ChatML template: 8 layer applications, 3 loops of 2 layers.</summary>
public sealed class TinyRoutedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = TinyModels.Write(Elastic() with { Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 512, TiedHead = true });

    public TinyRoutedFolder()
    {
        ByteTokenizerFiles.Write(_folder.Path);
        File.WriteAllText(_folder["generation_config.json"], """{"eos_token_id": 258}""");
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    private static TinyModel Elastic()
    {
        var model = TinyModels.Get("mor-expert-interpolate");
        return model with { Recursion = model.Recursion! with { Router = model.Recursion.Router!.Replace("\"threshold\": 0.4", "\"threshold\": 0", StringComparison.Ordinal) } };
    }
}
