using AdaptiveProvider.Engine;

namespace AdaptiveProvider;

/// <summary>A base model was asked to chat: its folder says nowhere how a conversation is written down.</summary>
public sealed class ChatTemplateMissingException(string modelId) : AdaptiveProviderException(
    $"The model '{modelId}' has no chat template (chat_template.jinja, or chat_template in tokenizer_config.json). Load an instruction-tuned "
    + "model, or give a template (AdaptiveModelOptions.ChatTemplate; --template FILE on the command line). Plain completion works without one.")
{
    /// <summary>The model that has no template.</summary>
    public string ModelId { get; } = modelId;
}
