using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Conversation;

/// <summary>Shows replies as they come.</summary>
internal interface IReplyWriter
{
    /// <summary>Shows a piece of the running reply.</summary>
    void Piece(string text);

    /// <summary>Ends the running reply.</summary>
    /// <param name="response">The whole reply; what there is of it after an interruption.</param>
    /// <param name="interrupted">Ctrl-C ended it.</param>
    void End(ChatResponse response, bool interrupted);
}
