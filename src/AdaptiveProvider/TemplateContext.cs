using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider;

/// <summary>The names that chat templates expect beside the messages.</summary>
public static class TemplateContext
{
    /// <summary>Returns a copy with the tokenizer's special tokens (bos_token, eos_token, pad_token, unk_token) where the context does not name its own.</summary>
    public static JsonObject WithSpecialTokens(JsonObject context, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var complete = context.DeepClone().AsObject();
        Add("bos_token", tokenizer.BosToken);
        Add("eos_token", tokenizer.EosToken);
        Add("pad_token", tokenizer.PadToken);
        Add("unk_token", tokenizer.UnknownToken);
        return complete;

        void Add(string name, string? token)
        {
            if (token is not null && !complete.ContainsKey(name))
            {
                complete[name] = token;
            }
        }
    }
}
