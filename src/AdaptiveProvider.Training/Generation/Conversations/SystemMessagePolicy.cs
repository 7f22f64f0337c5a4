using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Puts instructions that change nothing before some conversations, so that a model does not lose its way when an app sends them.</summary>
public static class SystemMessagePolicy
{
    private const int Percent = 12;

    private static readonly string[] Messages =
    [
        "You are a [helpful|friendly|kind|polite|useful] assistant.",
        "You are a [helpful|friendly|] assistant. [Answer|Reply] in [short|plain|simple] [sentences|words].",
        "You are Ada, a [friendly|helpful|small] [assistant|language model|chat bot].", "[Be|Please be] [brief|kind|helpful|friendly][ and clear|].",
        "Answer the user's questions.", "You [help|chat with] [people|the user|visitors of our site|customers].", "You are an AI assistant.",
        "You are a helpful AI assistant. Keep your answers short.", "Answer as [well|briefly] as you can.",
        "You are a chat bot in a [desktop|web|mobile] app.",
    ];

    /// <summary>The document, in some cases with a system message first.</summary>
    public static TrainingDocument Apply(TrainingDocument document, SeededRandom random)
        => document.Text is null && random.Chance(Percent)
            ? document with { Messages = [new TrainingMessage("system", Template.Expand(Messages, random)), .. document.Messages] }
            : document;
}
