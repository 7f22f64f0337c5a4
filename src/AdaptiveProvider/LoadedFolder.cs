using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider;

/// <summary>What a model folder holds besides what the executor takes.</summary>
/// <param name="Folder">The open folder, whose weights stay mapped; null when the executor needs none.</param>
/// <param name="ModelId">The name that responses carry.</param>
/// <param name="Tokenizer">Null when there is no tokenizer.json.</param>
/// <param name="ChatTemplate">Null for a base model.</param>
/// <param name="GenerationDefaults">End tokens and sampling defaults.</param>
internal sealed record LoadedFolder(ModelFolder? Folder, string ModelId, Tokenizer? Tokenizer, ChatTemplate? ChatTemplate, GenerationDefaults GenerationDefaults)
{
    /// <summary>What the model's ways to spend depth were worth; null where nobody has measured.</summary>
    public DepthCalibration? Calibration { get; init; }
}
